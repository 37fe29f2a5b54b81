"""Every setting of the project, read from the environment; docs/settings.md describes each variable.

Without DATABASE_URL the embedded services are used (`make demo`, `python -m embedded up`), and what the environment
does not name is read from the files they leave below .data/. With DATABASE_URL everything has to be said.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import environment
from config import logging as log_lines
from embedded import envfile

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / ".data"

EMBEDDED = "DATABASE_URL" not in os.environ
left_by_services = {
    **envfile.read(DATA_DIR / "run" / "services.env"),
    **envfile.read(DATA_DIR / "secrets.env"),
}
env = environment.Environment(os.environ, left_by_services if EMBEDDED else {})

# What must be said

SECRET_KEY = env.required("SECRET_KEY")
FIELD_KEYS = env.required("FIELD_KEYS").replace(",", " ").split()
LOOKUP_KEY = env.required("LOOKUP_KEY")
database_url = env.required("DATABASE_URL")
redis_url = env.required("REDIS_URL")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]" if EMBEDDED else "")
if not ALLOWED_HOSTS:
    env.required("ALLOWED_HOSTS")
env.refuse_if_incomplete(
    "On a laptop run `make demo`, or `python -m embedded up` for the services alone; "
    "in production see docs/settings.md."
)
for key in FIELD_KEYS:
    try:
        Fernet(key)
    except ValueError as error:
        raise ImproperlyConfigured("FIELD_KEYS holds something that is no Fernet key.") from error

# Ways to run

DEBUG = env.flag("DEBUG", default=False)
# Plain HTTP is for localhost: cookies go without the Secure mark, and nothing is redirected.
PLAIN_HTTP = env.flag("PLAIN_HTTP", default=EMBEDDED)
# How many proxies of our own stand in front; 0: nobody's forwarding headers are believed.
PROXY_COUNT = env.number("PROXY_COUNT", default=0)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "reception",
    "frontdesk",
    "switchboard",
    "followups",
    "complaints",
    "deals",
    "visitors",
    "messaging",
    "offices",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "offices.request_id.RequestIdMiddleware",
    "config.logging.AccessLogMiddleware",
    "offices.middleware.OneCharsetMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before the language, so that an outage's page can be in the user's.
    "django.middleware.locale.LocaleMiddleware",
    "offices.middleware.DatabaseAwayMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "offices.middleware.NoStoreMiddleware",
    "offices.middleware.IdleMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    # Has to be the last: turns a locked-out log-in into its answer.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "offices.context.office_bar",
            ],
            "builtins": ["offices.templatetags.offices_marks"],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "lists.html"

# Database: the owner migrates; the application has no DDL and cannot rewrite logs (offices.grants)

DATABASE_ROLE = env.text("DATABASE_ROLE", "application")
if DATABASE_ROLE not in {"application", "owner"}:
    raise ImproperlyConfigured("DATABASE_ROLE is application or owner.")
APPLICATION_DATABASE = environment.database(database_url)
OWNER_DATABASE = environment.database(env.text("DATABASE_OWNER_URL", database_url))
DATABASES = {
    "default": {
        **(OWNER_DATABASE if DATABASE_ROLE == "owner" else APPLICATION_DATABASE),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", "3")
# Each trigger asks for this setting, and where there is none an error is raised and caught for every row: 0.14 ms.
postgres_options = "-c pgtrigger.ignore={}"
if DATABASE_ROLE == "application":
    # Milliseconds. Nobody at a desk waits longer; the owner's migrations may.
    postgres_options += " -c lock_timeout=3000 -c statement_timeout=30000"
DATABASES["default"]["OPTIONS"].setdefault("options", postgres_options)

# Redis: a convenience (cache) and a doorbell (broker); everything works without, a little later

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": environment.redis_database(redis_url, 1),
        "KEY_PREFIX": "lunxu",
        # Seconds. The client's own retries would make a page wait for a dead server.
        "OPTIONS": {
            "socket_connect_timeout": 0.3,
            "socket_timeout": 0.3,
            "retry": Retry(NoBackoff(), 0),
        },
    }
}

CELERY_BROKER_URL = environment.redis_broker(redis_url, 0)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # the worker waits for its broker for ever
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 900,
    "socket_connect_timeout": 1.0,
    "max_retries": 0,  # of whoever publishes; the row that is due is found by the sweep anyway
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 180
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE_FILENAME = env.text("BEAT_FILE", str(DATA_DIR / "run" / "beat"))

# Where group robots live: no other host is ever called (messaging.addresses)
ROBOT_HOSTS = env.words("ROBOT_HOSTS", "qyapi.weixin.qq.com oapi.dingtalk.com open.feishu.cn")

# Where vendors of text messages live, and the office's own gateways: no other host is ever called
SMS_HOSTS = env.words("SMS_HOSTS", "dysmsapi.aliyuncs.com sms.tencentcloudapi.com")
# What the file gateway would have sent
MESSAGE_LOG = env.text("MESSAGE_LOG", str(DATA_DIR / "run" / "messages.log"))
# Under which address customers reach us: the links in e-mails begin with it
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "lunxu@localhost")

# People and their sessions

AUTH_USER_MODEL = "offices.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# One colleague's wrong passwords lock that name at that address: neither the office behind one router,
# nor the colleague at home while somebody guesses from elsewhere.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# However the name is spelled: the wrong passwords of one person are counted together.
AXES_USERNAME_CALLABLE = "offices.forms.login.one_spelling"
# Beside the password: a sealed form is no evidence of an attack, and what else is asked for with a password is secret.
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "resume",
    "pin",
    "pin_again",
    "new_password1",
    "new_password2",
]
AXES_LOCKOUT_CALLABLE = "offices.views.failures.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.addresses.client_address"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

# In the database: the desk works on without Redis.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# The longest, a shift; screens that are left alone end or lock sooner (offices.idle).
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "offices.views.failures.csrf_failure"
LANGUAGE_COOKIE_NAME = "lunxu_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not PLAIN_HTTP
# A browser takes a __Host- cookie from this very host only, and over HTTPS only.
SESSION_COOKIE_NAME = "lunxu_session" if PLAIN_HTTP else "__Host-session"
CSRF_COOKIE_NAME = "lunxu_csrf" if PLAIN_HTTP else "__Host-csrf"

# What browsers are told

SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else env.number("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whether a domain goes on the browsers' preload list is for its owner to say, not for one of its hosts.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Histories name who changed a row; polls and pages change none, so nothing is read for them.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

# Languages and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("en", _("English")),
    ("zh-hant", _("Traditional Chinese")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(DATA_DIR / "static" if EMBEDDED else BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

LOGGING = log_lines.table(env.text("LOG_LEVEL", "INFO").upper())
