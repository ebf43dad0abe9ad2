"""Writes about sales processes: stages and the category each stands for."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from pipeline.models import ProcessVersion, Reason, Stage, StageCategory, Subcategory
from pipeline.models.processes import Category
from pipeline.rules.processes import NAME_TWICE, NOT_WHOLE, OUT_OF_RANGE, UNMAPPED, StageDraft, first_flaw
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused

FLAWS = {
    NOT_WHOLE: gettext_lazy("A process has an open stage, and one stage each for won and lost."),
    UNMAPPED: gettext_lazy("Every open stage stands for a category."),
    NAME_TWICE: gettext_lazy("Two stages cannot share a name, and none goes without."),
    OUT_OF_RANGE: gettext_lazy("A probability lies between 0 and 1."),
}

# name, kind, probability, category
SHIPPED_STAGES = (
    ("Discovery", "open", "0.10", "pipeline"),
    ("Solution fit", "open", "0.25", "pipeline"),
    ("Proposal", "open", "0.50", "upside"),
    ("Negotiation", "open", "0.75", "commit"),
    ("Contract", "open", "0.90", "commit"),
    ("Won", "won", "1", None),
    ("Lost", "lost", "0", None),
)
SHIPPED_SUBCATEGORIES = (("commit", "at_risk", "At risk"), ("upside", "bridge", "Bridge"))
SHIPPED_REASONS = (
    ("loss", "no_decision", "No decision", False),
    ("loss", "price", "Price", False),
    ("loss", "competitor", "Lost to a competitor", False),
    ("loss", "fit", "Product does not fit", False),
    ("loss", "timing", "Timing", False),
    ("loss", "duplicate", "Duplicate", True),
    ("loss", "disqualified", "Disqualified", True),
    ("push", "procurement", "Procurement takes longer", False),
    ("push", "budget", "Budget moved", False),
    ("push", "champion", "Champion is away", False),
    ("push", "evaluation", "Evaluation is not finished", False),
)


def publish_version(
    name: str, stages: Sequence[StageDraft], *, by: User | None, default: bool = False, at: datetime | None = None
) -> ProcessVersion:
    """What a person publishes: whole, and mapped from now on. Deals stay on the version they have.

    Raises Refused `process_name_missing`, `stage_without_category`, `stages_incomplete`, `stage_name_twice`,
    `probability_range`.
    """
    if not name.strip():
        sentence = _("Give the process a name.")
        raise Refused("process_name_missing", sentence, fields={"name": sentence})
    flaw = first_flaw(stages)
    if flaw is not None:
        raise Refused(flaw, str(FLAWS[flaw]), fields={"stages": str(FLAWS[flaw])})
    with operation(by=by, at=at) as op:
        process = publish_process(name.strip(), stages, by=by, default=default, mapped_from=op.at)
        record("process.published", by=by, of=process, after={"name": str(process), "stages": len(stages)})
        return process


def publish_process(
    name: str,
    stages: Sequence[StageDraft | tuple[str, str, Decimal, str | None]],
    *,
    by: User | None,
    default: bool = False,
    mapped_from: datetime | None = None,
    source: str = "ui",
) -> ProcessVersion:
    """A new version of the process. `stages` in order: (name, kind, probability, category); won and lost need none.

    The category map holds from `mapped_from` (None: always). A default process replaces the default there was.
    """
    with operation(by=by, source=source):
        if default:
            ProcessVersion.objects.filter(default=True).update(default=False)
        number = ProcessVersion.objects.filter(name=name).count() + 1
        process = ProcessVersion.objects.create(name=name, number=number, default=default)
        for position, given in enumerate(stages, start=1):
            draft = given if isinstance(given, StageDraft) else StageDraft(*given)
            stage = Stage.objects.create(
                process=process,
                name=draft.name,
                position=position,
                kind=draft.kind,
                probability=draft.probability,
                counts_as_pipeline=draft.counts_as_pipeline,
                exit_criteria=draft.exit_criteria,
            )
            if draft.category is not None:
                mapped = DateTimeTZRange(mapped_from, None)
                StageCategory.objects.create(stage=stage, category=draft.category, valid=mapped)
        return process


def make_default_process(*, by: User | None) -> ProcessVersion:
    """The shipped process with its categories, the two subcategories the requirements name, and the reason lists."""
    with operation(by=by):
        for category, key, label in SHIPPED_SUBCATEGORIES:
            Subcategory.objects.get_or_create(category=category, key=key, defaults={"label": label})
        make_reasons(by=by)
        stages = [(name, kind, Decimal(chance), category) for name, kind, chance, category in SHIPPED_STAGES]
        return publish_process("Standard", stages, by=by, default=True)


def make_reasons(*, by: User | None) -> None:
    """The shipped reason lists; existing ones stay."""
    with operation(by=by):
        for list_, key, label, excluded in SHIPPED_REASONS:
            Reason.objects.get_or_create(list=list_, key=key, defaults={"label": label, "excluded": excluded})


def set_stage_category(
    stage: Stage,
    category: str,
    *,
    by: User | None,
    subcategory: Subcategory | None = None,
    at: datetime | None = None,
) -> StageCategory:
    """From now on the stage stands for `category`; what it stood for before stays in every past report.

    Raises Refused `category_unknown`, `stage_closes` for a won or lost stage.
    """
    if category not in Category.values:
        sentence = _("“%(value)s” is not a category.") % {"value": category}
        raise Refused("category_unknown", sentence, fields={"category": sentence})
    if stage.kind != Stage.Kind.OPEN:
        sentence = _("Won and lost stages need no category.")
        raise Refused("stage_closes", sentence, fields={"stage": sentence})
    with operation(by=by, at=at) as op:
        Stage.objects.select_for_update().get(pk=stage.pk)
        running = StageCategory.objects.filter(stage=stage, valid__endswith__isnull=True).first()
        if running is not None and (running.category, running.subcategory) == (category, subcategory):
            return running
        if running is not None:
            _end_map(running, op.at)
        row = StageCategory.objects.create(
            stage=stage, category=category, subcategory=subcategory, valid=DateTimeTZRange(op.at, None)
        )
        before = {"category": running.category} if running else None
        record("stage.category_set", by=by, of=stage, before=before, after={"category": category})
        return row


def _end_map(running: StageCategory, at: datetime) -> None:
    """Cut at `at`; a map set in this very instant never held and goes."""
    if running.valid.lower is not None and running.valid.lower >= at:
        running.delete()
    else:
        running.valid = DateTimeTZRange(running.valid.lower, at)
        running.save(update_fields=["valid"])
