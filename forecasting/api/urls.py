"""Addresses of the forecast under /api/v1/."""

from forecasting.api import calls, rollup, submissions
from salesops.web.api.routes import api_path

app_name = "forecasting_api"
urlpatterns = [
    api_path("forecast/types", rollup.Types.as_view(), "types"),
    api_path("forecast/periods", rollup.Periods.as_view(), "periods"),
    api_path("forecast/periods/<uuid:uid>/lock", rollup.Lock.as_view(), "lock_period"),
    api_path("forecast/periods/<uuid:uid>/reopen", rollup.Reopen.as_view(), "reopen_period"),
    api_path("forecast/rollup", rollup.RollupView.as_view(), "rollup"),
    api_path("forecast/rows", rollup.Rows.as_view(), "rows"),
    api_path("forecast/calls", calls.Calls.as_view(), "calls"),
    api_path("forecast/calls/<uuid:uid>/withdraw", calls.Withdraw.as_view(), "withdraw_call"),
    api_path("forecast/submissions", submissions.Submissions.as_view(), "submissions"),
    api_path("forecast/submissions/<uuid:uid>", submissions.SubmissionView.as_view(), "submission"),
    api_path("forecast/submissions/<uuid:uid>/rows", submissions.StoredRows.as_view(), "submission_rows"),
]
