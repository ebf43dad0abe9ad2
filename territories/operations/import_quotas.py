"""Quotas from a file. Set SQL on `work_quotas`; the writing itself is the operation of the sheet."""

from django.db import connection

from accounts.models import FiscalPeriod, Seat
from accounts.queries.organisation import organisation
from salesops.db.operation import Operation
from salesops.imports.models import BatchRecord, ImportBatch
from salesops.imports.registry import Undone
from salesops.imports.work import Work
from territories.models import MONEY_MEASURES, Quota, QuotaMeasure
from territories.operations.quotas import Entry, set_quotas, undo_quota_batch

MONEY = ", ".join(f"'{measure.value}'" for measure in MONEY_MEASURES)
MIXED = """
(seat_id, period_id, measure) IN (
    SELECT seat_id, period_id, measure FROM work_quotas GROUP BY 1, 2, 3 HAVING count(DISTINCT currency) > 1
)
"""
KNOWN = ", ".join(f"'{measure.value}'" for measure in QuotaMeasure)


def resolve_quotas(work: Work) -> None:
    """Rows of one seat, period and measure add up; a period is named by its code, its label or its first day."""
    work.run("UPDATE work_quotas SET measure = lower(coalesce(measure, 'bookings')), label = coalesce(seat, '')")
    work.link("seat")
    work.link("period")
    work.problem("unknown_value", "measure", f"measure NOT IN ({KNOWN})")
    work.problem("negative_amount", "amount", "amount < 0")
    work.problem("out_of_range", "amount", "amount >= 1e14")
    work.run(
        f"UPDATE work_quotas SET currency = CASE WHEN measure IN ({MONEY}) THEN coalesce(currency, %s) END",
        [organisation().currency],
    )
    work.problem("mixed_currencies", "currency", MIXED)
    kept = "SELECT 1 FROM accounts_currency kept WHERE kept.code = w.currency"
    work.problem("unknown_value", "currency", f"w.currency IS NOT NULL AND NOT EXISTS ({kept})")
    work.block()
    _compare(work)
    work.decide()


def _compare(work: Work) -> None:
    """Against the live row of the current plan: `create` without one, `update` where the sum differs."""
    work.run(
        """
        UPDATE work_quotas w
        SET id = q.id,
            action = CASE WHEN q.id IS NULL THEN 'create' END,
            before = CASE WHEN q.amount <> s.amount OR q.currency IS DISTINCT FROM w.currency
                THEN jsonb_build_object('amount', q.amount) ELSE '{}' END,
            after = CASE WHEN q.amount <> s.amount OR q.currency IS DISTINCT FROM w.currency
                THEN jsonb_build_object('amount', s.amount) ELSE '{}' END
        FROM (
            SELECT seat_id, period_id, measure, round(sum(amount), 4) AS amount
            FROM work_quotas
            WHERE action IS NULL
            GROUP BY 1, 2, 3
        ) s
        LEFT JOIN (
            SELECT quota.*
            FROM territories_quota quota
            JOIN territories_quotaplan plan ON plan.id = quota.plan_id AND plan.state = 'current'
            WHERE quota.valid_to = 'infinity' AND quota.superseded_at = 'infinity'
        ) q ON q.seat_id = s.seat_id AND q.period_id = s.period_id AND q.measure = s.measure
        WHERE w.action IS NULL AND s.seat_id = w.seat_id AND s.period_id = w.period_id AND s.measure = w.measure
        """
    )


def write_quotas(work: Work, op: Operation) -> None:
    """One operation a measure, so that every replaced quota stays readable."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT measure, seat_id, period_id, sum(amount), min(currency) FROM work_quotas"
            " WHERE action <> 'blocked' GROUP BY 1, 2, 3"
        )
        rows = cursor.fetchall()
    seats = Seat.objects.in_bulk({row[1] for row in rows})
    periods = FiscalPeriod.objects.in_bulk({row[2] for row in rows})
    for measure in sorted({row[0] for row in rows}):
        entries = [Entry(seats[row[1]], periods[row[2]], row[3], row[4]) for row in rows if row[0] == measure]
        set_quotas(entries, by=op.by, measure=measure, method=Quota.Method.IMPORTED, batch_id=work.batch.pk)
    made = Quota.objects.filter(batch_id=work.batch.pk).values_list("pk", flat=True)
    BatchRecord.objects.bulk_create(
        BatchRecord(batch=work.batch, kind="quota", record_id=pk, action=BatchRecord.Action.CREATED) for pk in made
    )


def undo_quotas(batch: ImportBatch, op: Operation, report: Undone) -> None:
    report.removed += undo_quota_batch(batch.pk, by=op.by)
