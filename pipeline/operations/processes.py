"""Writes about sales processes: stages and the category each stands for."""

from datetime import datetime
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import User
from pipeline.models import ProcessVersion, Reason, Stage, StageCategory, Subcategory
from salesops.db.operation import operation

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


def publish_process(
    name: str,
    stages: list[tuple[str, str, Decimal, str | None]],
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
        for position, (label, kind, probability, category) in enumerate(stages, start=1):
            stage = Stage.objects.create(
                process=process, name=label, position=position, kind=kind, probability=probability
            )
            if category is not None:
                StageCategory.objects.create(stage=stage, category=category, valid=DateTimeTZRange(mapped_from, None))
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
