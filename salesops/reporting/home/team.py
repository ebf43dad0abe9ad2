"""The team table: each person, or each part of a larger organisation, with what is won, called and missing."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.access import node_scope
from accounts.models import ReportingLine, TeamMembership, User
from pipeline.queries.categories import category_labels
from salesops.kernel.results import Result
from salesops.reporting.access import VERB
from salesops.reporting.evaluate import parts, total
from salesops.reporting.home.record import Home
from salesops.reporting.words import rows_url
from salesops.web.charts.figures import Mark, StackedBar
from salesops.web.templatetags.formats import money_short

CALLED = ("commit", "upside")


@dataclass(frozen=True)
class Member:
    """One line. `quota` None: no quota. The links open exactly the rows of the figure."""

    name: str
    about: str
    url: str
    won: Decimal
    commit: Decimal
    upside: Decimal
    quota: Decimal | None
    activities: int
    won_url: str
    commit_url: str
    upside_url: str
    activities_url: str
    bar: StackedBar

    @property
    def attainment(self) -> Decimal | None:
        return self.won / self.quota if self.quota else None


def members(home: Home) -> list[Member]:
    """People below who sell themselves, or, where they lead others, those who lead, each with everyone below."""
    leaders = reporting_to(home)
    if any(person.pk in _with_reports(home) for person in leaders):
        found = [_of_node(home, person) for person in leaders]
    else:
        found = _by_person(home)
    whole = max((m.won + m.commit + m.upside for m in found), default=Decimal(0))
    widest = max([whole, *(m.quota for m in found if m.quota)], default=Decimal(0))
    return [replace(member, bar=replace(member.bar, whole=widest)) for member in found]


def reporting_to(home: Home) -> list[User]:
    """Who reports to the person asked about; for those who see everything, to the top of the line."""
    day = home.today
    lines = ReportingLine.objects.filter(during__contains=day)
    node = home.asked.node or (home.user if home.kind in ("manager", "vp") else None)
    if node is not None:
        direct = lines.filter(manager=node)
    else:
        tops = lines.exclude(manager__in=lines.values("person"))
        direct = lines.filter(manager__in=tops.values("manager"))
    return list(User.objects.filter(pk__in=direct.values("person")).order_by("name"))


def _with_reports(home: Home) -> set[int]:
    return set(ReportingLine.objects.filter(during__contains=home.today).values_list("manager_id", flat=True))


def _of_node(home: Home, person: User) -> Member:
    """Everyone below a leader, by the line of each row's own day: what the leader's own page says."""
    question = replace(home.question, focus=node_scope(home.user, person, VERB))
    params = home.params.copy()
    params["node"] = str(person.uid)
    called = {result.group[0]: result for result in parts("open_pipeline", question, "category")}
    attainment = total("quota_attainment", question)
    teams = TeamMembership.objects.filter(person=person, during__contains=home.today).values_list(
        "team__name", flat=True
    )
    return _member(
        home,
        person.name,
        ", ".join(teams),
        f"?{params.urlencode()}",
        attainment,
        {key: called.get(key) for key in CALLED},
        int(total("activities", question).value or 0),
        params,
        {},
    )


def _by_person(home: Home) -> list[Member]:
    """Four questions for any number of people: whoever has a figure or reports here today."""
    question = home.question
    attained = {result.group[0]: result for result in parts("quota_attainment", question, "owner")}
    called = {result.group: result for result in parts("open_pipeline", question, "owner", "category")}
    active = {result.group[0]: result for result in parts("activities", question, "owner")}
    uids = {str(person.uid) for person in reporting_to(home)} | {key for key in attained if key}
    uids |= {group[0] for group in called if group[0]} | {key for key in active if key}
    people = User.objects.filter(uid__in=uids).filter(~Q(pk=home.user.pk) | Q(uid__in=[k for k in attained if k]))
    empty = replace(total("quota_attainment", question), numerator=Decimal(0), denominator=Decimal(0), value=None)
    found = [
        _member(
            home,
            person.name,
            "",
            f"?{_for(home.params, person).urlencode()}",
            attained.get(str(person.uid), empty),
            {key: called.get((str(person.uid), key)) for key in CALLED},
            int(active[str(person.uid)].value or 0) if str(person.uid) in active else 0,
            home.params,
            {"owner": str(person.uid)},
        )
        for person in people
    ]
    return sorted(found, key=lambda member: (-(member.won + member.commit + member.upside), member.name))


def _for(params: QueryDict, person: User) -> QueryDict:
    own = params.copy()
    own["node"] = str(person.uid)
    return own


def _member(
    home: Home,
    name: str,
    about: str,
    url: str,
    attainment: Result,
    called: dict[str, Result | None],
    activities: int,
    params: QueryDict,
    group: dict[str, str | None],
) -> Member:
    amounts = {key: (result.value if result and result.value else Decimal(0)) for key, result in called.items()}
    won, quota = attainment.numerator or Decimal(0), attainment.denominator or None
    urls = {key: rows_url("open_pipeline", params, group={**group, "category": key}) for key in CALLED}
    won_url = rows_url("bookings", params, group=group)
    return Member(
        name=name,
        about=about,
        url=url,
        won=won,
        commit=amounts["commit"],
        upside=amounts["upside"],
        quota=quota,
        activities=activities,
        won_url=won_url,
        commit_url=urls["commit"],
        upside_url=urls["upside"],
        activities_url=rows_url("activities", params, group=group),
        bar=path_bar(home, {"won": won, **amounts}, {"won": won_url, **urls}, quota),
    )


def path_bar(home: Home, amounts: dict[str, Decimal], urls: dict[str, str], quota: Decimal | None) -> StackedBar:
    labels, currency = category_labels_once(home), home.currency
    marks = tuple(
        Mark(labels[key], amount, money_short(amount, currency), urls[key], key) for key, amount in amounts.items()
    )
    said = ", ".join(f"{mark.label} {mark.text}" for mark in marks)
    against = _(" against quota %(quota)s") % {"quota": money_short(quota, currency)} if quota else ""
    return StackedBar(_("Path to quota"), currency, home.period.label, said + against, marks, True, quota or Decimal(0))


def category_labels_once(home: Home) -> dict[str, str]:
    """The organisation's words, read once a page."""
    return home.once("category_labels", category_labels)
