"""All settings, from the environment (docs/settings.md lists every one)."""

from __future__ import annotations

import re
import secrets
import sys
from pathlib import Path
from typing import Any

import environ

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent

#: Where everything an installation writes lives: database, files, secrets, caches.
DATA_DIR = Path(env.str("GONGKAI_DATA_DIR", default=str(CHECKOUT / "var"))).expanduser().resolve()


def _secret(name: str) -> str:
    """A secret kept in the data folder, made on first use and readable by the owner only."""
    path = DATA_DIR / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = env.str("GONGKAI_SECRET_KEY", default="") or _secret("secret_key")
#: The key personal data are sealed with (core.sealed); empty: one made for this data folder.
GONGKAI_FIELD_KEY = env.str("GONGKAI_FIELD_KEY", default="") or _secret("field_key")
DEBUG = env.bool("GONGKAI_DEBUG", default=False)
ALLOWED_HOSTS = env.list("GONGKAI_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("GONGKAI_TRUSTED_ORIGINS", default=[])

#: The address people use, for feeds, sitemap, QR codes and letters; empty: the address of the request.
PUBLIC_URL = env.str("GONGKAI_PUBLIC_URL", default="").rstrip("/")
#: Folders with the office's own fonts (方正小标宋, 仿宋_GB2312 …) for PDF.
GONGKAI_FONT_DIRS = [Path(p) for p in env.list("GONGKAI_FONT_DIRS", default=[])]
#: Largest attachment, in bytes.
GONGKAI_MAX_UPLOAD = env.int("GONGKAI_MAX_UPLOAD", default=50 * 1024 * 1024)
#: The city's areas as GeoJSON; empty: the demonstration city (docs/places.md).
GONGKAI_AREAS = env.str("GONGKAI_AREAS", default="")
#: Map pictures behind the outline: an address with {z}, {x} and {y}; empty: the outline alone is the map.
GONGKAI_MAP_TILES = env.str("GONGKAI_MAP_TILES", default="")
#: Coordinates of those pictures: ``wgs84``, or ``gcj02`` (most public maps of China).
GONGKAI_MAP_CRS = env.str("GONGKAI_MAP_CRS", default="wgs84")
#: Whose map it is, and its approval number (审图号); shown beside it.
GONGKAI_MAP_ATTRIBUTION = env.str("GONGKAI_MAP_ATTRIBUTION", default="")
GONGKAI_MAP_APPROVAL = env.str("GONGKAI_MAP_APPROVAL", default="")
#: The jurisdiction Open311 clients name; empty: the host name people use.
GONGKAI_OPEN311_JURISDICTION = env.str("GONGKAI_OPEN311_JURISDICTION", default="")
#: Open311 calls a minute from one address, and reports a minute with one key; 0: any number.
GONGKAI_OPEN311_READS = env.int("GONGKAI_OPEN311_READS", default=600)
GONGKAI_OPEN311_WRITES = env.int("GONGKAI_OPEN311_WRITES", default=300)
#: Matters a minute that may be handed in on the site from one address; 0: any number.
GONGKAI_REPORTS_PER_MINUTE = env.int("GONGKAI_REPORTS_PER_MINUTE", default=20)
#: Opinions a minute that may be sent on the site from one address; 0: any number.
GONGKAI_OPINIONS_PER_MINUTE = env.int("GONGKAI_OPINIONS_PER_MINUTE", default=20)
#: Zero bits a browser looks for before it sends an opinion; 0: none, and no question either.
GONGKAI_CHALLENGE_BITS = env.int("GONGKAI_CHALLENGE_BITS", default=15)
#: Whether links of published documents that lead to other sites are asked for, politely; off: nothing goes out.
GONGKAI_CHECK_OUTSIDE_LINKS = env.bool("GONGKAI_CHECK_OUTSIDE_LINKS", default=False)
#: Digest of the ledger's chain: ``sha256``, or ``sm3`` where the platform's OpenSSL has it.
GONGKAI_LEDGER_DIGEST = env.str("GONGKAI_LEDGER_DIGEST", default="sha256")

#: Where e-mail is handed over (smtp+tls://user:password@host:587); empty: none is sent, and none is offered.
GONGKAI_EMAIL_URL = env.str("GONGKAI_EMAIL_URL", default="")
if GONGKAI_EMAIL_URL:
    vars().update(env.email_url_config(GONGKAI_EMAIL_URL))
#: The sender of e-mail notices.
DEFAULT_FROM_EMAIL = env.str("GONGKAI_EMAIL_FROM", default="noreply@localhost")
EMAIL_TIMEOUT = 20
#: The mailbox citizens write to (imaps://user:password@host:993/INBOX); empty: none is read.
GONGKAI_MAILBOX_URL = env.str("GONGKAI_MAILBOX_URL", default="")
#: Where its mails go when they are settled, and where when they cannot be read.
GONGKAI_MAILBOX_PROCESSED = env.str("GONGKAI_MAILBOX_PROCESSED", default="Processed")
GONGKAI_MAILBOX_UNREADABLE = env.str("GONGKAI_MAILBOX_UNREADABLE", default="Unreadable")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "gongkai.core",
    "gongkai.people",
    "gongkai.publishing",
    "gongkai.requests",
    "gongkai.complaints",
    "gongkai.powers",
    "gongkai.campaigns",
    "gongkai.duties",
    "gongkai.supervision",
    "gongkai.archive",
    "gongkai.consultations",
    "gongkai.annual_reports",
    "gongkai.portal",
    "gongkai.workspace",
    "gongkai.api",
    "gongkai.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gongkai.core.middleware.view_preferences",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gongkai.people.middleware.acting_person",
    "gongkai.core.middleware.refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "gongkai.core.context.site",
                "gongkai.people.context.person",
                "gongkai.workspace.context.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "gongkai.core.templatetags.gongkai",
            ],
        },
    },
]

SQLITE_FILE = DATA_DIR / "gongkai.sqlite3"
_database_url = env.str("GONGKAI_DATABASE_URL", default="")
if _database_url:
    DATABASES: dict[str, Any] = {"default": environ.Env.db_url_config(_database_url)}
    DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": SQLITE_FILE,
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "timeout": 20,
                # A deed takes the write lock at its start, so two deeds never deadlock half way.
                "transaction_mode": "IMMEDIATE",
                # What a citizen was given a number for is on the disk: it outlives the process and the machine.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000;"
                ),
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "gongkai.people.sign_in.Backend"]
LOGIN_URL = "workspace:sign_in"
LOGIN_REDIRECT_URL = "workspace:home"
#: Shortest password, in characters; kinds of character it must hold (law.md i: typical values, configuration).
GONGKAI_PASSWORD_LENGTH = env.int("GONGKAI_PASSWORD_LENGTH", default=10)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": GONGKAI_PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "gongkai.people.passwords.KindsOfCharacter"},
]
AXES_FAILURE_LIMIT = env.int("GONGKAI_SIGN_IN_FAILURES", default=5)
#: Minutes an account stays locked after too many failures.
GONGKAI_LOCK_MINUTES = env.int("GONGKAI_LOCK_MINUTES", default=20)
AXES_COOLOFF_TIME = GONGKAI_LOCK_MINUTES / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "gongkai.people.sign_in.locked_out"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

#: Days a delegation during absence may last at most.
GONGKAI_DELEGATION_DAYS = env.int("GONGKAI_DELEGATION_DAYS", default=90)
#: Minutes without a click after which a staff session ends.
SESSION_COOKIE_AGE = 60 * env.int("GONGKAI_IDLE_MINUTES", default=30)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_NAME = "gongkai_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "gongkai_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gongkai.core.errors.csrf_failure"
_secure = env.bool("GONGKAI_HTTPS", default=PUBLIC_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SECURE_HSTS_SECONDS = 31536000 if _secure else 0
SECURE_REFERRER_POLICY = "same-origin"
#: A proxy of ours stands before the site: what it says of the caller's scheme and address is believed.
GONGKAI_BEHIND_PROXY = env.bool("GONGKAI_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GONGKAI_BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"


def _host_of_tiles(template: str) -> list[str]:
    """The one other host pictures may come from: that of the map tiles, where one is configured."""
    found = re.match(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?=/)", template)
    return [found[0]] if found else []


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *_host_of_tiles(GONGKAI_MAP_TILES)],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / name / "locale" for name in ("domain", "journeys", "config")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["gongkai.config.formats"]

STATIC_URL = "/static/"
# Files are served from the packages themselves; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
#: The front cache's memory, in bytes, per worker.
GONGKAI_FRONT_CACHE_BYTES = env.int("GONGKAI_FRONT_CACHE_BYTES", default=64 * 1024 * 1024)

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEST_RUN = "pytest" in sys.modules
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Scanners ask for other hosts and send forms without end; they are refused, and no trace of code is owed to them.
    "loggers": {
        f"django.security.{name}": {"level": "CRITICAL"}
        for name in ("DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent")
    },
    "root": {"handlers": ["stderr"], "level": env.str("GONGKAI_LOG_LEVEL", default="WARNING")},
}
