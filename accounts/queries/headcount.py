"""Employments as the rules of headcount read them, in the days that a reader sees."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from accounts.models import Employment, FiscalPeriod, JobAssignment
from accounts.rules.headcount import Early, Employed, Headcount, Job, days_in, early_attrition, headcount_of
from accounts.rules.small_groups import hidden_groups
from salesops.kernel.scope import Scope

SINCE = tuple[date | None, date | None]


@dataclass(frozen=True)
class Report:
    """A period's headcount as one reader sees it. sees_exits: whether why people left is shown one by one.
    is_broken_down: whether others see at all how many left in which way.

    figures: None when the period has not begun.
    """

    figures: Headcount | None
    function: str
    early: Early
    rows: Mapping[int, Employed]
    sees_exits: bool
    is_broken_down: bool = True

    @property
    def exits(self) -> dict[str, int | None]:
        """Separations by how they ended; None hides a small group from who sees counts alone (A-11)."""
        left = [self.rows[key] for key in self.figures.separations] if self.figures else []
        sizes = Counter(row.exit_kind for row in left)
        hidden = frozenset() if self.sees_exits else hidden_groups(sizes) if self.is_broken_down else frozenset(sizes)
        return {kind: None if kind in hidden else sizes[kind] for kind in sorted(sizes, key=lambda one: -sizes[one])}

    def voluntary(self) -> int | None:
        """How many left by their own wish; None where that is hidden."""
        return self.exits.get("voluntary", 0)

    def behind(self, part: str) -> list[int]:
        """The employments of a part (`PARTS`), by first day."""
        of = self.figures
        if of is None:
            return []
        if part in ("hires", "separations", "voluntary", "transfer_out"):
            return list(dict.fromkeys(getattr(of, part)))
        if part == "early":
            return list(self.early.left)
        if part == "average":
            found = [key for key in self.rows if self.days(key)]
        elif part == "kept":
            still = {row.person for row in self.rows.values() if row.works(of.last_day)}
            found = [key for key in self._on(of.first_day) if self.rows[key].person in still]
        else:
            found = self._on(of.last_day if part == "headcount" else of.first_day)
        return sorted(found, key=lambda key: (self.rows[key].first, key))

    def days(self, key: int) -> int:
        """How much an employment adds to the person-days of the period."""
        of = self.figures
        if of is None:
            return 0
        return days_in(self.rows[key], of.first_day, of.last_day + timedelta(days=1), self.function)

    def _on(self, day: date) -> list[int]:
        return [key for key, row in self.rows.items() if row.works(day, self.function) and row.is_seen(day)]


OF_LEAVERS = ("separations", "voluntary", "early")
"""Parts that name who left."""
PARTS = ("headcount", "opening", "hires", "transfer_out", "average", "kept", *OF_LEAVERS)


def report_of(
    scope: Scope, start: date, end: date, *, as_of: date, function: str = "", sees_exits: bool = False
) -> Report:
    """Who sees counts alone gets them by way of leaving for whole fiscal quarters and years of everybody: two windows
    that differ by a month would tell of one person (A-11)."""
    rows = employed_in(scope, start, end)
    figures = headcount_of(rows, start, end, as_of=as_of, function=function)
    early = early_attrition(rows, start, end, as_of=as_of, function=function)
    known = {row.key: row for row in rows if row.exit_kind != Employment.Exit.DID_NOT_START}
    return Report(figures, function, early, known, sees_exits, not function and _is_fiscal(start, end))


def _is_fiscal(start: date, end: date) -> bool:
    whole = FiscalPeriod.objects.filter(start_date=start, end_date=end - timedelta(days=1))
    return whole.filter(level__in=("quarter", "year")).exists()


def employed_in(scope: Scope, start: date, end: date) -> list[Employed]:
    """Every employment that touches `[start, end)`, with its jobs, cut to the days of `scope`; two queries."""
    rows = Employment.objects.filter(during__overlap=DateRange(start, end))
    seen: dict[int, tuple[SINCE, ...]] | None = None
    if not scope.everything:
        spans: defaultdict[int, list[SINCE]] = defaultdict(list)
        for person, first, past in scope.spans:
            spans[person].append((first, past))
        seen = {person: tuple(days) for person, days in spans.items()}
        rows = rows.filter(person__in=list(seen))
    found = list(rows.values_list("pk", "person_id", "during", "exit_kind", "reason"))
    jobs = _jobs([row[0] for row in found])
    return [
        Employed(
            pk,
            person,
            during.lower,
            during.upper,
            exit_kind,
            reason,
            tuple(jobs[pk]),
            seen[person] if seen is not None else None,
        )
        for pk, person, during, exit_kind, reason in found
    ]


def _jobs(employments: Sequence[int]) -> defaultdict[int, list[Job]]:
    found: defaultdict[int, list[Job]] = defaultdict(list)
    rows = JobAssignment.objects.filter(employment__in=employments).order_by("employment", "during")
    for employment, function, during in rows.values_list("employment_id", "function", "during"):
        found[employment].append(Job(function, during.lower, during.upper))
    return found


def employment_on(person: int, day: date) -> Employment | None:
    """The employment of a person on a day, or the next one that begins after it."""
    rows = Employment.objects.filter(~Q(exit_kind=Employment.Exit.DID_NOT_START), person=person)
    return (
        rows.filter(during__contains=day).first() or rows.filter(during__startswith__gt=day).order_by("during").first()
    )


def job_on(employment: Employment, day: date) -> JobAssignment | None:
    return employment.jobs.filter(during__contains=day).first()
