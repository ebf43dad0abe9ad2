"""The roll-up grid: one line a node, with the lines that make its number add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from forecasting.queries.line import Person
from forecasting.queries.rollup import Rollup
from forecasting.rules.figures import BUCKETS, NOTHING, OUTSIDE, UNMAPPED, WON, AgainstQuota, Sum, cumulative
from forecasting.rules.rollup import ZERO, Call
from forecasting.tables.addresses import Address
from salesops.kernel.money import round_half_up
from salesops.web.charts.figures import Mark, StackedBar
from salesops.web.templatetags.formats import money_short, number, signed, times

ALL_OPEN_UP_TO = 25
"""A tree of so few lines is shown whole; a larger one opens at its first level."""
THOUSANDS_FROM = 1_000_000
BEYOND_QUOTA = Decimal("1.2")
"""Every bar ends there, so that the ticks stand in one column."""
CUMULATIVE = (("won", "won"), ("won_commit", "commit"), ("won_upside", "upside"), ("all", "all"))
SINGLE = (("won", "won"), ("commit", "commit"), ("upside", "upside"), ("pipeline", "pipeline"))


@dataclass(frozen=True)
class Cell:
    """A number with the address of its rows. tone: up or down, empty for plain."""

    text: str
    url: str = ""
    tone: str = ""
    why: str = ""


@dataclass(frozen=True)
class Change:
    """Against the last submission: arrow, text and tone; the word is for who does not see the arrow."""

    text: str
    arrow: str = ""
    tone: str = "flat"
    word: str = ""


@dataclass(frozen=True)
class CallCell:
    """The number that counts one level up. `was` is what the report said, where the reader put another beside it."""

    text: str
    was: str = ""
    stale: str = ""
    note: str = ""
    edit_url: str = ""


@dataclass(frozen=True)
class GridLine:
    """kind: node, own, vacant, moved, unassigned. toggle_url opens or closes what is under a node."""

    key: str
    kind: str
    name: str
    title: str
    depth: int
    url: str = ""
    is_open: bool = False
    toggle_url: str = ""
    quota: str = ""
    figures: tuple[Cell, ...] = ()
    extras: tuple[Cell, ...] = ()
    call: CallCell | None = None
    change: Change | None = None
    gap: Cell | None = None
    coverage: Cell | None = None
    path: StackedBar | None = None
    submitted: str = ""

    @property
    def inset(self) -> str:
        return ("", "inset", "inset inset-2", "inset inset-3")[min(self.depth, 3)]


class Grid:
    """The lines under one node of a roll-up, for one reader.

    before: numbers at the reader's last submission. may_adjust: the nodes whose number this reader may change now.
    labels: the organisation's words for the categories.
    """

    def __init__(
        self,
        rollup: Rollup,
        focus: int,
        address: Address,
        *,
        labels: Mapping[str, str],
        before: Mapping[int, Decimal] | None = None,
        may_adjust: frozenset[int] = frozenset(),
        late: frozenset[int] = frozenset(),
    ) -> None:
        self.rollup, self.focus, self.address, self.labels = rollup, focus, address, labels
        self.before, self.may_adjust, self.late = before or {}, may_adjust, late
        self.tree, self.currency = rollup.tree, rollup.organisation.currency
        self.columns = CUMULATIVE if address.view == "cumulative" else SINGLE
        largest = max((abs(found.amount) for found in rollup.totals[focus].values()), default=ZERO)
        self.unit = 1000 if max(largest, rollup.quotas[focus] or ZERO) >= THOUSANDS_FROM else 1
        self.opened = self._opened()

    def _opened(self) -> frozenset[int]:
        below = self.tree.below(self.focus)
        if self.address.expand is None:
            return frozenset(below if len(below) <= ALL_OPEN_UP_TO else (self.focus,))
        asked = set(self.address.expand.split(","))
        return frozenset(node for node in below if node == self.focus or str(self.person(node).uid) in asked)

    def person(self, node: int) -> Person:
        return self.rollup.structure.people[node]

    @property
    def base(self) -> str:
        """Over what: "in $K" or "in $"."""
        sign = "$" if self.currency == "USD" else self.currency
        return _("in %(unit)s") % {"unit": f"{sign}K" if self.unit == 1000 else sign}

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Swatch and word of each figure column; cumulative ones say what they add up."""
        words = [self.labels[key] for key in ("won", "commit", "upside", "pipeline")]
        if self.columns is CUMULATIVE:
            words = [words[0], *(_("+ %(label)s") % {"label": word} for word in words[1:])]
        return list(zip(("won", "commit", "upside", "pipeline"), words, strict=True))

    @property
    def extra_heads(self) -> list[str]:
        words = {
            UNMAPPED: _("No category"),
            "lost": self.labels["lost"],
            "omitted": self.labels["omitted"],
            "uncounted": _("Not counted"),
            "overdue": _("Overdue"),
            "undated": _("Undated"),
        }
        return [words[bucket] for bucket in self.extras]

    @property
    def extras(self) -> list[str]:
        """The columns outside of the number that have rows, and the open deals without a category."""
        found = self.rollup.totals[self.focus]
        return [bucket for bucket in (UNMAPPED, *OUTSIDE) if found[bucket].count]

    @property
    def lines(self) -> list[GridLine]:
        found = [line for child in self.tree.children.get(self.focus, ()) for line in self._below(child, 0)]
        return [*found, *self._parts(self.focus, 0)] if found else [self._node(self.focus, 0)]

    @property
    def total(self) -> GridLine | None:
        """The node itself, under its lines; None when it is the only line."""
        return self._node(self.focus, 0) if self.tree.children.get(self.focus) else None

    def _below(self, node: int, depth: int) -> list[GridLine]:
        found = [self._node(node, depth)]
        if node in self.opened and self._has_parts(node):
            for child in self.tree.children.get(node, ()):
                found += self._below(child, depth + 1)
            found += self._parts(node, depth + 1)
        return found

    def _has_parts(self, node: int) -> bool:
        return bool(self.tree.children.get(node) or self.tree.vacant.get(node) or node in self.rollup.moved)

    def _parts(self, node: int, depth: int) -> list[GridLine]:
        """What a node holds beside its reports: own deals, vacant places, moved won rows, unassigned ones."""
        placed, found = self.rollup.placed, []
        own = dict(placed.own.get(node, {}))
        apart = [placed.vacant.get(person, {}) for person in self.tree.vacant.get(node, ())]
        apart += [placed.unassigned] if node == self.tree.root else []
        for sums in apart:
            own = {bucket: total - sums.get(bucket, NOTHING) for bucket, total in own.items()}
        if any(total.count for total in own.values()):
            words = _("%(name)s, own deals") % {"name": self.name(node)}
            found.append(self._part(node, "own", "own", words, own, depth))
        for person in self.tree.vacant.get(node, ()):
            words = _("Vacant (was %(name)s)") % {"name": self.person(person).name}
            found.append(self._part(node, "vacant", str(person), words, placed.vacant.get(person, {}), depth))
        if node in self.rollup.moved:
            words = _("Won by people who moved or left")
            found.append(self._part(node, "moved", "moved", words, {WON: self.rollup.moved[node]}, depth))
        if node == self.tree.root and any(total.count for total in placed.unassigned.values()):
            words = _("Unassigned")
            found.append(self._part(node, "unassigned", "unassigned", words, placed.unassigned, depth))
        return found

    def name(self, node: int) -> str:
        return self.person(node).name or self.rollup.organisation.name or _("Company")

    def _part(self, node: int, kind: str, part: str, name: str, sums: Mapping[str, Sum], depth: int) -> GridLine:
        return GridLine(
            key=f"{node}-{part}",
            kind=kind,
            name=name,
            title="",
            depth=depth,
            figures=self._figures(node, sums, part),
            extras=self._extras(node, sums, part),
        )

    def _node(self, node: int, depth: int) -> GridLine:
        person, sums = self.person(node), self.rollup.totals[node]
        is_focus = node == self.focus
        beside = self.rollup.against_quota(node, seen=not is_focus)
        return GridLine(
            key=str(node),
            kind="node",
            name=self.name(node),
            # Under a rep's name the title says the same on every line.
            title=person.title if self.tree.children.get(node) else "",
            depth=depth,
            url="" if is_focus else self.address.of(person.uid).at("call", expand=None),
            is_open=node in self.opened,
            toggle_url="" if is_focus or not self._has_parts(node) else self._toggle(node),
            quota=self._text(beside.quota) if beside.quota is not None else "",
            figures=self._figures(node, sums),
            extras=self._extras(node, sums),
            call=self._call(node),
            change=self._change(node),
            gap=self._gap(beside),
            coverage=self._coverage(node, beside),
            path=self._path(node, beside),
            submitted=_("Late") if node in self.late else "",
        )

    def _toggle(self, node: int) -> str:
        chosen = self.opened ^ {node}
        uids = [str(self.person(one).uid) for one in self.tree.below(self.focus) if one in chosen and one != self.focus]
        return self.address.at("call", expand=",".join(uids))

    def _text(self, amount: Decimal) -> str:
        return str(number(amount / self.unit))

    def _figures(self, node: int, sums: Mapping[str, Sum], part: str = "") -> tuple[Cell, ...]:
        amounts = {bucket: sums.get(bucket, NOTHING).amount for bucket in BUCKETS}
        if self.columns is CUMULATIVE:
            amounts |= cumulative(amounts)
        uid = self.person(node).uid
        return tuple(Cell(self._text(amounts[key]), self.address.rows(cell, uid, part)) for cell, key in self.columns)

    def _extras(self, node: int, sums: Mapping[str, Sum], part: str = "") -> tuple[Cell, ...]:
        uid = self.person(node).uid
        return tuple(
            Cell(self._text(sums.get(bucket, NOTHING).amount), self.address.rows(bucket, uid, part))
            for bucket in self.extras
        )

    def _call(self, node: int) -> CallCell:
        line, is_focus = self.rollup.line(node), node == self.focus
        counted = line.said if is_focus else line.seen
        judged = line.judgement if not is_focus else None
        call = judged or line.call
        stale = self._stale(call)
        record = self.rollup.records.get(call.key) if call else None
        person = self.person(node)
        edit = self.address.of(person.uid).at("edit_call") if node in self.may_adjust else ""
        was = self._text(line.said) if judged and judged.apply(line.said) != line.said else ""
        return CallCell(self._text(counted), was, stale, record.note if record else "", edit)

    def _stale(self, call: Call | None) -> str:
        moved = self.rollup.stale(call) if call else None
        return "" if moved is None else str(signed(moved / self.unit))

    def _change(self, node: int) -> Change:
        before = self.before.get(node)
        if before is None:
            return Change("–", word=_("no submission to compare with"))
        line = self.rollup.line(node)
        moved = (line.said if node == self.focus else line.seen) - before
        if not moved:
            return Change("0")
        size = self._text(abs(moved))
        return Change(size, "↑", "up", _("up")) if moved > 0 else Change(size, "↓", "down", _("down"))

    def _gap(self, beside: AgainstQuota) -> Cell:
        if beside.gap is None:
            return Cell("–", why=_("no quota"))
        # As it is shown: 0 is neither good nor bad, however little is missing.
        gap = round_half_up(beside.gap / self.unit, 0)
        return Cell(str(signed(gap)), tone="down" if gap < 0 else "up" if gap > 0 else "")

    def _coverage(self, node: int, beside: AgainstQuota) -> Cell:
        if beside.coverage is None:
            return Cell("–", why=_("target met") if beside.coverage_reason == "target_met" else _("no quota"))
        return Cell(str(times(beside.coverage)), self.address.rows("open", self.person(node).uid))

    def _path(self, node: int, beside: AgainstQuota) -> StackedBar:
        uid, sums = self.person(node).uid, self.rollup.totals[node]
        marks = tuple(
            Mark(
                self.labels[bucket],
                max(sums[bucket].amount, ZERO),
                str(money_short(sums[bucket].amount, self.currency)),
                self.address.rows(bucket, uid),
                bucket,
            )
            for bucket in ("won", "commit", "upside")
        )
        quota = money_short(beside.quota, self.currency) if beside.quota is not None else _("none")
        words = ", ".join(f"{mark.label} {mark.text}" for mark in marks)
        sentence = _("%(name)s: %(parts)s, quota %(quota)s") % {
            "name": self.name(node),
            "parts": words,
            "quota": quota,
        }
        return StackedBar(
            _("Path to quota"),
            self.currency,
            "",
            sentence,
            marks,
            target=beside.quota or ZERO,
            whole=(beside.quota or ZERO) * BEYOND_QUOTA,
        )
