"""Stating the past anew: what was true, as now known, and what was known then."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Currency, FxRate
from pipeline.models import Opportunity, OpportunityVersion, Reason, Stage
from pipeline.models.opportunities import VERSIONED_FIELDS
from pipeline.operations.history import apply_past, correct_past, past_state_table, record_past, undo_batch
from pipeline.operations.opportunities import close_won, edit_opportunity, reopen_opportunity, transfer_opportunity
from pipeline.queries.history import as_known_at, state_as_of
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Refused
from salesops.kernel.moments import INFINITY
from tests.company import Company, make_deal

pytestmark = pytest.mark.django_db


def day(month: int, number: int, hour: int = 12) -> datetime:
    return datetime(2026, month, number, hour, tzinfo=UTC)


@pytest.fixture
def deal(company: Company) -> Opportunity:
    """Amount 70 from 3 May."""
    return make_deal(company, company.priya, amount="70", at=day(5, 3))


def live(deal: Opportunity) -> list[OpportunityVersion]:
    rows = OpportunityVersion.objects.filter(opportunity=deal, superseded_at=INFINITY)
    return list(rows.order_by("valid_from", "version"))


def amount(at: datetime, known: datetime | None = None) -> Decimal | None:
    rows = state_as_of(at) if known is None else as_known_at(at, known)
    row = rows.first()
    return row.amount if row else None


def tiles(deal: Opportunity) -> bool:
    rows = live(deal)
    ends = [row.valid_to for row in rows]
    return ends == [row.valid_from for row in rows[1:]] + [INFINITY]


def past(company: Company, **state: object) -> dict[str, object]:
    stage = Stage.objects.get(process=company.process, position=1)
    return {"owner": company.priya, "stage": stage} | state


def test_past_version_is_true_from_its_day_and_known_from_now(company: Company, deal: Opportunity) -> None:
    record_past(deal, effective_at=day(5, 20), state=past(company, amount=Decimal(85)), by=company.omar, at=day(6, 9))
    assert (amount(day(5, 25)), amount(day(5, 25), day(6, 1))) == (85, 70)
    assert amount(day(5, 19)) == 70
    deal.refresh_from_db()
    assert (deal.amount, tiles(deal)) == (85, True)


def test_past_version_carries_nothing_to_what_is_known_of_later(company: Company, deal: Opportunity) -> None:
    edit_opportunity(deal, changes={"next_step": "Call"}, by=company.priya, at=day(6, 1))
    record_past(deal, effective_at=day(5, 20), state=past(company, amount=Decimal(85)), by=company.omar, at=day(6, 9))
    assert (amount(day(5, 25)), amount(day(6, 2))) == (85, 70)
    deal.refresh_from_db()
    assert (deal.amount, deal.next_step) == (70, "Call")


def test_past_version_replaces_the_row_of_its_very_instant(company: Company, deal: Opportunity) -> None:
    record_past(deal, effective_at=day(5, 3), state=past(company, amount=Decimal(60)), by=company.omar, at=day(6, 9))
    assert [row.amount for row in live(deal)] == [60]
    assert amount(day(5, 4), day(6, 1)) == 70


def test_past_is_not_stated_for_the_future(company: Company, deal: Opportunity) -> None:
    for code, call in (
        ("effective_in_future", {"effective_at": day(7, 1), "state": past(company)}),
        ("state_incomplete", {"effective_at": day(5, 4), "state": {"amount": Decimal(1)}}),
        ("field_unknown", {"effective_at": day(5, 4), "state": past(company, name="X")}),
        ("amount_sign", {"effective_at": day(5, 4), "state": past(company, amount=Decimal(-1))}),
    ):
        with pytest.raises(Refused) as refused:
            record_past(deal, by=company.omar, at=day(6, 9), **call)
        assert refused.value.code == code


def test_correction_carries_until_somebody_said_otherwise(company: Company, deal: Opportunity) -> None:
    edit_opportunity(deal, changes={"next_step": "Call"}, by=company.priya, at=day(5, 9))
    edit_opportunity(deal, changes={"amount": Decimal(85)}, by=company.priya, at=day(5, 20))
    correct_past(
        deal, effective_at=day(5, 4), changes={"amount": Decimal(60)}, by=company.omar, reason="Typo", at=day(6, 9)
    )
    assert [(row.valid_from.day, row.amount, row.next_step) for row in live(deal)] == [
        (3, 70, ""),
        (4, 60, ""),
        (9, 60, "Call"),
        (20, 85, "Call"),
    ]
    assert amount(day(5, 10), day(6, 1)) == 70
    assert tiles(deal)


def test_corrected_win_is_known_from_the_correction_on(company: Company) -> None:
    won = make_deal(company, company.priya, amount="700", at=day(5, 1))
    won = close_won(won, by=company.priya, at=day(6, 8))
    edited = edit_opportunity(won, changes={"amount": Decimal(900)}, by=company.priya, at=day(7, 3))
    assert (amount(day(6, 30)), amount(day(7, 4)), edited.amount_converted) == (700, 900, 900)
    correct_past(
        won, effective_at=day(6, 8), changes={"amount": Decimal(950)}, by=company.omar, reason="Paper", at=day(7, 5)
    )
    assert (amount(day(6, 30)), amount(day(6, 30), day(6, 30)), amount(day(7, 6))) == (950, 700, 900)
    assert state_as_of(day(6, 30)).get().amount_converted == 950


def test_corrected_amount_keeps_the_rate_and_a_corrected_day_takes_its_own(company: Company) -> None:
    Currency.objects.create(code="EUR", name="Euro")
    for rate, start, end in (("1.1", date(2026, 1, 1), date(2026, 6, 1)), ("1.2", date(2026, 6, 1), None)):
        FxRate.objects.create(from_currency="EUR", to_currency="USD", rate=Decimal(rate), valid=DateRange(start, end))
    deal = make_deal(company, company.priya, amount="100", currency="EUR", at=day(5, 1))
    close_won(deal, by=company.priya, at=day(5, 10))
    facts = {"by": company.omar, "reason": "Contract found"}
    FxRate.objects.filter(rate=Decimal("1.1")).update(superseded_at=day(6, 2))
    correct_past(deal, effective_at=day(5, 10), changes={"amount": Decimal(200)}, at=day(6, 9), **facts)
    deal.refresh_from_db()
    assert deal.amount_converted == 220
    correct_past(deal, effective_at=day(5, 10), changes={"close_date": date(2026, 6, 1)}, at=day(6, 10), **facts)
    deal.refresh_from_db()
    assert deal.amount_converted == 240


def test_correction_of_the_stage_closes_or_reopens_with_all_that_follows(company: Company, deal: Opportunity) -> None:
    won = Stage.objects.get(process=company.process, kind="won")
    edit_opportunity(deal, changes={"next_step": "Call"}, by=company.priya, at=day(5, 20))
    correct_past(deal, effective_at=day(5, 10), changes={"stage": won}, by=company.omar, reason="Signed", at=day(6, 9))
    closed = state_as_of(day(5, 25)).get()
    assert (closed.status, closed.closed_at, closed.close_date) == ("won", day(5, 10), date(2026, 5, 10))
    assert (closed.close_basis, closed.amount_converted, closed.next_step) == ("instant", 70, "Call")
    assert state_as_of(day(5, 9)).get().status == "open"
    deal.refresh_from_db()
    assert (deal.status, deal.closed_at) == ("won", day(5, 10))
    lost = Stage.objects.get(process=company.process, kind="lost")
    reason = Reason.objects.get(key="price")
    changes = {"stage": lost, "loss_reason": reason}
    correct_past(deal, effective_at=day(5, 10), changes=changes, by=company.omar, reason="No", at=day(6, 10))
    deal.refresh_from_db()
    assert (deal.status, deal.loss_reason, deal.credit_owner) == ("lost", reason, company.priya)


def test_owner_backdated_before_the_closing_moves_the_credit(company: Company, deal: Opportunity) -> None:
    close_won(deal, by=company.priya, at=day(5, 20))
    transfer_opportunity(deal, company.ruth, by=company.marcus, at=day(6, 1))
    facts = {"by": company.omar, "reason": "Handed over earlier"}
    correct_past(deal, effective_at=day(5, 10), changes={"owner": company.andre}, at=day(6, 9), **facts)
    assert state_as_of(day(5, 21)).get().credit_owner == company.andre
    deal.refresh_from_db()
    assert (deal.owner, deal.credit_owner) == (company.ruth, company.andre)


def test_reopened_deal_follows_corrections_of_its_first_life(company: Company, deal: Opportunity) -> None:
    stage = deal.stage
    won = close_won(deal, by=company.priya, at=day(5, 20))
    reopen_opportunity(won, stage=stage, by=company.marcus, reason="Cancelled", at=day(6, 1))
    correct_past(
        deal, effective_at=day(5, 20), changes={"amount": Decimal(75)}, by=company.omar, reason="Paper", at=day(6, 9)
    )
    assert [(row.status, row.amount, row.amount_converted) for row in live(deal)] == [
        ("open", 70, None),
        ("won", 75, 75),
        ("open", 75, None),
    ]


def load(op: Operation, states: list[tuple[int, datetime, dict[str, object]]]) -> int:
    """What an importer does: states into the table, by column."""
    with past_state_table(), connection.cursor() as cursor:
        for deal_id, valid_from, state in states:
            names = ", ".join(VERSIONED_FIELDS)
            marks = ", ".join(["%s"] * len(VERSIONED_FIELDS))
            cursor.execute(
                f"INSERT INTO pipeline_past_state (opportunity_id, valid_from, {names}) VALUES (%s, %s, {marks})",
                [deal_id, valid_from, *(state[name] for name in VERSIONED_FIELDS)],
            )
        return apply_past(op)


def as_columns(deal: Opportunity, **state: object) -> dict[str, object]:
    return {name: getattr(deal, name) for name in VERSIONED_FIELDS} | state


def test_import_with_a_past_is_repeated_without_effect_and_undone(company: Company, deal: Opportunity) -> None:
    before = [(row.valid_from, row.amount) for row in live(deal)]
    states = [
        (deal.pk, day(5, 2), as_columns(deal, amount=Decimal(10))),
        (deal.pk, day(5, 20), as_columns(deal, amount=Decimal(85))),
    ]
    with operation(by=company.omar, source="import", batch_id=7, at=day(6, 9)) as op:
        assert load(op, states) == 2
        assert load(op, states) == 0
    deal.refresh_from_db()
    assert (deal.amount, amount(day(5, 2)), amount(day(5, 4)), amount(day(5, 25))) == (85, 10, 70, 85)
    undone = undo_batch(7, by=company.omar, at=day(6, 10))
    assert (undone.restored, undone.removed, undone.kept) == (1, 0, ())
    assert [(row.valid_from, row.amount) for row in live(deal)] == before
    assert amount(day(5, 25), day(6, 9, 13)) == 85
    deal.refresh_from_db()
    assert deal.amount == 70
    assert undo_batch(7, by=company.omar, at=day(6, 11)).restored == 0


def test_deal_made_by_a_batch_never_was_once_that_is_undone(company: Company) -> None:
    with operation(by=company.omar, source="import", batch_id=8, at=day(6, 9)) as op:
        deal = make_deal(company, company.priya, amount="5", by=company.omar)
        load(
            op,
            [
                (deal.pk, day(2, 1), as_columns(deal, amount=Decimal(4))),
                (deal.pk, day(3, 1), as_columns(deal, amount=Decimal(5))),
            ],
        )
    assert [(row.valid_from, row.amount) for row in live(deal)] == [(day(2, 1), 4), (day(3, 1), 5)]
    undone = undo_batch(8, by=company.omar, at=day(6, 10))
    assert (undone.restored, undone.removed) == (0, 1)
    assert not state_as_of(day(3, 2)).exists()
    assert as_known_at(day(3, 2), day(6, 9, 13)).get().amount == 5
    deal.refresh_from_db()
    assert deal.deleted


def test_deal_worked_on_after_the_batch_is_kept_and_named(company: Company, deal: Opportunity) -> None:
    with operation(by=company.omar, source="import", batch_id=9, at=day(6, 9)) as op:
        load(op, [(deal.pk, day(5, 20), as_columns(deal, amount=Decimal(85)))])
    edit_opportunity(deal, changes={"next_step": "Call"}, by=company.priya, at=day(6, 9) + timedelta(hours=1))
    assert undo_batch(9, by=company.omar, at=day(6, 10)).kept == (deal.uid,)
    assert amount(day(5, 25)) == 85


def test_a_correction_that_takes_the_close_day_of_a_won_deal_away_leaves_the_day_of_its_closing(
    company: Company, deal: Opportunity
) -> None:
    """Also where it carries on into the closing that kept the day expected before."""
    facts = {"by": company.omar, "reason": "Nobody said so"}
    edit_opportunity(deal, changes={"close_date": date(2026, 5, 20)}, by=company.priya, at=day(5, 4))
    close_won(deal, by=company.priya, close_date=date(2026, 5, 20), at=day(5, 22))
    correct_past(deal, effective_at=day(5, 4), changes={"close_date": None}, at=day(6, 1), **facts)
    assert [(row.status, row.close_date) for row in live(deal)[1:]] == [("open", None), ("won", date(2026, 5, 22))]
    deal.refresh_from_db()
    assert (deal.close_date, deal.close_basis, deal.amount_converted) == (date(2026, 5, 22), "instant", Decimal(70))
    edit_opportunity(deal, changes={"close_date": date(2026, 5, 21)}, by=company.omar, at=day(6, 2))
    correct_past(deal, effective_at=day(6, 2), changes={"close_date": None}, at=day(6, 3), **facts)
    deal.refresh_from_db()
    assert (deal.status, deal.close_date) == ("won", date(2026, 5, 22))
