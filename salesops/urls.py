"""Every route of the site, by app."""

from django.urls import URLPattern, URLResolver, include, path

from salesops.web.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("salesops.web.urls")),
    path("", include("accounts.urls")),
]
