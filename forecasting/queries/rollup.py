"""The roll-up: rows placed in the tree, calls folded over them, quotas beside them. Seven queries at any depth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from accounts.models import FiscalPeriod, Organisation
from accounts.queries.organisation import organisation, won_follows_at
from forecasting.models import ForecastCall, ForecastType, ForecastTypeVersion
from forecasting.queries.calls import above, as_rule, calls_made_by
from forecasting.queries.line import Structure, structure_on
from forecasting.queries.rows import Cell, Part, Question, read_parts
from forecasting.queries.types import version_at
from forecasting.rules.figures import (
    BUCKETS,
    COMMIT,
    NOTHING,
    OPEN,
    UPSIDE,
    WON,
    AgainstQuota,
    Sum,
    against_quota,
)
from forecasting.rules.places import Place, boundaries, open_places, won_places
from forecasting.rules.rollup import MEASURES, ZERO, Call, Line, Step, bridge, fold, in_force, is_stale
from salesops.kernel.moments import local_day
from salesops.kernel.money import minor_units
from territories.queries.quotas import seat_quotas, served_by_person

Tags = tuple[str, int]
Span = tuple[int, date | None, date | None, int]


@dataclass(frozen=True)
class Frame:
    """What a roll-up is asked about. `viewer`: adjustments made above this person are left out (FCST-11).

    The numbers of people above stay, without their records: a base was read with the adjustments in it.
    """

    type: ForecastType
    period: FiscalPeriod
    at: datetime
    known_at: datetime | None = None
    without: tuple[int, ...] = ()
    viewer: int | None = None


@dataclass(frozen=True)
class Placed:
    """Sums of rows by node: `own` with the vacant places a node calls for, `vacant` and `unassigned` apart."""

    own: Mapping[int, Mapping[str, Sum]] = field(hash=False)
    vacant: Mapping[int, Mapping[str, Sum]] = field(hash=False)
    unassigned: Mapping[str, Sum] = field(hash=False)
    won: Mapping[int, Sum] = field(hash=False)
    tags: Mapping[int, Mapping[Tags, Sum]] = field(hash=False)


class Rollup:
    """Every node's figures at one instant. Built once by `read_rollup`; a node's totals are worked out when asked."""

    def __init__(
        self,
        frame: Frame,
        version: ForecastTypeVersion,
        of: Organisation,
        structure: Structure,
        placed: Placed,
        calls: Iterable[Call],
        quotas: Mapping[int, Decimal],
        places: "Places",
        records: Mapping[int, ForecastCall] | None = None,
    ) -> None:
        self.frame, self.version, self.organisation = frame, version, of
        self.structure, self.tree, self.placed, self.places = structure, structure.tree, placed, places
        self.calls = in_force(self.tree, calls)
        self.records = records or {}
        self._quotas = quotas
        own = {node: sums.get(WON, NOTHING).amount for node, sums in placed.own.items()}
        self.moved = {node: moved for node in self.tree.order if (moved := self._moved(node)) != NOTHING}
        carried = {node: found.amount for node, found in self.moved.items()}
        self.lines: dict[str, dict[int, Line]] = {}
        for measure in MEASURES:
            buckets = (COMMIT,) if measure == "commit" else (COMMIT, UPSIDE)
            counted = {
                node: own.get(node, ZERO) + sum((sums.get(bucket, NOTHING).amount for bucket in buckets), ZERO)
                for node, sums in placed.own.items()
            }
            self.lines[measure] = fold(self.tree, counted, carried, self.calls, measure)

    def _moved(self, node: int) -> Sum:
        """won(n) less its own won and the won of its children: won by people who moved or left."""
        found = self.placed.won.get(node, NOTHING) - self.placed.own.get(node, {}).get(WON, NOTHING)
        for child in self.tree.children.get(node, ()):
            found = found - self.placed.won.get(child, NOTHING)
        return found

    @cached_property
    def totals(self) -> dict[int, dict[str, Sum]]:
        """Each node's plain sums: won by `won_follows`, everything else of the node and all below it."""
        found: dict[int, dict[str, Sum]] = {}
        for node in reversed(self.tree.order):
            own = self.placed.own.get(node, {})
            below = [found[child] for child in self.tree.children.get(node, ())]
            sums = {b: sum((part[b] for part in below), own.get(b, NOTHING)) for b in BUCKETS if b != WON}
            found[node] = {WON: self.placed.won.get(node, NOTHING), **sums}
        return found

    @cached_property
    def tag_totals(self) -> dict[int, dict[Tags, Sum]]:
        """Subcategories of each node: (category, subcategory) -> sum; with the untagged they make the category."""
        found: dict[int, dict[Tags, Sum]] = {}
        for node in reversed(self.tree.order):
            sums: defaultdict[Tags, Sum] = defaultdict(Sum, self.placed.tags.get(node, {}))
            for child in self.tree.children.get(node, ()):
                for tag, part in found[child].items():
                    sums[tag] += part
            found[node] = dict(sums)
        return found

    @cached_property
    def quotas(self) -> dict[int, Decimal | None]:
        """A node's quota: its own, which for who leads others is the team's (0502); else what is handed out below."""
        return {node: self._quotas.get(node, handed) for node, handed in self.handed_out.items()}

    @cached_property
    def handed_out(self) -> dict[int, Decimal | None]:
        """The quotas one level below a node added up, vacant places included; None when nobody there has one."""
        found: dict[int, Decimal | None] = {}
        for node in reversed(self.tree.order):
            parts = [self._quotas[left] for left in self.tree.vacant.get(node, ()) if left in self._quotas]
            below = (self._quotas.get(child, found[child]) for child in self.tree.children.get(node, ()))
            parts += [quota for quota in below if quota is not None]
            found[node] = sum(parts, ZERO) if parts else None
        return found

    def line(self, node: int, measure: str | None = None) -> Line:
        return self.lines[measure or self.version.headline][node]

    def opened(self, node: int) -> Decimal:
        return sum((self.totals[node][bucket].amount for bucket in OPEN), ZERO)

    def against_quota(self, node: int, *, seen: bool = False) -> AgainstQuota:
        """Beside the node's own number; `seen`: beside the number its manager counts."""
        line = self.line(node)
        return against_quota(
            self.quotas[node],
            call=line.seen if seen else line.said,
            won=self.totals[node][WON].amount,
            opened=self.opened(node),
        )

    def bridge(self, node: int, measure: str | None = None) -> list[Step]:
        return bridge(self.tree, self.lines[measure or self.version.headline], node)

    def stale(self, call: Call) -> Decimal | None:
        """How far the number under the call moved, None while it is fresh, or where its record is not the reader's."""
        if call.key not in self.records:
            return None
        line = self.lines[call.measure][call.node]
        given = line.said if call.is_judgement else line.rollup
        share, amount = self.version.stale_share, self.version.stale_amount
        return given - call.base if is_stale(call, given, share=share, amount=amount) else None

    def missing(self, node: int) -> int:
        """Deals at and below the node that would be in its numbers, had their currency a rate."""
        return sum(self.totals[node][bucket].missing for bucket in (WON, *OPEN))


@dataclass(frozen=True)
class Places:
    """Where rows stand, and the cuts of the period between which that is equal."""

    open: tuple[Place, ...]
    won: tuple[Place, ...]
    days: tuple[date, ...]
    root: int

    @property
    def known(self) -> tuple[int, ...]:
        return tuple(place.person for place in self.open)


def question_of(frame: Frame, version: ForecastTypeVersion, of: Organisation) -> Question:
    day = local_day(frame.at, of.zone)
    return Question(
        kinds=tuple(version.kinds),
        first=frame.period.start_date,
        last=frame.period.end_date,
        as_of=frame.at,
        currency=of.currency,
        digits=minor_units(of.currency),
        policy=version.policy,
        rate_day=frame.period.start_date if version.policy == "plan" else day,
        rates_known=frame.known_at or datetime.max.replace(tzinfo=frame.at.tzinfo, year=9998),
        known_at=frame.known_at,
        without=frame.without,
    )


def places_of(structure: Structure, period: FiscalPeriod, won_follows: str) -> Places:
    cuts = (structure.lines, structure.posts, period.start_date, period.end_date)
    days = boundaries(*cuts) if won_follows == "team" else []
    won = won_places(
        structure.tree,
        structure.lines,
        structure.posts,
        days,
        structure.gone,
        first=period.start_date,
        today=structure.day,
        won_follows="person" if won_follows == "person" else "team",
    )
    return Places(tuple(open_places(structure.tree)), tuple(won), tuple(days), structure.tree.root)


def read_rollup(frame: Frame) -> Rollup:
    """The whole tree at the frame's instant."""
    of = organisation()
    version = version_at(frame.type, frame.at)
    structure = structure_on(local_day(frame.at, of.zone))
    places = places_of(structure, frame.period, won_follows_at(frame.at, of))
    parts = read_parts(question_of(frame, version, of), list(places.days))
    private = above(structure, None if version.judgement_visible else frame.viewer, of.zone)
    # Without some subcategory there is no number that anybody called.
    records = [] if frame.without else calls_made_by(frame.type.pk, frame.period.pk, frame.at)
    shown = [row for row in records if not private.hides(row)]
    return Rollup(
        frame,
        version,
        of,
        structure,
        place_parts(parts, places),
        [as_rule(row) for row in shown],
        quotas_of(frame, version, of, structure),
        places,
        {row.pk: row for row in shown if not private.stood(row.forecaster_id, row.made_at)},
    )


def quotas_of(frame: Frame, version: ForecastTypeVersion, of: Organisation, structure: Structure) -> dict[int, Decimal]:
    """Each person's quota as it stood at the frame's instant."""
    rows = seat_quotas(frame.period, version.quota_measure, of.currency, frame.at, frame.known_at)
    sittings = [(s.seat, s.person, s.start, s.end) for s in structure.sittings]
    return served_by_person(rows, sittings, minor_units(of.currency))


def place_parts(parts: Iterable[Part], places: Places) -> Placed:
    """Each sum at its node. Won rows also in the won figure of every node of their team; the root holds all."""
    standing = {place.person: place for place in places.open}
    closing = {(place.person, _stretch(place, places)): place for place in places.won}
    own: defaultdict[int, defaultdict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    vacant: defaultdict[int, defaultdict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    tags: defaultdict[int, defaultdict[Tags, Sum]] = defaultdict(lambda: defaultdict(Sum))
    unassigned: defaultdict[str, Sum] = defaultdict(Sum)
    won: defaultdict[int, Sum] = defaultdict(Sum)
    for part in parts:
        found = Sum(part.amount, part.count, part.missing, part.unpriced)
        key = part.person or 0
        place = closing.get((key, part.stretch)) if part.bucket == WON else standing.get(key)
        node = place.node if place else places.root
        own[node][part.bucket] += found
        if place is None:
            unassigned[part.bucket] += found
        elif place.vacant:
            vacant[place.person][part.bucket] += found
        if part.bucket == WON:
            for above in place.team if place else (places.root,):
                won[above] += found
        if part.subcategory is not None:
            tags[node][part.bucket, part.subcategory] += found
    return Placed(own, vacant, unassigned, won, tags)


def _stretch(place: Place, places: Places) -> int:
    return places.days.index(place.start) + 1 if place.start in places.days else 0


def cell_of(rollup: Rollup, node: int, buckets: tuple[str, ...], part: str = "", tag: int | None = None) -> Cell:
    """The rows under a number of the node. part: "" all, `own`, `moved`, `unassigned`, or the id of who left."""
    tree, places = rollup.tree, rollup.places
    if part == "unassigned":
        return Cell(buckets, nobody=True, known=places.known, subcategory=tag)
    if part == "moved":
        return Cell((WON,), won=moved_spans(rollup, node))
    if not part and node == tree.root:
        return Cell(buckets, everybody=True, subcategory=tag)
    below = frozenset(tree.below(node)) if not part else frozenset()
    people = tuple(
        place.person
        for place in places.open
        if (place.node in below or (part == "own" and place.node == node) or str(place.person) == part)
    )
    won = tuple(
        (place.person, place.start, place.end, 1)
        for place in places.won
        if (not part and node in place.team)
        or (part == "own" and place.node == node)
        or (str(place.person) == part and place.vacant)
    )
    return Cell(buckets, people, won, subcategory=tag)


def moved_spans(rollup: Rollup, node: int) -> tuple[Span, ...]:
    """Won in the node's team by people no longer below it (+), won elsewhere by people who joined since (-)."""
    children = frozenset(rollup.tree.children.get(node, ()))
    found = []
    for place in rollup.places.won:
        sign = int(node in place.team) - int(place.node == node) - len(children.intersection(place.team))
        if sign:
            found.append((place.person, place.start, place.end, sign))
    return tuple(found)
