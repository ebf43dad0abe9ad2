"""Routes of the forecast: pages and REST."""

from decimal import Decimal
from typing import Any

from accounts.models import FiscalPeriod
from forecasting.models import ForecastPeriodState, Submission
from forecasting.operations.calls import make_call
from forecasting.operations.periods import open_period
from forecasting.operations.submissions import submit_forecast
from forecasting.operations.types import make_forecast_types
from forecasting.queries.types import period_for
from tests.contracts.matrix import IN, NO, NONE, OUT, Route, roles

PERIOD = "2026-Q4"


def opened(company: Any) -> tuple[Any, Any]:
    """The quarter open for the first type; every object below lies in it."""
    type_, period = make_forecast_types(by=None)[0], FiscalPeriod.objects.get(key=PERIOD)
    open_period(type_, period, by=None)
    assert period_for(PERIOD, period.starts_at)
    return type_, period


def call_of_priya(company: Any) -> dict[str, Any]:
    type_, period = opened(company)
    return {"uid": make_call(type_, period, company.priya, value=Decimal(0), by=company.priya).uid}


def submission_of_priya(company: Any) -> dict[str, Any]:
    type_, period = opened(company)
    known = Submission.objects.filter(node=company.priya, period=period).last()
    return {"uid": (known or submit_forecast(type_, period, by=company.priya)).uid}


def open_state(company: Any) -> dict[str, Any]:
    opened(company)
    return {"uid": ForecastPeriodState.objects.get(node=None, period__key=PERIOD).uid}


def open_quarter(company: Any) -> dict[str, Any]:
    """Nothing in the address, but a period that takes forecasts."""
    opened(company)
    return {}


OBJECTS = {
    "open_quarter": open_quarter,
    "call_of_priya": call_of_priya,
    "submission_of_priya": submission_of_priya,
    "forecast_period": open_state,
}

# Everybody who sells, steers, counts or pays sees forecasts; an administrator does not, nor who has no role.
SEES = roles(IN, anonymous=OUT, token=OUT, outsider=NO, admin=NO)
SEES_API = roles(IN, anonymous=OUT, outsider=NO, admin=NO)
# Who opens and locks periods.
OPENS = roles(NO, anonymous=OUT, token=OUT, ops_manager=IN, admin=IN)
OPENS_API = roles(NO, anonymous=OUT, ops_manager=IN, admin=IN)
# Who stands in the line has a number of their own; operations have none.
SUBMITS = roles(NO, anonymous=OUT, token=OUT, peer=IN, rep=IN, manager=IN, vp=IN)
FORM = {"type": "new_and_expansion", "period": PERIOD}

ROUTES = [
    Route("forecasting:call", get=SEES),
    Route("forecasting:rows", object="open_quarter", get=SEES, query=f"?period={PERIOD}"),
    Route("forecasting:submissions", get=SEES),
    Route("forecasting:periods", get=SEES | {"admin": IN}),
    Route("forecasting:edit_call", object="open_quarter", get=SUBMITS, query=f"?period={PERIOD}"),
    Route("forecasting:save_call", object="open_quarter", post=SUBMITS, body=FORM),
    Route("forecasting:submit", object="open_quarter", post=SUBMITS, body=FORM),
    Route("forecasting:open_period", post=OPENS, body=FORM),
    Route(
        "forecasting:withdraw_call",
        object="call_of_priya",
        post=roles(NO, anonymous=OUT, token=OUT, peer=NONE, rep=IN),
        body=FORM | {"reason": "Too early"},
    ),
    Route(
        "forecasting:submission",
        object="submission_of_priya",
        get=SEES | {"peer": NONE},
    ),
    Route("forecasting:lock_period", object="forecast_period", post=OPENS, body={"reason": "Books"}),
    Route("forecasting:reopen_period", object="forecast_period", post=OPENS, body={"reason": "Late"}),
    Route("forecasting_api:types", get=SEES_API),
    Route("forecasting_api:periods", get=SEES_API, post=OPENS_API, body=FORM),
    Route("forecasting_api:lock_period", object="forecast_period", post=OPENS_API, body={"reason": "Books"}),
    Route("forecasting_api:reopen_period", object="forecast_period", post=OPENS_API, body={"reason": "Late"}),
    Route("forecasting_api:rollup", object="open_quarter", get=SEES_API, query=f"?period={PERIOD}"),
    Route("forecasting_api:rows", object="open_quarter", get=SEES_API, query=f"?period={PERIOD}"),
    Route("forecasting_api:calls", get=SEES_API, post=SEES_API | {"token": NO}, body={}),
    Route(
        "forecasting_api:withdraw_call",
        object="call_of_priya",
        post=roles(NO, anonymous=OUT, peer=NONE, rep=IN),
        body={"reason": "Too early"},
    ),
    Route(
        "forecasting_api:submissions",
        object="open_quarter",
        get=SEES_API,
        post=SUBMITS | {"token": NO},
        body={"seen_seq": 0},
    ),
    Route("forecasting_api:submission", object="submission_of_priya", get=SEES_API | {"peer": NONE}),
    Route("forecasting_api:submission_rows", object="submission_of_priya", get=SEES_API | {"peer": NONE}),
]
