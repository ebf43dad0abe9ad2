"""Reading what a source tells. The network is asked outside any transaction; what it said is stored in one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CaptureSource, User
from accounts.operations.capture import note_failure, note_read
from accounts.queries.organisation import zone
from accounts.rules.contacts import normal_email
from pipeline.models import Captured
from pipeline.operations.capturing import dismiss_captured, store_touches, withdraw, withdraw_missing
from pipeline.operations.mail_folder import read_folder
from pipeline.operations.matching import ours
from pipeline.rules.calendars import Meeting, UnreadableCalendar, read_calendar
from pipeline.rules.mails import touches_of
from pipeline.rules.touches import SourceFailed, Touch
from salesops.db.operation import operation
from salesops.db.scoped import ScopedQuerySet
from salesops.db.secrets import opened
from salesops.jobs.operations import enqueue
from salesops.kernel.errors import Refused
from salesops.kernel.jobs import Run
from salesops.web import outbound

READ, LOG = "pipeline.read_source", "pipeline.log_captured"
EVERY = timedelta(minutes=15)
KEPT = timedelta(days=90)
BACK, AHEAD = timedelta(days=30), timedelta(days=3)
# A file that says of itself that it is unchanged is read anew each day: the days ahead move on.
WHOLE_AFTER = timedelta(days=1)
LARGEST_CALENDAR = 10 * 1024 * 1024
CALENDAR_SECONDS = 20.0

TouchesOf = Mapping[User, list[Touch]]


@dataclass(frozen=True)
class Told:
    """What a source said this time. since, until: where what it told before and tells no more was taken away;
    None: it does not say.
    """

    touches: TouchesOf
    cursor: Mapping[str, Any]
    since: datetime | None = None
    until: datetime | None = None
    has_more: bool = False


def sweep_sources(now: datetime) -> int:
    """Every source whose time has come gets its job; also what is over by now. How many jobs."""
    with operation(by=None, source="system"):
        due = list(readable().select_for_update(of=("self",), skip_locked=True).filter(due_at__lte=now))
        CaptureSource.objects.filter(pk__in=[source.pk for source in due]).update(due_at=now + EVERY)
        for source in due:
            enqueue(READ, key=str(source.uid), source=str(source.uid))
        people = list(over_by(now).order_by().values_list("person__uid", flat=True).distinct())
        for person in people:
            enqueue_logging(person)
        return len(due) + len(people)


def over_by(now: datetime) -> QuerySet[Captured]:
    """What is to be logged; what lay ahead when its source was taken away is not."""
    return Captured.objects.filter(state=Captured.State.WAITING, ends_at__lte=now, source__isnull=False)


def enqueue_logging(person: UUID) -> None:
    enqueue(LOG, key=str(person), person=str(person))


def look_again(now: datetime) -> int:
    """Nightly: whom nobody knew may be known by now; what waited too long is forgotten. How many are looked at."""
    with operation(by=None, source="system"):
        unmatched = Captured.objects.filter(state=Captured.State.UNMATCHED)
        for row in unmatched.filter(recorded_at__lt=now - KEPT):
            dismiss_captured(row, by=None)
        connected = unmatched.filter(source__isnull=False)
        people = list(connected.order_by().values_list("person__uid", flat=True).distinct())
        looked_at = connected.update(state=Captured.State.WAITING)
        for person in people:
            enqueue_logging(person)
        # What lay ahead when its source was taken away takes place without us.
        for row in Captured.objects.filter(state=Captured.State.WAITING, source__isnull=True):
            withdraw(row)
        return looked_at


def readable() -> ScopedQuerySet[CaptureSource]:
    """Those that are on, of people who work here now, and the organisation's."""
    works = Q(person__isnull=True) | Q(person__state=User.State.ACTIVE)
    return CaptureSource.objects.filter(works, is_on=True)


def read_now(source: CaptureSource, *, by: User) -> None:
    """Raises Refused `source_off`, or `wrong_state` for what is called and not read."""
    if not source.is_polled:
        raise Refused("wrong_state", _("A hook is called: let its sender send something."))
    if not source.is_on:
        raise Refused("source_off", _("Switch it on first."))
    enqueue(READ, key=str(source.uid), requested_by=by, source=str(source.uid))


def read_source(uid: UUID, run: Run) -> dict[str, int]:
    """One read: stored, or the trouble shown to the owner from this first one on. Twice stores nothing twice."""
    source = readable().select_related("person").filter(uid=uid).first()
    if source is None or not source.is_polled:
        return {}
    at = timezone.now()
    try:
        told = READERS[source.kind](source, at)
    except (Refused, outbound.CallFailed, SourceFailed, UnreadableCalendar) as error:
        with run.chunk():
            note_failure(source, _sentence(error), at=at, due_at=at + EVERY)
        return {"failed": 1}
    with run.chunk():
        stored = store(source, told)
        note_read(source, at=at, due_at=at if told.has_more else at + EVERY, cursor=told.cursor)
        for person in told.touches:
            enqueue_logging(person.uid)
    return {"stored": stored}


def store(source: CaptureSource, told: Told) -> int:
    known, written = ours(), 0
    with operation(by=None, source="capture"):
        for person, touches in told.touches.items():
            written += store_touches(source, person, touches, known)
            if told.since is not None and told.until is not None:
                written += withdraw_missing(source, person, touches, since=told.since, until=told.until)
    return written


def read_calendar_source(source: CaptureSource, at: datetime) -> Told:
    """The calendar from `BACK` to `AHEAD`. Unchanged since the last read it tells nothing."""
    cursor = dict(source.cursor)
    is_lately = cursor.get("read_at", "") > (at - WHOLE_AFTER).isoformat()
    asked = {"Accept": "text/calendar", "User-Agent": "SalesOps"}
    for name, header in (("etag", "If-None-Match"), ("modified", "If-Modified-Since")):
        if is_lately and cursor.get(name):
            asked[header] = cursor[name]
    target = outbound.checked(opened(source.address))
    answer = outbound.get(target, asked, longest=LARGEST_CALENDAR, seconds=CALENDAR_SECONDS)
    if answer.status == 304 and is_lately:
        return Told({}, cursor)
    if answer.status != 200:
        raise SourceFailed(_("The other side answered %(status)s") % {"status": answer.status})
    read = read_calendar(answer.body, at - BACK, at + AHEAD, _zone_of(source))
    cursor = {"read_at": at.isoformat(), "etag": answer.headers.get("etag", "")[:200]}
    cursor["modified"] = answer.headers.get("last-modified", "")[:60]
    touches = meetings_by_person(source, read.meetings)
    if read.since is None:
        return Told(touches, cursor)
    since = datetime.combine(read.since, datetime.min.time(), tzinfo=at.tzinfo)
    return Told(touches, cursor, since=max(since, at - BACK), until=at + AHEAD)


def read_folder_source(source: CaptureSource, at: datetime) -> Told:
    mails, cursor, has_more = read_folder(source, at)
    named = (one.address for mail in mails for one in (mail.sender, *mail.to, *mail.copied))
    people = {} if source.person else our_people(named)
    known, found = ours(), defaultdict(list)
    for mail in mails:
        for person, touch in touches_of(mail, known, people, source.person):
            found[person].append(touch)
    return Told(found, cursor, has_more=has_more)


def meetings_by_person(source: CaptureSource, meetings: list[Meeting]) -> TouchesOf:
    """A person's calendar is theirs, whoever is named in it; the organisation's tells of whom of us it names."""
    found: dict[User, list[Touch]] = defaultdict(list)
    people = {} if source.person else our_people(one.address for meeting in meetings for one in meeting.people)
    if source.person:
        found[source.person] = []
    for meeting in meetings:
        named = {people[key] for one in meeting.people if (key := normal_email(one.address)) in people}
        for person in [source.person] if source.person else named:
            found[person].append(_touch(meeting, person))
    return found


def our_people(addresses: Iterable[str]) -> dict[str, User]:
    """By address, those who work here now."""
    asked = {key for address in addresses if (key := normal_email(address))}
    rows = User.objects.filter(state=User.State.ACTIVE).exclude(email=None)
    return {key: row for row in rows if (key := normal_email(str(row.email))) in asked}


def _touch(meeting: Meeting, person: User) -> Touch:
    own = normal_email(str(person.email or ""))
    return Touch(
        origin=Captured.Origin.CALENDAR,
        key=meeting.key,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        outcome="held",
        subject=meeting.subject,
        party=tuple(one for one in meeting.people if one.address not in meeting.declined),
        is_private=meeting.is_private,
        is_over=meeting.is_cancelled or own in map(normal_email, meeting.declined),
    )


def _zone_of(source: CaptureSource) -> ZoneInfo:
    return ZoneInfo(source.person.time_zone) if source.person and source.person.time_zone else zone()


def _sentence(error: Exception) -> str:
    if isinstance(error, Refused):
        return error.message
    if isinstance(error, UnreadableCalendar):
        return _("This is no calendar that can be read: %(why)s") % {"why": error}
    return str(error)


READERS: dict[str, Callable[[CaptureSource, datetime], Told]] = {
    CaptureSource.Kind.CALENDAR: read_calendar_source,
    CaptureSource.Kind.MAIL_FOLDER: read_folder_source,
}
