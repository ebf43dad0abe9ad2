"""Django's settings. What the operator may choose comes from `salesops.environment`; the rest is decided here."""

import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF

from salesops.database import acts_as_owner, database, limits_for
from salesops.environment import LOCAL, TEST, read_environment
from salesops.local.addresses import OWNER_ROLE, addresses_for, cache_beside
from salesops.logs import logging_settings
from salesops.web.api import settings as rest

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment()
SALESOPS_ENV = ENVIRONMENT.salesops_env
STATE_DIR = Path(ENVIRONMENT.state_dir or BASE_DIR / ".state").absolute()
COMPANY = ENVIRONMENT.company or ("own" if ENVIRONMENT.database_url else "demo")
EMBEDDED = addresses_for(STATE_DIR)


def _kept(name: str) -> str:
    """A local secret as the launcher wrote it; one for this process alone before the first `make run`."""
    path = STATE_DIR / name
    return path.read_text(encoding="utf-8").strip() if path.exists() else secrets.token_urlsafe(50)


DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key or _kept("secret-key")
FIELD_KEYS = list(ENVIRONMENT.field_keys) or [_kept("field-key")]
ALLOWED_HOSTS = [*ENVIRONMENT.allowed_hosts, *(["testserver"] if SALESOPS_ENV == TEST else [])]
BASE_URL = ENVIRONMENT.base_url or f"http://localhost:{ENVIRONMENT.port or 8000}"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before staticfiles: its runserver serves files as production does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "salesops.db",
    "salesops.web",
    "salesops.jobs",
    "salesops.audit",
    "salesops.imports",
    "accounts",
    "salesops.inbox",
    "pipeline",
    "territories",
    "forecasting",
    "salesops.reporting",
    "salesops.demo",
]

MIDDLEWARE = [
    "salesops.web.views.health.health_first",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "salesops.web.headers.permissions_policy",
    "salesops.web.middleware.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.one_organisation",
    "accounts.middleware.within_their_session",
    "salesops.web.middleware.SignInMiddleware",
    "accounts.middleware.for_another",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.in_their_time",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "salesops.web.middleware.ErrorMiddleware",
    # Last, so that a lock-out answers whatever the view did.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "salesops.urls"
WSGI_APPLICATION = "salesops.wsgi.application"
ASGI_APPLICATION = "salesops.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "salesops.web.context.shell",
            ],
        },
    }
]

# -- Data --------------------------------------------------------------------------------------------------------------

DATABASE_URL = ENVIRONMENT.database_url or EMBEDDED.database(f"salesops_{COMPANY}")
DATABASE_OWNER_URL = ENVIRONMENT.database_owner_url or (
    ENVIRONMENT.database_url or EMBEDDED.database(f"salesops_{COMPANY}", OWNER_ROLE)
)
DATABASES = {
    "default": database(DATABASE_OWNER_URL if acts_as_owner(sys.argv) else DATABASE_URL, limits_for(sys.argv)),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = ENVIRONMENT.redis_url or EMBEDDED.broker
CACHE_URL = ENVIRONMENT.cache_url or cache_beside(REDIS_URL)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": DATABASES["default"]["NAME"],
    }
}
FILE_DIR = Path(unquote(urlsplit(ENVIRONMENT.file_storage_url).path) or STATE_DIR / "files")
MEDIA_ROOT = FILE_DIR
FEED_DIR = Path(ENVIRONMENT.feed_dir or STATE_DIR / "feeds")

# -- Language, time, static files --------------------------------------------------------------------------------------

ORG_TIME_ZONE = ENVIRONMENT.org_time_zone
ORG_CURRENCY = ENVIRONMENT.org_currency
FISCAL_START_MONTH = ENVIRONMENT.fiscal_start_month
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [BASE_DIR / "locale"]
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Ours alone: packages bring front-end files that the policy forbids (django-htmx's need eval) or that nothing uses.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATIC_ROOT = STATE_DIR / "static" if SALESOPS_ENV == LOCAL else BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "salesops.web.storage.HashedStaticFiles"},
}

# -- Signing in --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    # First: it refuses a locked-out name before any password is looked at.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGOUT_URL = "accounts:sign_out"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "salesops.web.answers.csrf_failure"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "accounts.factor_adapter.FactorAdapter"
# docs/decisions/0102-who-must-have-a-second-factor.md says why a company on one machine asks for none by itself.
REQUIRE_MFA = ENVIRONMENT.require_mfa or ("role" if ENVIRONMENT.is_production else "none")
OIDC_ISSUER = ENVIRONMENT.oidc_issuer
OIDC_CLIENT_ID = ENVIRONMENT.oidc_client_id
OIDC_CLIENT_SECRET = ENVIRONMENT.oidc_client_secret
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_IPWARE_PROXY_COUNT = ENVIRONMENT.trusted_proxies or None
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "accounts.views.tries.counted_address"
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"

# -- The browser -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
IS_HTTPS = BASE_URL.startswith("https:")
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 14 * 86_400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Read from the form or the header that htmx fills from the page, never by script from the cookie.
CSRF_COOKIE_HTTPONLY = True

# -- Uploads and imports -----------------------------------------------------------------------------------------------

MAX_UPLOAD_BYTES = ENVIRONMENT.max_upload_mb * 1024 * 1024
MAX_XLSX_BYTES = ENVIRONMENT.max_xlsx_mb * 1024 * 1024
MAX_IMPORT_ROWS = ENVIRONMENT.max_import_rows
OUTBOUND_ALLOW = ENVIRONMENT.outbound_allow

# -- Mail --------------------------------------------------------------------------------------------------------------

_mail = urlsplit(ENVIRONMENT.email_url)
EMAIL_BACKEND = f"django.core.mail.backends.{'console' if _mail.scheme == 'console' else 'smtp'}.EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = parse_qs(_mail.query).get("from", [f"SalesOps <no-reply@{urlsplit(BASE_URL).hostname}>"])[0]

# -- Work beside the web -----------------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page must not wait for a broker that is away: the sweep wakes the job later.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = CELERY_EVENT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_DEFAULT_QUEUE = "interactive"
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 512_000
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_EAGER_PROPAGATES = SALESOPS_ENV == TEST

# -- API, logs ---------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = rest.REST_FRAMEWORK | {
    "NUM_PROXIES": ENVIRONMENT.trusted_proxies,
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        *rest.REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"],
    ],
}
# Several fields are called kind: the document names each list of choices by what it is of.
SPECTACULAR_SETTINGS = rest.SPECTACULAR_SETTINGS | {
    "ENUM_NAME_OVERRIDES": {
        "DealKindEnum": "pipeline.models.opportunities.Kind",
        "ActivityKindEnum": "pipeline.models.activities.Activity.Kind",
        "StageKindEnum": "pipeline.models.processes.Stage.Kind",
        "LeaveKindEnum": "accounts.models.working_time.Leave.Kind",
        "DirectionEnum": "pipeline.models.leads.Lead.Channel",
        "CaptureKindEnum": "accounts.models.capture.CaptureSource.Kind",
        "ChannelKindEnum": "salesops.inbox.models.news.Channel.Kind",
        "CategoryEnum": "pipeline.models.processes.Category",
    }
}
METRICS_TOKEN = ENVIRONMENT.metrics_token
LOGGING = logging_settings(ENVIRONMENT.log_level)
