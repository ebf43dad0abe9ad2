"""The measures and metrics of deals, leads and activities (metrics.md 3)."""

from pipeline.metrics import activities, closed, created, dimensions, leads, opened, steps
from salesops.kernel.grain import DIMENSIONS
from salesops.kernel.metrics import MEASURES, METRICS

DECLARING = (activities, closed, created, leads, opened, steps)


def declare() -> None:
    """Fill the registries; called once by the app's `ready`."""
    for dimension in dimensions.DECLARED:
        DIMENSIONS.register(dimension.key, dimension)
    for module in DECLARING:
        for measure in module.MEASURED:
            MEASURES.register(measure.key, measure)
        for metric in module.DECLARED:
            METRICS.register(metric.key, metric)
