"""Why somebody may or may not: in words, with role, scope, days, line, ownership, membership, delegation (ACC-07).

The door of the record decides; this says what it looked at. A kind of record registers how it is found, what it lets
do, and which people it is tied to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import Delegation, ReportingLine, RoleGrant, TeamMembership, User
from accounts.queries.delegations import open_to
from accounts.queries.line import line_up
from accounts.queries.verb_words import verb_words
from salesops.kernel.errors import NotFound
from salesops.kernel.registry import Registry
from salesops.web.templatetags.formats import day


@dataclass(frozen=True)
class Tie:
    """What joins a person to the record. `how` follows the name: "owns it as Owner, from Jan 3".

    verbs: empty where it counts for every verb, else for these alone. is_personal: for nobody above the person.
    """

    person: User
    how: str
    verbs: frozenset[str] = frozenset()
    is_personal: bool = False


@dataclass(frozen=True)
class Kind:
    """find: the door of the asker. may: the door's answer for a person and a verb. verbs: seeing first."""

    key: str
    label: str | Promise
    verbs: tuple[str, ...]
    find: Callable[[User, UUID], Any]
    may: Callable[[User, str, Any], bool]
    ties: Callable[[Any, date], Iterable[Tie]]
    url: Callable[[Any], str]


kinds: Registry[Kind] = Registry("kinds of records to explain")


@dataclass(frozen=True)
class Reason:
    """One way in. The sentences read one after the other; the facts beside them are for programs."""

    sentences: list[str]
    role: str
    scope: str
    start: date | None
    end: date | None
    chain: list[str] = field(default_factory=list)
    acting_for: str = ""


@dataclass(frozen=True)
class Answer:
    """`reasons` of what is allowed, by oneself; `acting` what a delegation opens today; `hindrances` why it is not."""

    allowed: bool
    reasons: list[Reason]
    acting: list[Reason]
    hindrances: list[str]


def kind_of(key: str) -> Kind:
    found = kinds.get(key)
    if found is None:
        raise NotFound()
    return found


def shows_delegations(asker: User, person: User) -> bool:
    """Who acts for whom is their own matter, and of those who give roles."""
    return asker.pk == person.pk or asker.may("role.change")


def explain(person: User, verb: str, kind: Kind, record: Any, *, asker: User) -> Answer:
    """For a person as they are signed in now, not acting for anybody."""
    on, ties = today(), list(kind.ties(record, today()))
    person = User.objects.get(pk=person.pk)
    allowed = kind.may(person, verb, record)
    reasons = reasons_of(person, verb, ties, on) if allowed else []
    given = open_to(person, on) if shows_delegations(asker, person) else ()
    acting = [reason for one in given for reason in reasons_under(one, verb, ties, on)]
    return Answer(allowed, reasons, acting, [] if allowed else hindrances(person, verb, ties, on))


def reasons_of(person: User, verb: str, ties: list[Tie], on: date) -> list[Reason]:
    return [
        Reason([held_words(grant), *sentences], grant.role.name, grant.scope, *days_of(grant.during), chain)
        for grant in grants_of(person, verb)
        for sentences, chain in ways(person, grant, verb, ties, on)
    ]


def reasons_under(given: Delegation, verb: str, ties: list[Tie], on: date) -> list[Reason]:
    """What the person acted for may, while the verb is one that was named."""
    if verb not in given.verbs_now:
        return []
    words = {"name": given.person.name, "last": day(given.last_day), "start": day(given.during.lower)}
    said = _("Acting for %(name)s, who delegated it from %(start)s to %(last)s.") % words
    return [
        Reason([said, *reason.sentences], reason.role, reason.scope, *days_of(given.during), reason.chain,
               given.person.name)
        for reason in reasons_of(given.person, verb, ties, on)
    ]  # fmt: skip


def ways(person: User, grant: RoleGrant, verb: str, ties: list[Tie], on: date) -> list[tuple[list[str], list[str]]]:
    """Each as sentences with the names of the line, from below to above; empty where this role does not reach it."""
    if grant.scope == RoleGrant.Scope.ALL:
        return [([], [])]
    found: list[tuple[list[str], list[str]]] = []
    for tie in (one for one in ties if not one.verbs or verb in one.verbs):
        said = f"{tie.person.name} {tie.how}"
        if tie.person.pk == person.pk:
            found.append(([said], []))
        elif tie.is_personal:
            continue
        elif grant.scope == RoleGrant.Scope.SUBTREE:
            line = up_to(tie.person, person, on)
            if line:
                found.append(([said, line_words(line)], [line[0].person.name, *(row.manager.name for row in line)]))
        elif grant.scope == RoleGrant.Scope.TEAM:
            found += [([said, words], []) for words in shared_teams(tie.person, person, on)]
    return found


def hindrances(person: User, verb: str, ties: list[Tie], on: date) -> list[str]:
    """Why not: no sign-in, no role with the verb, or nobody tied to the record in reach of the roles there are."""
    if not person.is_active:
        words = {"name": person.name, "state": person.get_state_display()}
        return [_("%(name)s does not sign in: %(state)s.") % words]
    grants = grants_of(person, verb)
    if not grants:
        words = {"name": person.name, "verb": verb_words(verb)}
        return [_("No role that %(name)s holds today carries “%(verb)s”.") % words]
    tied = " ".join(f"{tie.person.name} {tie.how}" for tie in ties) or _("nobody owns it or works on it.")
    outside = _("Outside of it: %(ties)s") % {"ties": tied}
    return [*(held_words(grant) for grant in grants), outside]


def grants_of(person: User, verb: str) -> list[RoleGrant]:
    return [grant for grant in person.grants_now if any(row.verb == verb for row in grant.role.verbs.all())]


def up_to(person: User, leader: User, on: date) -> list[ReportingLine]:
    """The line from a person up to a leader on a day; empty where the leader does not stand above."""
    line = line_up(person, on)
    place = next((number for number, row in enumerate(line) if row.manager_id == leader.pk), None)
    return [] if place is None else line[: place + 1]


def line_words(line: list[ReportingLine]) -> str:
    """`Rui Melo reports to Mia Sol from Jan 1, she or he to Noa Lee from Mar 3.`"""
    first, *rest = (
        _("%(manager)s (%(days)s)") % {"manager": row.manager.name, "days": span(row.during)} for row in line
    )
    above = "".join(_(", who reports to %(above)s") % {"above": words} for words in rest)
    return _("%(name)s reports to %(manager)s%(above)s.") % {
        "name": line[0].person.name, "manager": first, "above": above,
    }  # fmt: skip


def shared_teams(one: User, other: User, on: date) -> list[str]:
    mine = TeamMembership.objects.filter(person=other, during__contains=on).values("team")
    rows = TeamMembership.objects.filter(person=one, during__contains=on, team__in=mine).select_related("team")
    words = _("%(name)s is in team %(team)s with %(other)s (%(days)s).")
    return [
        words % {"name": one.name, "team": row.team.name, "other": other.name, "days": span(row.during)} for row in rows
    ]


def held_words(grant: RoleGrant) -> str:
    words = {"name": grant.user.name, "role": grant.role.name, "scope": scope_words(grant), "days": span(grant.during)}
    return _("%(name)s is %(role)s over %(scope)s (%(days)s).") % words


def scope_words(grant: RoleGrant) -> str:
    return {
        RoleGrant.Scope.OWN: _("what is their own"),
        RoleGrant.Scope.SUBTREE: _("their own and that of everyone below"),
        RoleGrant.Scope.TEAM: _("that of their team"),
        RoleGrant.Scope.ALL: _("everything"),
    }[RoleGrant.Scope(grant.scope)]


def span(during: Any) -> str:
    """`from Jan 3 until Mar 1`, `always`."""
    start = _("from %(day)s") % {"day": day(during.lower)} if during.lower else _("always")
    return start + (_(" until %(day)s") % {"day": day(during.upper)} if during.upper else "")


def days_of(during: Any) -> tuple[date | None, date | None]:
    return during.lower, during.upper
