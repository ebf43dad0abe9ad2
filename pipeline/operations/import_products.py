"""Products from a file, and sales processes from the stage names of one. Set SQL on `work_products`, `work_stages`."""

from django.db import connection
from django.utils import timezone

from accounts.queries.organisation import organisation
from pipeline.models import ProcessVersion, Product, Stage, StageCategory
from pipeline.operations.processes import publish_process
from salesops.db.operation import Operation
from salesops.imports.models import BatchRecord, ImportBatch
from salesops.imports.operations.leftovers import created_ids, remove_unreferenced, restore_changed
from salesops.imports.registry import Undone
from salesops.imports.work import Work

PRODUCT = {"code": "w.code", "family": "w.family", "list_price": "w.list_price"}
STAGE_KINDS = "('open', 'won', 'lost')"
CATEGORIES = "('commit', 'upside', 'pipeline', 'omitted')"


def resolve_products(work: Work) -> None:
    work.run("UPDATE work_products SET label = coalesce(name, '')")
    work.problem("out_of_range", "list_price", "list_price < 0 OR list_price >= 1e15")
    work.match("name")
    work.allot("pipeline_product_id_seq", "name", "code")
    work.compare("pipeline_product", {**PRODUCT, "currency": _currency("t.currency")})
    work.revive("pipeline_product", "retired_at")
    work.decide()


def write_products(work: Work, op: Operation) -> None:
    texts = {"code": "coalesce(w.code, '')", "family": "coalesce(w.family, '')"}
    work.insert(Product, {"id": "w.id", "name": "w.name", **PRODUCT, **texts, "currency": _currency("NULL")})
    work.update(Product, {**PRODUCT, "currency": _currency("t.currency")})
    work.run(
        "UPDATE pipeline_product t SET retired_at = NULL FROM work_products w"
        " WHERE t.id = w.id AND w.action = 'update' AND t.retired_at IS NOT NULL"
    )
    work.remember()


def _currency(known: str) -> str:
    """A price without a currency is in the one its product has, else in the organisation's."""
    return f"CASE WHEN w.list_price IS NOT NULL THEN coalesce(w.currency, {known}, '{organisation().currency}') END"


def undo_products(batch: ImportBatch, op: Operation, report: Undone) -> None:
    restore_changed(batch, "product", "pipeline_product", report)
    ids = created_ids(batch, "product")
    remove_unreferenced("product", "pipeline_product", ids, report, archive="retired_at = now()")


def process_of(batch: ImportBatch) -> ProcessVersion | None:
    """The process that the stage names of a batch mean: its own by name, else the default one."""
    name = batch.options.get("process")
    if name:
        return ProcessVersion.objects.filter(name=name, retired_at__isnull=True).order_by("-number").first()
    return ProcessVersion.objects.filter(default=True).first()


def resolve_stages(work: Work) -> None:
    """All stages of a process that is not there yet, or the names of one that is: a published one is never changed."""
    work.run(
        "UPDATE work_stages SET label = coalesce(name, ''), kind = lower(coalesce(kind, 'open')),"
        " category = lower(category)"
    )
    work.problem("not_a_stage_kind", "kind", f"kind NOT IN {STAGE_KINDS}")
    work.problem("not_a_category", "category", f"kind = 'open' AND coalesce(category, '') NOT IN {CATEGORIES}")
    work.problem("out_of_range", "probability", "probability NOT BETWEEN 0 AND 1")
    work.match("name")
    if process_of(work.batch) is not None and work.batch.options.get("process"):
        work.problem("stage_not_in_process", "name", "id IS NULL")
    for kind in ("open", "won", "lost"):
        if not work.one("SELECT EXISTS (SELECT FROM work_stages WHERE kind = %s)", [kind]):
            work.problem("stage_kind_missing", "kind", "row_number = (SELECT min(row_number) FROM work_stages)")
    work.allot("pipeline_stage_id_seq", "name")
    work.decide()


def write_stages(work: Work, op: Operation) -> None:
    """Publish the process and give the deals of this batch its stages."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, kind, coalesce(probability, CASE kind WHEN 'won' THEN 1 ELSE 0 END),"
            " CASE WHEN kind = 'open' THEN category END FROM work_stages WHERE action = 'create'"
            " ORDER BY kind = 'open' DESC, kind = 'won' DESC, position, row_number"
        )
        rows = cursor.fetchall()
    if not rows:
        return
    becomes_default = bool(work.batch.options.get("default_process", True))
    former = ProcessVersion.objects.filter(default=True).first()
    name = work.batch.options.get("process") or work.batch.source.replace("_", " ").capitalize()
    process = publish_process(name, rows, by=op.by, default=becomes_default, source="import")
    real = "pipeline_stage s WHERE s.process_id = %s AND s.name = w.name"
    if work.one("SELECT to_regclass('pg_temp.work_deals') IS NOT NULL"):
        work.run(
            "UPDATE work_deals d SET stage_id = s.id FROM work_stages w, pipeline_stage s"
            " WHERE s.process_id = %s AND s.name = w.name AND d.stage_id = w.id",
            [process.pk],
        )
        work.run(
            "UPDATE work_deal_states d SET stage_id = s.id FROM work_stages w, pipeline_stage s"
            " WHERE s.process_id = %s AND s.name = w.name AND d.stage_id = w.id",
            [process.pk],
        )
    work.run(f"UPDATE work_stages w SET id = s.id FROM {real}", [process.pk])
    BatchRecord.objects.create(
        batch=work.batch,
        kind="process",
        record_id=process.pk,
        action=BatchRecord.Action.CREATED,
        before={"default": former.pk if former and becomes_default else None},
    )


def undo_stages(batch: ImportBatch, op: Operation, report: Undone) -> None:
    """The process goes when no deal ever stood in it, else is retired; the former default is the default again."""
    for record in batch.records.filter(kind="process"):
        process = ProcessVersion.objects.get(pk=record.record_id)
        was_default = process.default
        ProcessVersion.objects.filter(pk=process.pk).update(default=False)
        if was_default and record.before.get("default"):
            ProcessVersion.objects.filter(pk=record.before["default"], retired_at__isnull=True).update(default=True)
        if process.opportunities.exists():
            ProcessVersion.objects.filter(pk=process.pk).update(retired_at=timezone.now())
            report.archived += 1
        else:
            StageCategory.objects.filter(stage__process=process).delete()
            Stage.objects.filter(process=process).delete()
            process.delete()
            report.removed += 1
