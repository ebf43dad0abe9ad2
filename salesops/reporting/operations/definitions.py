"""The declared metrics written down, so that a figure can always say by which formula it was made."""

import hashlib
import json

from salesops.kernel.metrics import MEASURES, METRICS, Metric
from salesops.reporting.models import MetricDefinition

WORDS = ("label", "question", "plain_words", "note", "benchmarks", "articles", "status")


def specification(metric: Metric) -> dict[str, object]:
    """As the metric states it, with the versions of the measures it is made of."""
    used = [key for key in (metric.numerator, metric.denominator) if key]
    stated = metric.specification() | {"measures": {key: MEASURES[key].version for key in used}}
    written: dict[str, object] = json.loads(json.dumps(stated, default=str))
    return written


def formula_hash(spec: dict[str, object]) -> str:
    formula = {name: value for name, value in spec.items() if name not in WORDS}
    return hashlib.sha256(json.dumps(formula, sort_keys=True).encode()).hexdigest()


def sync_definitions() -> int:
    """Write versions that are new and words that changed; the number of new versions.

    Raises ValueError for another formula under a version that was in force: a changed figure needs a new version.
    """
    known = {(row.key, row.version): row for row in MetricDefinition.objects.all()}
    new = []
    for metric in METRICS:
        spec = specification(metric)
        row = known.get((metric.key, metric.version))
        if row is None:
            new.append(MetricDefinition(key=metric.key, version=metric.version, hash=formula_hash(spec), spec=spec))
        elif row.hash != formula_hash(spec):
            raise ValueError(f"{row} has another formula now: give it version {metric.version + 1}")
        elif row.spec != spec:
            MetricDefinition.objects.filter(pk=row.pk).update(spec=spec)
    MetricDefinition.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
