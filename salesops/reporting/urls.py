"""Pages of figures."""

from django.urls import path

from salesops.reporting.views import pages

app_name = "reporting"

urlpatterns = [
    path("", pages.home_page, name="home"),
    path("performance", pages.performance_page, name="performance"),
    path("metrics", pages.metrics_page, name="metrics"),
    path("metrics/<slug:key>", pages.metric_page, name="metric"),
    path("metrics/<slug:key>/rows", pages.rows_page, name="rows"),
]
