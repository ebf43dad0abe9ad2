"""The log against a slow replay: random histories of edits, closings, deletions, past versions, corrections, undos.

The reference keeps no intervals and no versions. It keeps, for each deal, every timeline that was ever believed, and
the instant it was first believed; an undo is simply the timeline from before. HISTORIES=<n> replays more.
"""

import os
import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from pipeline.models import Opportunity, Stage
from pipeline.models.opportunities import VERSIONED_FIELDS
from pipeline.operations.history import apply_past, correct_past, past_state_table, undo_batch
from pipeline.queries.history import as_known_at, state_as_of
from salesops.db.operation import Operation, operation
from tests.company import Company
from tests.tier import IS_LONG

pytestmark = pytest.mark.django_db

HISTORIES = int(os.environ.get("HISTORIES", "1000" if IS_LONG else "300"))
GROUP = 50
STEPS = 12
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
TICK = timedelta(microseconds=1)
STATED = ("amount", "next_step", "close_date", "stage_id", "status", "closed_at", "deleted")
SIMPLE = ("amount", "next_step", "close_date")

State = dict[str, Any]
Timeline = list[tuple[datetime, State]]


@dataclass
class Replay:
    """What was ever believed of one deal."""

    known: list[tuple[datetime, Timeline, int | None]] = field(default_factory=list)

    @property
    def timeline(self) -> Timeline:
        return self.known[-1][1] if self.known else []

    @property
    def last(self) -> State:
        return self.timeline[-1][1]

    def believe(self, timeline: Timeline, at: datetime, batch: int | None) -> None:
        recorded = max(at, self.known[-1][0] + TICK) if self.known else at
        self.known.append((recorded, timeline, batch))

    def edit(self, changes: State, at: datetime, batch: int | None) -> None:
        state = {**self.last, **changes} if self.timeline else changes
        if not self.timeline or state != self.last:
            start = max(at, self.timeline[-1][0]) if self.timeline else at
            self.believe([*self.timeline, (start, state)], at, batch)

    def state_past(self, past: Timeline, at: datetime, batch: int | None, *, is_made: bool) -> None:
        instants = {start for start, _ in past}
        new = [
            start
            for start in instants
            if [s for t, s in past if t == start] != [s for t, s in self.timeline if t == start]
        ]
        if new:
            kept = [] if is_made else [row for row in self.timeline if row[0] not in new]
            added = [row for row in past if row[0] in new]
            self.believe(sorted([*kept, *added], key=lambda row: row[0]), at, batch)

    def correct(self, start: datetime, changes: State, at: datetime) -> None:
        place = max(index for index, row in enumerate(self.timeline) if row[0] <= start)
        base = self.timeline[place][1]
        if all(base[name] == value for name, value in changes.items()):
            return
        moving = {name: value for name, value in changes.items() if base[name] != value}
        kept = self.timeline[: place if self.timeline[place][0] == start else place + 1]
        carried: Timeline = [(start, {**base, **changes})]
        for index in range(place + 1, len(self.timeline)):
            begins, state = self.timeline[index]
            before = self.timeline[index - 1][1]
            moving = {name: value for name, value in moving.items() if state[name] == before[name]}
            carried.append((begins, {**state, **moving}))
        self.believe([*kept, *carried], at, None)

    def undo(self, batch: int, at: datetime) -> None:
        own = [index for index, (_, _, by) in enumerate(self.known) if by == batch]
        is_latest = own and all(by == batch for _, _, by in self.known[own[0] :])
        if is_latest:
            self.believe(self.known[own[0] - 1][1] if own[0] else [], at, -batch)

    def at(self, instant: datetime, known: datetime | None = None) -> tuple[Any, ...] | None:
        timeline = self.timeline
        if known is not None:
            place = bisect_right([recorded for recorded, _, _ in self.known], known)
            timeline = self.known[place - 1][1] if place else []
        place = bisect_right([start for start, _ in timeline], instant)
        state = timeline[place - 1][1] if place else {"deleted": True}
        return None if state["deleted"] else tuple(state[name] for name in STATED)


@dataclass
class World:
    """A group of deals that live through the same calls, each with values of its own."""

    chance: random.Random
    owner: User
    stages: list[Stage]
    batch: int
    now: datetime = START
    replays: dict[int, Replay] = field(default_factory=dict)
    stamps: list[datetime] = field(default_factory=list)

    def pick(self, share: float) -> list[int]:
        return [pk for pk in self.replays if self.chance.random() < share and self.replays[pk].timeline]

    def simple(self) -> State:
        values: State = {
            "amount": self.chance.choice([None, *map(Decimal, range(0, 50, 10))]),
            "next_step": self.chance.choice(["", "Call", "Offer", "Meet"]),
            "close_date": date(2026, 6, 1) + timedelta(days=self.chance.randrange(0, 90, 30)),
        }
        return {name: values[name] for name in self.chance.sample(SIMPLE, self.chance.randint(1, 3))}

    def standing(self, at: datetime) -> State:
        stage = self.chance.choice(self.stages)
        closed_at = None if stage.kind == "open" else at
        return {"stage_id": stage.pk, "status": stage.kind, "closed_at": closed_at}

    def whole(self, at: datetime) -> State:
        blank = {"amount": Decimal(5), "next_step": "", "close_date": date(2026, 6, 1), "deleted": False}
        return {**blank, **self.simple(), **self.standing(at), "deleted": self.chance.random() < 0.05}

    def some_past(self, count: int) -> Timeline:
        """Now and then at an instant that is taken already, or twice at one."""
        starts = [
            self.chance.choice(self.stamps)
            if self.stamps and self.chance.random() < 0.5
            else START - timedelta(days=3) + self.chance.random() * (self.now - START + timedelta(days=3))
            for _ in range(count)
        ]
        starts = [start.replace(microsecond=start.microsecond // 1000 * 1000) for start in starts]
        return [(start, self.whole(start)) for start in sorted(starts)]

    # Each step below is one call of the product, and the same told to the replay.

    def create(self, op: Operation, count: int) -> list[int]:
        first = self.stages[0]
        state = {"amount": Decimal(5), "next_step": "", "close_date": date(2026, 6, 1), "deleted": False}
        state |= {"stage_id": first.pk, "status": "open", "closed_at": None}
        deals = Opportunity.objects.bulk_create(
            Opportunity(name="D", process=first.process, owner=self.owner, credit_owner=self.owner, **state)
            for _ in range(count)
        )
        for deal in deals:
            self.replays[deal.pk] = Replay()
            self.replays[deal.pk].edit(state, op.at, op.batch_id)
        return [deal.pk for deal in deals]

    def edit(self, op: Operation) -> None:
        """A few statements, each over several deals."""
        kind = self.chance.choice(["simple", "simple", "standing", "deleted"])
        picked = self.pick(0.6)
        for deals in (picked[0::4], picked[1::4], picked[2::4], picked[3::4]):
            if kind == "simple":
                changes = self.simple()
            elif kind == "standing":
                changes = self.standing(op.at)
            else:
                changes = {"deleted": self.chance.random() < 0.3}
            Opportunity.objects.filter(pk__in=deals).update(**changes)
            for pk in deals:
                self.replays[pk].edit(changes, op.at, op.batch_id)

    def state_past(self, op: Operation, made: list[int] = []) -> None:  # noqa: B006
        past = {pk: self.some_past(self.chance.randint(1, 3)) for pk in {*self.pick(0.4), *made}}
        names = ("opportunity_id", "valid_from", *VERSIONED_FIELDS)
        base = {name: getattr(Opportunity.objects.get(pk=next(iter(self.replays))), name) for name in VERSIONED_FIELDS}
        base |= {"amount_converted": None, "credit_owner_id": self.owner.pk, "loss_reason_id": None}
        with past_state_table(), connection.cursor() as cursor:
            rows = [(pk, start, {**base, **state}) for pk, line in past.items() for start, state in line]
            cursor.executemany(
                f"INSERT INTO pipeline_past_state ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})",
                [(pk, start, *(state[name] for name in VERSIONED_FIELDS)) for pk, start, state in rows],
            )
            apply_past(op)
        for pk, line in past.items():
            self.replays[pk].state_past(line, op.at, op.batch_id, is_made=pk in made)

    def correct(self) -> None:
        for pk in self.pick(0.12):
            timeline = self.replays[pk].timeline
            earliest = timeline[0][0]
            start = self.chance.choice(
                [self.chance.choice(timeline)[0], earliest, (earliest + (self.now - earliest) / 2)]
            )
            changes = self.simple()
            correct_past(
                Opportunity.objects.get(pk=pk),
                effective_at=start,
                changes=changes,
                by=self.owner,
                reason="r",
                at=self.now,
            )
            self.replays[pk].correct(start, changes, self.now)

    def import_batch(self) -> int:
        self.batch += 1
        with operation(by=self.owner, at=self.now, source="import", batch_id=self.batch) as op:
            made = self.create(op, 3)
            self.edit(op)
            self.state_past(op, made)
        return self.batch

    def undo(self, batch: int) -> None:
        undo_batch(batch, by=self.owner, at=self.now)
        for replay in self.replays.values():
            replay.undo(batch, self.now)


def live_through(world: World) -> None:
    with operation(by=world.owner, at=world.now) as op:
        world.create(op, GROUP - 6)
    batches: list[int] = []
    steps = ["edit", "edit", "edit", "edit", "edit", "past", "correct", "correct", "import", "import", "undo", "undo"]
    world.chance.shuffle(steps)
    for step in steps:
        # A fifth of the calls happen in the same microsecond as the one before.
        world.now += timedelta(0) if world.chance.random() < 0.2 else timedelta(hours=world.chance.randint(1, 30))
        world.stamps.append(world.now)
        if step == "correct":
            world.correct()
        elif step == "import":
            batches.append(world.import_batch())
        elif step == "undo":
            world.undo(batches.pop(world.chance.randrange(len(batches))) if batches else -1)
        else:
            with operation(by=world.owner, at=world.now) as op:
                world.edit(op) if step == "edit" else world.state_past(op)


def answers(rows: Any, world: World) -> dict[int, tuple[Any, ...]]:
    found = rows.filter(opportunity__in=world.replays.keys()).values_list("opportunity_id", *STATED)
    return {row[0]: tuple(row[1:]) for row in found}


def expected(world: World, at: datetime, known: datetime | None = None) -> dict[int, tuple[Any, ...]]:
    found = {pk: replay.at(at, known) for pk, replay in world.replays.items()}
    return {pk: state for pk, state in found.items() if state is not None}


def instants(world: World, count: int) -> list[datetime]:
    stamp = [world.chance.choice(world.stamps) + world.chance.choice([-TICK, timedelta(0), TICK]) for _ in range(count)]
    return [*stamp, START - timedelta(days=2), world.now + timedelta(days=1)]


def world_of(company: Company, number: int) -> World:
    stages = list(Stage.objects.filter(process=company.process).order_by("position"))
    return World(random.Random(number), company.priya, stages, batch=1000 * (number + 1))


def check(world: World) -> int:
    """Compares at many instants; returns how many answers about a deal were compared."""
    compared = 0
    later = world.now + timedelta(days=1)
    for at in instants(world, 8):
        now = answers(state_as_of(at), world)
        assert now == expected(world, at)
        assert answers(as_known_at(at, later), world) == now
        for known in instants(world, 4):
            assert answers(as_known_at(at, known), world) == expected(world, at, known)
            compared += len(world.replays)
        compared += len(world.replays)
    return compared


@pytest.mark.long
def test_log_equals_a_slow_replay_on_random_histories(company: Company) -> None:
    compared = histories = 0
    for number in range(-(-HISTORIES // GROUP)):
        world = world_of(company, number)
        live_through(world)
        compared += check(world)
        histories += len(world.replays)
    assert histories >= HISTORIES
    print(f"{histories} histories, {compared} answers compared")
    assert not broken_tiles()
    assert not rows_unlike_their_open_version()


def test_answer_about_a_known_instant_never_changes(company: Company) -> None:
    world = world_of(company, 777)
    with operation(by=world.owner, at=world.now) as op:
        world.create(op, GROUP)
    asked: list[tuple[datetime, datetime, dict[int, tuple[Any, ...]]]] = []
    for step in range(STEPS):
        world.now += timedelta(hours=7)
        world.stamps.append(world.now)
        if step % 4 == 3:
            world.undo(world.import_batch())
        elif step % 4 == 2:
            world.correct()
        else:
            with operation(by=world.owner, at=world.now) as op:
                world.edit(op) if step % 4 else world.state_past(op)
        known = world.now + timedelta(minutes=1)
        asked += [(at, known, answers(as_known_at(at, known), world)) for at in instants(world, 3)]
    assert all(answers(as_known_at(at, known), world) == said for at, known, said in asked)


def broken_tiles() -> list[tuple[Any, ...]]:
    """Live rows whose end is not the start of the next one."""
    return fetched(
        """
        SELECT opportunity_id, version FROM (
            SELECT opportunity_id, version, valid_to, coalesce(lead(valid_from) OVER (
                PARTITION BY opportunity_id ORDER BY valid_from, version), 'infinity') AS next_from
            FROM pipeline_opportunityversion WHERE superseded_at = 'infinity'
        ) line WHERE valid_to <> next_from
        """
    )


def rows_unlike_their_open_version() -> list[tuple[Any, ...]]:
    def names(alias: str) -> str:
        return ", ".join(f"{alias}.{name}" for name in VERSIONED_FIELDS)

    return fetched(
        f"""
        SELECT deal.id FROM pipeline_opportunity deal
        LEFT JOIN pipeline_opportunityversion v ON v.opportunity_id = deal.id
            AND v.superseded_at = 'infinity' AND v.valid_to = 'infinity'
        WHERE v.version IS NULL OR ({names("deal")}) IS DISTINCT FROM ({names("v")})
        """
    )


def fetched(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
