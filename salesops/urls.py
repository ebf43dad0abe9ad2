"""Every route of the site, by app."""

from django.urls import URLPattern, URLResolver, include, path

from salesops.web.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("salesops.web.urls")),
    path("", include("salesops.jobs.urls")),
    path("", include("salesops.audit.urls")),
    path("", include("accounts.urls")),
    path("", include("salesops.inbox.urls")),
    path("", include("pipeline.urls")),
    path("", include("salesops.imports.urls")),
    path("", include("forecasting.urls")),
    path("", include("territories.urls")),
    path("api/v1/", include("pipeline.api.urls")),
    path("api/v1/", include("salesops.jobs.api.urls")),
    path("api/v1/", include("salesops.audit.api.urls")),
    path("api/v1/", include("salesops.imports.api.urls")),
    path("", include("salesops.reporting.urls")),
    path("api/v1/", include("salesops.reporting.api.urls")),
    path("api/v1/", include("forecasting.api.urls")),
    path("api/v1/", include("territories.api.urls")),
    path("api/v1/", include("accounts.api.urls")),
    path("api/v1/", include("salesops.inbox.api.urls")),
]

handler400 = "salesops.web.answers.bad_request"
handler403 = "salesops.web.answers.permission_denied"
handler404 = "salesops.web.answers.not_found"
handler500 = "salesops.web.answers.server_error"
