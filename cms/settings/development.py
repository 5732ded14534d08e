"""Development and the embedded default: SQLite, files in `var/`, mail on the console."""

from contextlib import suppress

from cms.settings.base import *
from cms.settings.base import API_LIMITS, OUTGOING_PORTS, STORAGES, VAR_DIR
from cms.settings.env import env
from cms.settings.search import *

DEBUG = False
CHANGES_WAITERS = env.int("WEB_THREADS", default=4) // 4
#: Known to everybody who reads this, so `manage.py serve` answers to this machine only while it is in use.
DEVELOPMENT_KEY = "development-only-" + "x" * 50
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
with suppress(OSError):  # `manage.py serve` says what is wrong with it; other commands may not need it
    VAR_DIR.mkdir(exist_ok=True)
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default=f"http://localhost:{PORT}")
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": env.str("SQLITE_PATH", default=str(VAR_DIR / "pressroom.sqlite3")),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            # A transaction that will write takes the write lock when it begins, so two can't deadlock half-way.
            "transaction_mode": "IMMEDIATE",
            # FULL: a power cut must not take back a release that readers have seen, and give its seq to another.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}
OUTGOING_PORTS = env.list("OUTGOING_PORTS", cast=int, default=OUTGOING_PORTS)
PARTNER_PAGES_VISITED = env.bool("PARTNER_PAGES_VISITED", default=True)
OUTGOING_TO_THIS_MACHINE = env.bool("OUTGOING_TO_THIS_MACHINE", default=False)
API_LIMITS = {
    "anonymous": env.int("API_ANONYMOUS_LIMIT", default=API_LIMITS["anonymous"]),
    "partner": env.int("API_PARTNER_LIMIT", default=API_LIMITS["partner"]),
}
PROOF_PRIVATE_KEYS = env.signing_keys("PROOF_PRIVATE_KEYS")
PROOF_KEY_FILE = VAR_DIR / "proof-key"
STORAGES = {
    **STORAGES,
    # Compressed copies take most of a first start's time and gain nothing on the same machine.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
