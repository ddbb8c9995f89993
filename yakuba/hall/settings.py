"""Django settings. Everything a town changes comes from the environment or from town/; the rest is the
same for all.
"""

import os
from pathlib import Path

from yakuba.ground import languages
from yakuba.hall.database_url import database
from yakuba.hall.rooms import APPS
from yakuba.hall.secret import remembered_key, secret_key

REPOSITORY = Path(__file__).resolve().parents[2]

# Where this town keeps what it must not lose: database, files, keys, seals.
YAKUBA_DATA = Path(os.environ.get("YAKUBA_DATA", REPOSITORY / "var")).resolve()
YAKUBA_DEMO = os.environ.get("YAKUBA_DEMO") == "1"
# host:port or a socket path of clamd; empty: files are kept as "unscanned", and said to be so.
YAKUBA_CLAMAV = os.environ.get("YAKUBA_CLAMAV", "")
# "" = no map; "sketch" = a squared sheet (sample town); else a tile server, {z} {x} {y} in its address.
YAKUBA_MAP_TILES = os.environ.get("YAKUBA_MAP_TILES", "sketch" if YAKUBA_DEMO else "")
YAKUBA_MAP_CREDIT = os.environ.get("YAKUBA_MAP_CREDIT", "")
# Where townspeople reach this town; mails carry links that begin with it.
YAKUBA_URL = os.environ.get("YAKUBA_URL", "http://127.0.0.1:8000").rstrip("/")
YAKUBA_STATUS_URL = YAKUBA_URL + "/status/{token}/"

DEBUG = False
SECRET_KEY = secret_key(YAKUBA_DATA)
# Locks what residents let the town remember (rooms/profile).
YAKUBA_REMEMBERED_KEY = remembered_key(YAKUBA_DATA)
ALLOWED_HOSTS = os.environ.get("YAKUBA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("YAKUBA_ORIGINS", "").split(",") if o]
# Behind a proxy that speaks https to the world; cookies then never travel in the clear.
HTTPS = os.environ.get("YAKUBA_HTTPS") == "1"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_ENGINE = "yakuba.ground.access.sessions"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "yakuba.hall.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *APPS,
]

MIDDLEWARE = [
    "yakuba.hall.finished.Finished",
    "yakuba.hall.short.Short",
    "yakuba.hall.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "yakuba.hall.languages.Languages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "yakuba.hall.middleware.signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yakuba.hall.middleware.Gatekeeper",
]

ROOT_URLCONF = "yakuba.hall.urls"
WSGI_APPLICATION = "yakuba.hall.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "yakuba.hall.context.everywhere",
            ],
            "builtins": ["django.templatetags.i18n", "yakuba.hall.templatetags.words"],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), YAKUBA_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("login",)}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
PASSWORD_HASHERS = [
    "yakuba.ground.access.hashing.TownHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "hall:sign_in"
# One-time sign-in links by mail: 15 minutes, and void as soon as one sign-in has happened.
SESAME_MAX_AGE = 15 * 60
SESAME_ONE_TIME = True

# Residents choose (hall/languages.py); staff pages are Japanese. Catalogues: `yakuba messages`.
LANGUAGE_CODE = "ja"
LANGUAGES = tuple(languages.LANGUAGES.items())
LOCALE_PATHS = [languages.catalogue.FOLDER]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = YAKUBA_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "yakuba.hall.static_names.NamedByContent"},
}
# How long a browser may keep a static file without asking (seconds): its name says what is in it.
YAKUBA_STATIC_SECONDS = 31_536_000

# Uploads go to disk from the first byte on, and are looked at before they are kept.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# The demo's mails stay in the outbox, where its mailbox page shows them.
EMAIL_BACKEND = f"django.core.mail.backends.{'dummy' if YAKUBA_DEMO else 'smtp'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("YAKUBA_FROM", "yakuba@example.jp")
EMAIL_HOST = os.environ.get("YAKUBA_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("YAKUBA_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("YAKUBA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("YAKUBA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("YAKUBA_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 20

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {
            "()": "yakuba.hall.logs.PlacesOnly",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "yakuba.hall.logs.JsonLines"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("YAKUBA_LOG") == "json" else "text",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own report of a crash names the address, and the secret of a status link stands in it; ours
    # (hall/errors.py) names the route.
    "loggers": {"django.request": {"level": "CRITICAL", "propagate": False}},
}
