"""What the demo's calendars brought: meetings that logged themselves, and a few that wait to be matched."""

import hashlib
from datetime import datetime, timedelta
from random import Random

from accounts.models import CaptureSource, User
from pipeline.models import Activity, Captured
from pipeline.operations.relationships import compute_relationships
from salesops.db.secrets import sealed
from salesops.demo.company import People
from salesops.demo.uids import fresh_uid

HOST = "calendar.example.com"
LOGGED_EACH = 3
STRANGERS = (
    ("Intro call", "hanna.berg@nordlicht.example", "Hanna Berg"),
    ("Pricing questions", "d.okafor@bluewater.example", "Daniel Okafor"),
)


def write_capture(seed: int, people: People, until: datetime) -> int:
    """One calendar a rep who works there now; nothing reads it, its next read never comes. How many rows it brought."""
    rng = Random(f"{seed}-capture")
    reps = [rep for rep in people.reps if rep.state == User.State.ACTIVE]
    for rep in reps:
        source = CaptureSource.objects.create(
            uid=fresh_uid(rng),
            kind=CaptureSource.Kind.CALENDAR,
            person=rep,
            host=HOST,
            address=sealed(f"https://{HOST}/demo.ics"),
            last_ok_at=until - timedelta(minutes=4),
            created_at=until - timedelta(days=60),
        )
        _logged(rng, source, rep)
        _unmatched(rng, source, rep, until)
    compute_relationships(until.date())
    return len(reps) * (LOGGED_EACH + len(STRANGERS))


def _logged(rng: Random, source: CaptureSource, rep: User) -> None:
    """The last meetings of the rep came by themselves."""
    held = Activity.objects.filter(owner=rep, kind=Activity.Kind.MEETING, outcome=Activity.Outcome.HELD)
    for meeting in held.order_by("-occurred_at", "-pk")[:LOGGED_EACH]:
        external_id = hashlib.sha256(f"demo {meeting.pk}".encode()).hexdigest()
        Activity.objects.filter(pk=meeting.pk).update(automated=True, source="calendar", external_id=external_id)
        ends = meeting.occurred_at + timedelta(minutes=meeting.minutes or 30)
        known = {"state": Captured.State.LOGGED, "activity": meeting, "external_id": external_id, "ends_at": ends}
        _captured(rng, source, rep, meeting.occurred_at, **known)


def _unmatched(rng: Random, source: CaptureSource, rep: User, until: datetime) -> None:
    for number, (subject, address, name) in enumerate(STRANGERS):
        at = (until - timedelta(days=number + 1)).replace(hour=10 + number, minute=30, second=0, microsecond=0)
        _captured(
            rng,
            source,
            rep,
            at,
            state=Captured.State.UNMATCHED,
            ends_at=at + timedelta(minutes=30),
            external_id=hashlib.sha256(f"demo {rep.pk} {number}".encode()).hexdigest(),
            subject=subject,
            party=[{"address": address, "name": name}],
        )


def _captured(rng: Random, source: CaptureSource, rep: User, at: datetime, **known: object) -> None:
    Captured.objects.create(
        uid=fresh_uid(rng), origin="calendar", source=source, person=rep, occurred_at=at, outcome="held", **known
    )
