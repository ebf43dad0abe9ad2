"""The product's settings, pointed at the servers of this run."""

import os

from tests import harness

os.environ.update(harness.environment())

from salesops.settings import *  # noqa: F403

# Argon2 is slow on purpose; nothing is protected here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages render without a collected manifest; browser tests run on the product's own settings and see hashed names.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Nothing is collected, so nothing must be there.
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
