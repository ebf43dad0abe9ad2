"""What a metric is stays written down: in the table by version, on the page of docs."""

import pytest
from django.conf import settings

from salesops.kernel.metrics import METRICS
from salesops.reporting.catalogue import page
from salesops.reporting.models import MetricDefinition
from salesops.reporting.operations.definitions import sync_definitions


def test_the_page_of_metrics_has_not_drifted() -> None:
    committed = (settings.BASE_DIR / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert committed == page(), "run: python manage.py write_metrics > docs/metrics.md"


@pytest.mark.django_db
def test_migrating_writes_every_definition_once() -> None:
    assert {row.key for row in MetricDefinition.objects.all()} == set(METRICS.keys())
    assert sync_definitions() == 0


@pytest.mark.django_db
def test_another_formula_needs_another_version() -> None:
    MetricDefinition.objects.filter(key="win_rate").update(hash="something else")
    with pytest.raises(ValueError, match="give it version 2"):
        sync_definitions()


@pytest.mark.django_db
def test_other_words_need_none() -> None:
    MetricDefinition.objects.filter(key="win_rate").update(spec={"label": "Old words"})
    assert sync_definitions() == 0
    assert MetricDefinition.objects.get(key="win_rate").spec["label"] == "Win rate"


def test_no_label_stands_for_two_formulas() -> None:
    labels = [str(metric.label) for metric in METRICS]
    assert len(labels) == len(set(labels))
