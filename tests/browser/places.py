"""The companies that pages are looked at in: a full one (the demo), and one that was set up a minute ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

from pytest_django.plugin import DjangoDbBlocker

from tests import harness
from tests.conftest import going_to

if TYPE_CHECKING:
    from accounts.models import User


@dataclass
class Place:
    """One database with a site on it. `people` by role; `things` are records that pages are about."""

    database: str
    blocker: DjangoDbBlocker
    people: dict[str, User]
    things: dict[str, Any] = field(default_factory=dict)
    site: str = ""

    @contextmanager
    def here(self) -> Iterator[None]:
        """The ORM goes where the site goes."""
        with going_to(self.database, self.blocker), self.blocker.unblock():
            yield


class Places:
    """Each is made when the first page asks for it."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self.blocker = blocker
        self.stack = ExitStack()
        self.made: dict[str, Place] = {}
        self.failed: set[str] = set()

    def __getitem__(self, name: str) -> Place:
        """Made once; when that fails it is not tried again for each page."""
        if name in self.failed:
            raise RuntimeError(f"The {name} company could not be made, see the first failure.")
        if name not in self.made:
            self.failed.add(name)
            self.made[name] = self._make(name)
            self.failed.remove(name)
        return self.made[name]

    def _make(self, name: str) -> Place:
        database = harness.clone(harness.new_name(name))
        self.stack.callback(harness.cluster().drop_database, database)
        place = Place(database, self.blocker, {})
        with place.here():
            {"full": fill, "empty": prepare}[name](place)
        place.site = self.stack.enter_context(harness.website(database))
        return place


def prepare(place: Place) -> None:
    """As `make run COMPANY=own` prepares it."""
    from django.core.management import call_command

    from accounts.models import User

    call_command("prepare_company", "--company", "own", stdout=StringIO())
    place.people["admin"] = User.objects.get()


def fill(place: Place) -> None:
    """The demo company as of today."""
    from django.contrib.auth.hashers import make_password

    from salesops.demo.load import generate

    demo = generate(
        until=datetime.now(UTC), seed=1, scale=0, password=make_password("looked at"), say=lambda words: None
    )
    manager = demo.people.managers["West"]
    place.people |= {**demo.people.staff, "manager": manager, "rep": a_rep_of(manager)}
    place.things |= forecast_of(manager) | imports_by(place.people["ops_manager"])
    place.things |= work_of(place.people["ops_manager"])


def forecast_of(manager: User) -> dict[str, Any]:
    from forecasting.models import Submission

    return {"submission": Submission.objects.filter(node=manager).latest("pk").uid}


def imports_by(person: User) -> dict[str, Any]:
    """One import that waits for decisions, and one that was made."""
    from tests.imports.files import checked, committed, deals

    row = "{},{},{},{},{},{},2026-09-01,2026-12-18"
    owner = "Nobody We Know"
    waiting = checked(
        person,
        deals(
            row.format("x1", "Harbor fit-out", "Harbor Foods", owner, "Negotiation", "TBD"),
            row.format("x2", "Alder refresh", "Alder Labs", owner, "No such stage", "12000"),
        ),
    )
    made = committed(
        person, deals(row.format("y1", "Quay retrofit", "Quay Works", person.name, "Negotiation", "18000"))
    )
    return {"checked": waiting.uid, "imported": made.uid}


def work_of(person: User) -> dict[str, Any]:
    """A job that waits, and the newest line of the audit log."""
    from salesops.audit.models import AuditRecord
    from salesops.jobs.operations import enqueue
    from salesops.kernel.jobs import JOBS

    job = enqueue(next(iter(JOBS)).name, requested_by=person)
    return {"job": job.uid, "record": AuditRecord.objects.latest("pk").uid}


def a_rep_of(manager: User) -> User:
    """Of the manager's reps the one with most open deals."""
    from django.db.models import Count, Q
    from django.utils import timezone

    from accounts.models import User
    from accounts.queries.line import people_below

    below = people_below([manager.pk], timezone.now().date()) - {manager.pk}
    deals = Count("opportunity_owned", filter=Q(opportunity_owned__status="open"))
    found = User.objects.filter(pk__in=below, state=User.State.ACTIVE).annotate(deals=deals).order_by("-deals").first()
    assert found is not None
    return found
