"""Forecast types, period states, calls, submissions. One file an aggregate."""

from forecasting.models.calls import ForecastCall
from forecasting.models.periods import ForecastPeriodEvent, ForecastPeriodState, State
from forecasting.models.submissions import Submission, SubmissionCall, SubmissionNode, SubmissionRow
from forecasting.models.types import ForecastType, ForecastTypeVersion

__all__ = [
    "ForecastCall",
    "ForecastPeriodEvent",
    "ForecastPeriodState",
    "ForecastType",
    "ForecastTypeVersion",
    "State",
    "Submission",
    "SubmissionCall",
    "SubmissionNode",
    "SubmissionRow",
]
