"""Settings. Everything that differs between installations comes from the environment, parsed strictly.

Each variable may also be given as a file (`SECRET_KEY_FILE=/run/secrets/key`). docs/running.md lists them.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONCE, NONE, SELF

env = environ.FileAwareEnv()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", default=False)
# A demo has people with a published password and sends to the simulator only.
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY")
# Fernet keys, the newest first, for what is encrypted at rest.
FIELD_KEYS = env.list("FIELD_KEYS")
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
# Where short links begin, unless a store has a domain of its own: shared with nothing else, filters trust it most.
SHORT_BASE_URL = (env.str("SHORT_BASE_URL", default="") or BASE_URL).rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(BASE_URL).hostname or "localhost"])
DATABASE_URL = env.str("DATABASE_URL")
REDIS_URL = env.str("REDIS_URL")


def _redis_client_url(broker_url: str) -> str:
    """Celery and redis-py name a Unix socket and its database differently."""
    return broker_url.replace("redis+socket://", "unix://", 1).replace("virtual_host=", "db=", 1)


REDIS_CLIENT_URL = _redis_client_url(REDIS_URL)
_HTTPS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "accounts",
    "customers",
    "templates_app",
    "tracking",
    "messaging",
]

MIDDLEWARE = [
    # First: a tap on a short link passes none of the others.
    "tracking.web.redirects.Redirects",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.web.session.PlainSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.web.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.web.middleware.StoreMiddleware",
]

ROOT_URLCONF = "smsnotify.urls"
WSGI_APPLICATION = "smsnotify.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "csp.context_processors.nonce",
                "accounts.web.context.store_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


# A server that has vanished without a word is noticed within half a minute, not within hours.
_CONNECTION = {
    "application_name": "smsnotify",
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


def _database(url: str) -> dict[str, Any]:
    database: dict[str, Any] = dict(env.db_url_config(url))
    database["HOST"] = unquote(str(database.get("HOST", "")))
    return database | {
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        # What the address says (sslmode and the like) goes before.
        "OPTIONS": _CONNECTION | database.get("OPTIONS", {}),
    }


DATABASES = {"default": _database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Only sign-in throttles live here. In PostgreSQL, so that an emptied Redis opens no door.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        # Many: a flood of other entries must not push out somebody's lock-out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.web.sign_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "accounts.web.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
# How many proxies in front add to X-Forwarded-For: the address that sign-in throttles count by. 0: none, ignored.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# Nothing tells whether an address has an account, and strangers get no mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[smsnotify] "
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure.csrf_failure"
# Somebody pastes a whole spreadsheet: the answer is a word about it, with the text kept, not a bare 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
# One where a view takes one (accounts/web/uploads.py), none anywhere else.
FILE_UPLOAD_HANDLERS = ["accounts.web.uploads.NoFiles"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1

# Of each token; 0 is no limit.
API_READS_PER_MINUTE = env.int("API_READS_PER_MINUTE", default=6000)
API_WRITES_PER_MINUTE = env.int("API_WRITES_PER_MINUTE", default=6000)
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "accounts.api.problems.problem_answer",
    # Nothing in an address chooses the form of an answer.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "smsnotify",
    "VERSION": "1",
    "DESCRIPTION": (
        "Notices, reminders and campaigns by SMS, for the programs of a store. Times are ISO 8601 with their offset, "
        "numbers E.164 in answers. Refusals are application/problem+json (RFC 9457)."
    ),
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ConsentPurposeEnum": "customers.models.ConsentPurpose",
        "ConsentSourceEnum": "customers.models.ConsentSource",
        "SuppressionPurposeEnum": "customers.models.Suppression.Purpose",
        "CustomerKindEnum": "customers.models.Customer.Kind",
        "AttributeKindEnum": "customers.models.Attribute.Kind",
        "ImportStatusEnum": "customers.models.Import.Status",
        "AppointmentStatusEnum": "customers.models.Appointment.Status",
        "MessageStatusEnum": "messaging.models.State",
        "HitKindEnum": "tracking.models.HitKind",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False, "validatorUrl": None},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# A checkout (demo, tests) serves static/ as it lies there; production collects it with hashed names.
WHITENOISE_USE_FINDERS = DEMO or DEBUG
# A file that changes while `make run` goes on is served as it is now, not cut at its old length.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS
STATIC_ROOT = None if WHITENOISE_USE_FINDERS else BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "smsnotify.static_files.HashedStaticFiles"
    },
}

# Mails hold links that reset passwords: only a demo prints them.
EMAIL_URL = env.str("EMAIL_URL", default="consolemail://") if DEMO or DEBUG else env.str("EMAIL_URL")
vars().update(env.email_url_config(EMAIL_URL))
# Seconds; without it a silent mail server keeps whoever mails for good.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=15)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="smsnotify@localhost")

# How long a worker that holds messages is believed to be alive: before anything has left, and from the last gate on.
# The second must outlast the longest request (messaging/gateways/line.py).
CLAIM_LEASE_SECONDS = env.int("CLAIM_LEASE_SECONDS", default=60)
REQUEST_LEASE_SECONDS = env.int("REQUEST_LEASE_SECONDS", default=90)

# How long one statement of a search may take while somebody waits, and of a file's batch. Then it says so.
SEARCH_SECONDS = env.float("SEARCH_SECONDS", default=15)
EXPORT_SECONDS = env.float("EXPORT_SECONDS", default=120)

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
# A worker waits for PostgreSQL and for providers nearly all the time: threads of one process share its memory. More
# accounts at once than threads: more processes of the lane (docs/running.md).
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_CONCURRENCY = env.int("WORKER_THREADS", default=16)
CELERY_TASK_DEFAULT_QUEUE = "upkeep"
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A page rings while somebody waits for it. A ring that cannot be given at once (one more try, for a connection that
# had gone stale, without a pause before it) is left to the sweep.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 2,
    "socket_connect_timeout": 1,
    "max_retries": 1,
    "interval_start": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
# Rings pile up while no worker runs: some 14,000 in two hours, and each finds nothing to do. Not shorter, since a
# worker judges it by its own clock, and one that is an hour ahead would hear no bell at all.
RING_EXPIRES_SECONDS = 7200


def _rung(task: str, *, every: float, queue: str = "upkeep", **arguments: str) -> dict[str, Any]:
    options = {"queue": queue, "expires": RING_EXPIRES_SECONDS}
    return {"task": task, "schedule": every, "kwargs": arguments, "options": options}


CELERY_BEAT_SCHEDULE = {
    # In the lanes' own queues: no trouble of the upkeep keeps a message waiting.
    "serve-urgent": _rung("messaging.tasks.serve_lane", every=2.0, queue="urgent", lane="urgent"),
    "serve-bulk": _rung("messaging.tasks.serve_lane", every=2.0, queue="bulk", lane="bulk"),
    "sweep": _rung("messaging.tasks.sweep", every=2.0),
    "apply-reports": _rung("messaging.tasks.apply_reports", every=2.0),
    "note-texted": _rung("messaging.tasks.note_texted", every=2.0),
    "look-up": _rung("messaging.tasks.look_up_unclear", every=5.0),
    "poll": _rung("messaging.tasks.poll_receipts", every=5.0),
    "apply-hits": _rung("tracking.tasks.apply_hits", every=2.0),
    "forget-unknown-codes": _rung("tracking.tasks.forget_unknown_codes", every=3600.0),
    "remind-appointments": _rung("messaging.tasks.remind_appointments", every=60.0),
    "imports": _rung("customers.tasks.sweep_imports", every=10.0),
    "retention": _rung("customers.tasks.apply_retention", every=900.0),
    "forget-reports": _rung("messaging.tasks.forget_reports", every=3600.0),
    "anchor-consents": _rung("customers.tasks.anchor_consents", every=3600.0),
    "forget-answers": _rung("accounts.tasks.forget_answers", every=3600.0),
    "clear-sessions": _rung("accounts.tasks.clear_sessions", every=3600.0),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "smsnotify.logs.Line", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # It tells which letters a PDF holds: a person's name, piece by piece.
    "loggers": {"fontTools": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
}
