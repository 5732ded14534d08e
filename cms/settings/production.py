"""Production: PostgreSQL, Redis and SMTP behind a proxy that ends TLS; every value from the environment.

Refuses to start on a missing or unsafe value with a sentence that names it (`cms/settings/env.py`).
docs/settings.md lists the variables, docs/operations.md shows an installation.
"""

from pathlib import Path
from urllib.parse import urlsplit

from cms.settings.base import *
from cms.settings.base import API_LIMITS, BASE_DIR, LOGGING, MIDDLEWARE, OUTGOING_PORTS, STORAGES
from cms.settings.env import PURGED_SECONDS, UNPURGED_SECONDS, env
from cms.settings.search import *

DEBUG = False
CHANGES_WAITERS = env.int("WEB_THREADS", default=4) // 4
SECRET_KEY = env.secret_key("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
PUBLIC_BASE_URL = env.https_address("PUBLIC_BASE_URL")
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
PUBLIC_NAME = WAGTAIL_SITE_NAME = env.str("PUBLIC_NAME", default="Samverkan Järva")

DATABASES = {"default": env.postgresql("DATABASE_URL")}
# What this process serves. `public` has no admin, no sessions, and may use a database account that can read the
# ledger and nothing else: a draft cannot leak from a process that cannot read drafts (docs/operations.md).
SURFACE = env.one_of("SURFACE", choices=("everything", "public"))
if SURFACE == "public":
    if env.str("PUBLIC_DATABASE_URL", default=""):
        DATABASES = {"default": env.postgresql("PUBLIC_DATABASE_URL")}
    ROOT_URLCONF = "cms.public_urls"
    MIDDLEWARE = [path for path in MIDDLEWARE if path != "cms.common.middleware.WorkshopOnly"]
# A process for the public signs nothing, so it does not even hold the keys.
PROOF_PRIVATE_KEYS = [] if SURFACE == "public" else env.signing_keys("PROOF_PRIVATE_KEYS")
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)

_REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.redis("REDIS_URL")}
CACHES = {"default": _REDIS, "limits": {**_REDIS, "KEY_PREFIX": "limits"}}
API_LIMITS = {
    "anonymous": env.int("API_ANONYMOUS_LIMIT", default=API_LIMITS["anonymous"]),
    "partner": env.int("API_PARTNER_LIMIT", default=API_LIMITS["partner"]),
}
FORWARDED_FOR_HOPS = env.int("FORWARDED_FOR_HOPS", default=0)

OUTGOING_PORTS = env.list("OUTGOING_PORTS", cast=int, default=OUTGOING_PORTS)
PARTNER_PAGES_VISITED = env.bool("PARTNER_PAGES_VISITED", default=True)

EMAIL_TIMEOUT = 20
for _name, _value in env.smtp("EMAIL_URL").items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"pressrum@{urlsplit(PUBLIC_BASE_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

FILES_DIR = env.directory(
    "FILES_DIR", remedy="set it to a directory outside of the code that is backed up with the database"
)
PRIVATE_FILES_ROOT = FILES_DIR / "printed-files"
STORAGES = {
    **STORAGES,
    "default": {**STORAGES["default"], "OPTIONS": {"location": str(FILES_DIR / "workshop-files")}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_ROOT = Path(env.str("STATIC_DIR", default=str(BASE_DIR / "var" / "static")))

WEBSUB_HUB = env.hub("WEBSUB_HUB")

# Shared caches and proxies in front (docs/operations.md).
PURGED_CACHES = env.purged_caches("PURGED_CACHES")
_MOST = PURGED_SECONDS if PURGED_CACHES else UNPURGED_SECONDS
SHARED_CACHE_SECONDS = env.cache_seconds("SHARED_CACHE_SECONDS", most=_MOST)
SHARED_CACHE_STALE_SECONDS = env.cache_seconds(
    "SHARED_CACHE_STALE_SECONDS", most=_MOST - SHARED_CACHE_SECONDS
)
SHARED_CACHE_ERROR_SECONDS = env.cache_seconds("SHARED_CACHE_ERROR_SECONDS", most=24 * 3600)
SURROGATE_KEY_HEADERS = env.some_of("SURROGATE_KEY_HEADERS", choices=("Surrogate-Key", "Cache-Tag"))
FILES_ACCEL_PREFIX = env.str("FILES_ACCEL_PREFIX", default="")

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if env.said(
    "BEHIND_PROXY",
    remedy=(
        "say true when a proxy ends TLS here and always sets X-Forwarded-Proto itself, "
        "or false when the server has the certificate"
    ),
):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    **LOGGING,
    "root": {
        "handlers": ["stdout"],
        "level": env.one_of("LOG_LEVEL", choices=("INFO", "DEBUG", "WARNING", "ERROR")),
    },
}
