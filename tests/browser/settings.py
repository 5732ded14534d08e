"""Settings of the server that a browser test starts: everything of its own in one temporary folder."""

from pathlib import Path

from cms.settings.env import env
from cms.settings.test import *  # noqa: F403  (a leaf is its base plus its differences)
from cms.settings.test import STORAGES as _STORAGES

_HOME = Path(env.str("BROWSER_TEST_HOME"))
PUBLIC_BASE_URL = env.str("BROWSER_TEST_URL")
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _HOME / "pressroom.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
PRIVATE_FILES_ROOT = _HOME / "printed"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = _HOME / "mail"
STORAGES = {
    **_STORAGES,
    "default": {**_STORAGES["default"], "OPTIONS": {"location": str(_HOME / "workshop")}},
}
WHITENOISE_USE_FINDERS = True  # serve static files from where they are, without collecting them
