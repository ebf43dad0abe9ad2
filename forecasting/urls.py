"""Pages of the forecast."""

from django.urls import path

from forecasting.views import call, periods, rows, submissions

app_name = "forecasting"

urlpatterns = [
    path("forecast", call.call_page, name="call"),
    path("forecast/rows", rows.rows_page, name="rows"),
    path("forecast/calls/edit", call.edit_call, name="edit_call"),
    path("forecast/calls", call.save_call, name="save_call"),
    path("forecast/calls/<uuid:uid>/withdraw", call.withdraw, name="withdraw_call"),
    path("forecast/submit", call.submit, name="submit"),
    path("forecast/submissions", submissions.submissions_page, name="submissions"),
    path("forecast/submissions/<uuid:uid>", submissions.submission_page, name="submission"),
    path("forecast/periods", periods.periods_page, name="periods"),
    path("forecast/periods/open", periods.open_, name="open_period"),
    path("forecast/periods/<uuid:uid>/lock", periods.lock, name="lock_period"),
    path("forecast/periods/<uuid:uid>/reopen", periods.reopen, name="reopen_period"),
]
