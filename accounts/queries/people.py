"""Reads about people: where they stand on a day, and how that came."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import ReportingLine, RoleGrant, SeatOccupancy, TeamMembership, User
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.moments import INFINITY


def with_places(rows: ScopedQuerySet[User], day: date) -> Any:
    """Each with `team_name`, `manager_name`, `manager_uid` and `role_names` of that day."""
    lines = ReportingLine.objects.filter(person=OuterRef("pk"), during__contains=day)
    teams = TeamMembership.objects.filter(person=OuterRef("pk"), primary=True, during__contains=day)
    grants = RoleGrant.objects.filter(user=OuterRef("pk"), during__contains=day).order_by("role__name")
    return rows.annotate(
        team_name=Subquery(teams.values("team__name")[:1]),
        manager_name=Subquery(lines.values("manager__name")[:1]),
        manager_uid=Subquery(lines.values("manager__uid")[:1]),
        role_names=ArraySubquery(grants.values("role__name")),
    )


@dataclass(frozen=True)
class Stretch:
    """One dated fact about a person; half-open days."""

    what: str
    note: str
    start: date | None
    end: date | None
    current: bool
    uid: UUID | None = None
    url_uid: UUID | None = None


@dataclass(frozen=True)
class PersonHistory:
    """Newest first in each list. A role's `uid` is its grant's; `url_uid` of a line is the manager's."""

    lines: list[Stretch]
    teams: list[Stretch]
    roles: list[Stretch]
    seats: list[Stretch]


def history_of_person(person: User, today: date) -> PersonHistory:
    """The caller has come through the person's own door."""
    lines = ReportingLine.objects.filter(person=person).select_related("manager").order_by("-during")
    teams = TeamMembership.objects.filter(person=person).select_related("team").order_by("-during")
    grants = (
        RoleGrant.objects.filter(user=person).select_related("role", "granted_by").order_by("-during", "role__name")
    )
    owned = Q(
        seat__ownerships__superseded_at=INFINITY,
        seat__ownerships__valid__contains=today,
    )
    seats = (
        SeatOccupancy.objects.filter(person=person)
        .select_related("seat")
        .annotate(owned=Count("seat__ownerships__account", filter=owned, distinct=True))
        .order_by("-during")
    )
    return PersonHistory(
        [_stretch(row.manager.name, "", row.during, today, url_uid=row.manager.uid) for row in lines],
        [_stretch(row.team.name, "" if row.primary else _("second team"), row.during, today) for row in teams],
        [_stretch(row.role.name, row.get_scope_display(), row.during, today, uid=row.uid) for row in grants],
        [_stretch(row.seat.name, _owns(row.owned), row.during, today) for row in seats],
    )


def _owns(count: int) -> str:
    return ngettext("owns %(count)d account", "owns %(count)d accounts", count) % {"count": count}


def _stretch(what: str, note: str, during: Any, today: date, **uids: UUID) -> Stretch:
    return Stretch(what, note, during.lower, during.upper, today in during, **uids)


@dataclass
class Node:
    """One person of the chart with those who report to them, by name. `size` counts everyone below."""

    person: User
    reports: list["Node"] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(1 + node.size for node in self.reports)


@dataclass(frozen=True)
class Chart:
    """`roots` lead somebody and report to nobody here; `beside` stand outside the line."""

    roots: list[Node]
    beside: list[User]


def chart_on(people: ScopedQuerySet[User], day: date) -> Chart:
    """The reporting line of these people on a day; a manager outside of them makes their reports roots."""
    gone = (User.State.DEACTIVATED, User.State.ERASED)
    nodes = {person.pk: Node(person) for person in people.order_by("name", "pk")}
    lines = dict(
        ReportingLine.objects.filter(person__in=list(nodes), during__contains=day).values_list("person", "manager")
    )
    for pk, node in nodes.items():
        above = nodes.get(lines.get(pk, 0))
        if above is not None:
            above.reports.append(node)
    tops = [node for pk, node in nodes.items() if lines.get(pk) not in nodes]
    roots = [node for node in tops if node.reports or node.person.pk in lines]
    beside = [node.person for node in tops if not (node.reports or node.person.pk in lines)]
    return Chart(roots, [person for person in beside if person.state not in gone])


NAMED = 3


def access_givers() -> list[str]:
    """The names of at most three active people who can grant a role today."""
    grants = RoleGrant.objects.filter(role__verbs__verb="role.change", during__contains=timezone.now().date())
    people = User.objects.filter(pk__in=grants.values("user"), state=User.State.ACTIVE)
    return list(people.order_by("name").values_list("name", flat=True)[:NAMED])
