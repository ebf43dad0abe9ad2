"""What the panels of a home page are given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from salesops.kernel.moments import local_day
from salesops.kernel.periods import Period
from salesops.kernel.results import Result
from salesops.reporting.evaluate import Question, total
from salesops.reporting.home.forecast import Forecasts, forecasts_of
from salesops.reporting.questions import Asked

WEEK = timedelta(days=7)
Read = TypeVar("Read")


@dataclass
class Home:
    """`kind` is the home of the person's widest role: rep, manager, vp, operations, other."""

    user: User
    asked: Asked
    kind: str
    _known: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, what: str, read: Callable[[], Read]) -> Read:
        """What several panels look at, read once a page."""
        if what not in self._known:
            self._known[what] = read()
        known: Read = self._known[what]
        return known

    @property
    def question(self) -> Question:
        return self.asked.question

    @property
    def params(self) -> QueryDict:
        return self.asked.params

    @cached_property
    def period(self) -> Period:
        period = self.question.period
        assert period is not None  # noqa: S101 - a home page always has one
        return period

    @property
    def currency(self) -> str:
        return self.question.ground.currency

    @property
    def moment(self) -> datetime:
        return self.question.moment.instant

    @property
    def today(self) -> date:
        return local_day(self.moment, self.question.ground.zone)

    @property
    def leads_people(self) -> bool:
        return self.kind in ("manager", "vp", "operations")

    @cached_property
    def forecasts(self) -> Forecasts | None:
        return forecasts_of(self.user, self.asked.node, self.period, self.question.moment)

    @cached_property
    def bookings(self) -> Result:
        return total("bookings", self.question)

    @cached_property
    def attainment(self) -> Result:
        """Bookings over quota; its denominator is the quota, 0 when there is none."""
        return total("quota_attainment", self.question)

    @property
    def kinds(self) -> str:
        """What a figure of every kind says where others of the page count one forecast type alone (metrics.md G22)."""
        several = self.forecasts is not None and len(self.forecasts.types) > 1
        return _("renewals included") if several else ""
