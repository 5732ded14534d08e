"""Tests: SQLite by default, PostgreSQL when DATABASE_URL is set; nothing leaves the machine."""

import tempfile
from pathlib import Path

from cms.settings.base import *
from cms.settings.base import STORAGES as BASE_STORAGES
from cms.settings.env import env

DEBUG = False
SECRET_KEY = "tests-only-" + "x" * 50
ALLOWED_HOSTS = ["*"]
PUBLIC_BASE_URL = "http://testserver"
_FILES = Path(tempfile.mkdtemp(prefix="pressroom-tests-"))
PRIVATE_FILES_ROOT = _FILES / "printed"
STATIC_ROOT = _FILES / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {**BASE_STORAGES["default"], "OPTIONS": {"location": str(_FILES / "workshop")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Every desk has a page in each of them; two are enough for most tests, and made in a quarter of the time.
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES[:2]
PROOF_PRIVATE_KEYS = ["dGVzdHMtb25seS1hYmNkZWZnaGlqa2xtbm9wcXJzdHU"]  # known to everybody: signs tests only
API_LIMITS = {
    "anonymous": 1_000_000,
    "partner": 2_000_000,
}  # counted, never reached, but where a test says so
REACH_FLUSH_SECONDS = 0  # no thread: a test flushes by itself
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "DATABASE_URL" in env.ENVIRON:
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _FILES / "test.sqlite3",
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
            "TEST": {"NAME": env.str("TEST_SQLITE_PATH", ":memory:")},
        }
    }
