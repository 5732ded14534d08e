"""Settings that hold everywhere. Values from the environment are read in `env.py` only."""

from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO

from cms.common import languages

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "cms",
    "examples",
    "pressroom",
    "search",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.common.middleware.WorkshopOnly",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.common.middleware.BrowserPolicies",
    "pressroom.reach.middleware.CountReach",
]
# Addresses of the workshop, and what only they need. The public has no session and no user (docs/architecture.md).
WORKSHOP_PREFIXES = ("/admin/",)
WORKSHOP_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
APPEND_SLASH = False  # public addresses redirect themselves; nothing else should guess
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a StreamField form has many fields

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
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "cms.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

# Swedish is the source language of every text in the interface (docs/decisions/0003-swedish-source-text.md).
LANGUAGE_CODE = "sv"
# The press room speaks all of them, and items are translated into them; the workshop speaks Swedish and English.
LANGUAGES = [(language.code, language.own_name) for language in languages.LANGUAGES.values()]
# Names of languages that Django does not know; Wagtail asks for them.
for _language in languages.LANGUAGES.values():
    LANG_INFO.setdefault(
        _language.code,
        {
            "bidi": _language.direction == "rtl",
            "code": _language.code,
            "name": _language.swedish_name,
            "name_local": _language.own_name,
        },
    )
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES: dict[str, dict[str, Any]] = {
    # Nothing here has a public address: uploads stay in the workshop, printed bytes go through cms.files.
    "default": {
        "BACKEND": "cms.media.storage.WorkshopStorage",
        "OPTIONS": {"location": str(VAR_DIR / "workshop-files")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PRIVATE_FILES_ROOT = VAR_DIR / "printed-files"

CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Counters of requests by caller: many small ones, so they don't push out what else is kept.
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "pressrum@example.se"

WAGTAIL_SITE_NAME = "Samverkan Järva"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "cms.PressImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.PressDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]  # SVG can carry script: refused
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt"]
DOCUMENT_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILDOCS_MAX_UPLOAD_SIZE = DOCUMENT_MAX_UPLOAD_SIZE  # gives the help text
# The models refuse what is unfit; these forms say so at the field.
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.PressImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.PressDocumentForm"
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.items.finishing.finish_review"  # Wagtail's own would publish
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# Public search: the database, unless an engine is named (cms/settings/search.py). The admin's stays on the database.
SEARCH_ENGINE = "database"
SEARCH_URL = SEARCH_USER = SEARCH_PASSWORD = SEARCH_API_KEY = SEARCH_CA_FILE = ""
SEARCH_INDEX = "pressroom"

# What a browser may load. Everything public: own files only, nothing inline. Wagtail's editor has inline scripts and
# styles (wagtail/wagtail#1288), so the workshop allows them; never add a nonce there, it would switch that off again.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
    }
}
WORKSHOP_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],  # blob: shows a picture before it is uploaded
        "frame-src": ["'self'"],  # the preview beside the editor
        "worker-src": ["'self'", "blob:"],
    }
}
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=()"
)
X_FRAME_OPTIONS = "SAMEORIGIN"
# security.W019 asks for X-Frame-Options DENY: the editor shows its preview in a frame of the same origin.
# security.W021 asks for HSTS preload: that binds the whole domain and is its owner's decision (HSTS_PRELOAD).
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# One stream, to stdout: whatever runs the processes collects it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "cms.common.logs.LineFormatter",  # keeps the tokens of personal links out
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would write a second copy, and mail ADMINS, whom this product does not have.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners; they get a 400 and no traceback
        "pikepdf": {"level": "WARNING"},  # greets at every start
        "elastic_transport": {"level": "WARNING"},  # tells of every request
    },
}

# What editions are signed with: private keys as `manage.py proof_keys new` makes them (cms/ledger/keys.py), or a file
# that makes itself. Without either nothing is released; reading needs neither.
PROOF_PRIVATE_KEYS: list[str] = []
PROOF_KEY_FILE: Path | None = None

# Where requests to addresses that others gave may go (pressroom/outgoing): these ports; and, while somebody develops a
# receiver on the same machine, to this machine itself, by http too. Never the latter in production.
OUTGOING_PORTS = [443, 8443]
#: Whether pages that partners show our texts on are visited (pressroom/copies).
PARTNER_PAGES_VISITED = True
OUTGOING_TO_THIS_MACHINE = False

# Where feeds are subscribed to (WebSub): "own", the https address of another hub, or empty for nowhere.
WEBSUB_HUB = "own"

# What shared caches may do (pressroom/freshness.py, docs/operations.md). 0: nothing without asking.
SHARED_CACHE_SECONDS = 0
SHARED_CACHE_STALE_SECONDS = 0
SHARED_CACHE_ERROR_SECONDS = 0
SURROGATE_KEY_HEADERS: list[str] = []
# Caches that are told what to forget: name -> {"BACKEND": dotted path, and what that takes} (pressroom/purging).
PURGED_CACHES: dict[str, dict[str, Any]] = {}
# Where a proxy serves PRIVATE_FILES_ROOT to itself only; empty: the web process sends files.
FILES_ACCEL_PREFIX = ""

# Requests to the API that one caller may make in five minutes (pressroom/api/keys/limits.py); 0 is no limit. Anonymous
# callers are told apart by their network, so the address must be the client's own: FORWARDED_FOR_HOPS says how many of
# our own proxies add to X-Forwarded-For, which is otherwise not believed.
API_LIMITS = {"anonymous": 600, "partner": 6_000}
FORWARDED_FOR_HOPS = 0

# Seconds between two times that a process stores what it has counted of readers (pressroom/reach).
REACH_FLUSH_SECONDS = 5.0

# The press room's own address, without a trailing slash. Finished addresses in the current view start with it.
PUBLIC_BASE_URL = "http://localhost:8000"
PUBLIC_NAME = "Samverkan Järva"
# Requests of one process that may wait for changes at once (pressroom/api/v1/waiting.py): a quarter of its threads.
CHANGES_WAITERS = 1
# How a draft's payload is shown in the editor: the public page's own renderer, named here so that the workshop
# does not import the press room.
PAYLOAD_RENDERER = "pressroom.views.preview.render_payload"
# How a release is shown before its time (cms/sharing): the press room's own views over what the ledger will be.
RELEASE_RENDERER = "pressroom.release_preview.ReleasePreview"
