"""The web process."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")

application = get_wsgi_application()
# Every view is loaded before the first request instead of by it.
get_resolver().url_patterns  # noqa: B018 - read for what reading it does
