"""One page of the rows behind a figure, ready to print."""

from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext as _

from salesops.kernel.grain import DIMENSIONS
from salesops.kernel.metrics import MEASURES, Metric, Unit
from salesops.kernel.results import Result
from salesops.reporting.evaluate import total
from salesops.reporting.questions import FILTER, Asked
from salesops.reporting.rows import Rows
from salesops.reporting.sources import Shown, shown
from salesops.reporting.words import exact_text, reason_text, value_text
from salesops.web.requests import page_number, with_parameters
from salesops.web.templatetags.formats import number

SIZE = 50


class RowList:
    """Everything lazy; count and total are over all rows, never over the page."""

    def __init__(self, request: HttpRequest, metric: Metric, part: str, behind: Rows, asked: Asked) -> None:
        self.request, self.metric, self.part, self.behind, self.asked = request, metric, part, behind, asked
        self.page = page_number(request.GET)

    @cached_property
    def figure(self) -> Result:
        return total(self.metric, self.asked.question)

    @property
    def value(self) -> str:
        return value_text(self.figure)

    @cached_property
    def count(self) -> int:
        return self.behind.count()

    @cached_property
    def unit(self) -> Unit:
        key = self.metric.denominator if self.part == "den" else self.metric.numerator
        return MEASURES[key].unit if key else self.metric.unit

    @cached_property
    def total(self) -> str:
        return exact_text(self.behind.total(), self.unit, self.asked.question.ground.currency)

    @property
    def shows_value(self) -> bool:
        return self.unit is not Unit.COUNT

    @property
    def shows_total(self) -> bool:
        return self.unit is Unit.MONEY

    @cached_property
    def found(self) -> list[Shown]:
        return shown(self.behind.page((self.page - 1) * SIZE, SIZE))

    @cached_property
    def lines(self) -> list[dict[str, object]]:
        currency = self.asked.question.ground.currency
        return [
            {
                "record": one.record,
                "owner": one.owner,
                "day": one.row.day,
                "at": one.row.event_at,
                "value": None if one.row.value is None else exact_text(one.row.value, self.unit, currency),
                "reason": reason_text(one.row.reason),
            }
            for one in self.found
        ]

    @property
    def has_reasons(self) -> bool:
        return any(one.row.reason for one in self.found)

    @property
    def sentence(self) -> str:
        words = {
            "num": _("%(rows)s rows make up this figure"),
            "den": _("the figure is measured against these %(rows)s rows"),
            "excluded": _("%(rows)s rows are left out of this figure"),
            "pending": _("%(rows)s rows are still pending"),
        }
        return words[self.part] % {"rows": number(self.count)}

    @cached_property
    def chips(self) -> list[tuple[str, str, str]]:
        """Each filter in words, with the address without it."""
        found = []
        for item in self.asked.question.filters:
            dimension = DIMENSIONS.get(item.dimension)
            if dimension is None:
                continue
            words = dimension.labels([value for value in item.values if value != "(none)"]) if dimension.labels else {}
            said = ", ".join(words.get(value, _("none") if value == "(none)" else value) for value in item.values)
            away = with_parameters(self.request.path, self.request.GET, **{f"{FILTER}{item.dimension}": None})
            found.append((str(dimension.label), said, away))
        return found

    @property
    def first(self) -> int:
        return (self.page - 1) * SIZE + 1

    @property
    def last(self) -> int:
        return min(self.page * SIZE, self.count)

    @property
    def next_url(self) -> str:
        return self._to(self.page + 1) if self.last < self.count else ""

    @property
    def previous_url(self) -> str:
        return self._to(self.page - 1) if self.page > 1 else ""

    @property
    def csv_url(self) -> str:
        return with_parameters(self.request.path, self.request.GET, format="csv", page=None)

    def _to(self, page: int) -> str:
        return with_parameters(self.request.path, self.request.GET, page=page)
