"""The page of all metrics, `docs/metrics.md`, written from their declarations."""

from collections.abc import Iterator

from salesops.kernel.grain import dimensions_of
from salesops.kernel.metrics import MEASURES, METRICS, Metric

HEAD = """# Metrics

Written by `python manage.py write_metrics > docs/metrics.md`; a test compares it with the declarations. Every figure of
the product is one of these, made by one function for page, API and export; its rows are listed by the same SELECT.
`history`: *versions* answers `as_of` and `known_at`, *events* answers `as_of` by event time, as now known.
"""


def page() -> str:
    return "\n".join([HEAD, *(line for metric in METRICS for line in _entry(metric))])


def _entry(metric: Metric) -> Iterator[str]:
    yield f"## `{metric.key}`: {metric.label}\n"
    yield f"{metric.question} {metric.plain_words}\n"
    yield "| | |\n| --- | --- |"
    yield f"| Formula | {formula(metric)} |"
    yield f"| Unit, good direction | {metric.unit}, {metric.good} |"
    yield f"| Period by | {metric.period_by} |"
    yield f"| History | {', '.join(sorted({MEASURES[key].history for key in _used(metric)}))} |"
    yield f"| Dimensions | {', '.join(f'`{key}`' for key in dimension_keys(metric))} |"
    yield f"| Declared by | {metric.owner}, version {metric.version} |"
    if metric.note:
        yield f"| Note | {metric.note} |"
    if metric.articles:
        yield f"| Articles | {', '.join(metric.articles)} |"
    yield ""


def formula(metric: Metric) -> str:
    """`won_deals / decided_deals`, `sum of won_value`, `p90 of won_cycle`."""
    if metric.denominator:
        return f"`{metric.numerator}` / `{metric.denominator}`"
    names = {"sum": "sum", "mean": "mean", "p50": "median", "p90": "90th percentile"}
    return f"{names.get(metric.statistic, metric.statistic)} of `{metric.numerator}`"


def dimension_keys(metric: Metric) -> list[str]:
    """What every side of the metric can be cut by."""
    sides = [{dimension.key for dimension in dimensions_of(MEASURES[key].source)} for key in _used(metric)]
    return sorted(set.intersection(*sides)) if sides else []


def _used(metric: Metric) -> list[str]:
    return [key for key in (metric.numerator, metric.denominator) if key]
