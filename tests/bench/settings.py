"""The embedded default's settings with a scratch database and the peers' addresses. Nothing else differs.

The middleware, the server and every cache are the product's own, for it and for its peers alike.
"""

from pathlib import Path

from cms.settings.development import *
from cms.settings.development import DATABASES, INSTALLED_APPS, LOGGING
from cms.settings.env import env

SCRATCH = Path(env.str("BENCH_SCRATCH"))
PRIVATE_FILES_ROOT = SCRATCH / "printed-files"
STATIC_ROOT = SCRATCH / "static"
if env.str("BENCH_DATABASE").startswith("postgres"):
    DATABASES = {"default": env.db_url("BENCH_DATABASE") | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
else:
    DATABASES["default"]["NAME"] = env.str("BENCH_DATABASE")
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2", "rest_framework"]
ROOT_URLCONF = "tests.bench.urls"
API_LIMITS = {"anonymous": 1_000_000_000, "partner": 1_000_000_000}  # counted, never reached
SHARED_CACHE_SECONDS = SHARED_CACHE_STALE_SECONDS = env.int("BENCH_SHARED_CACHE", default=0)
LOGGING = {**LOGGING, "root": {"handlers": ["stdout"], "level": "WARNING"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
