"""Development and the embedded default: SQLite, files in `var/`, mail on the console."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import VAR_DIR
from cms.settings.env import env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", "development-only-" + "x" * 50)
ALLOWED_HOSTS = ["*"]
PORT = env.int("PORT", 8000)
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", f"http://localhost:{PORT}")
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": env.str("SQLITE_PATH", str(VAR_DIR / "pressroom.sqlite3")),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            # A transaction that will write takes the write lock when it begins, so two can't deadlock half-way.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
