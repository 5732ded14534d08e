"""Settings of the processes that the fault tests start and kill: a database and a folder of their own."""

import os
from pathlib import Path

from cms.settings.test import *  # noqa: F403  (a leaf is base plus its differences)
from cms.settings.test import env

_DATABASE = os.environ["FAULTS_DATABASE"]
PRIVATE_FILES_ROOT = Path(os.environ["FAULTS_FILES"])
if _DATABASE.startswith("postgres"):
    DATABASES = {"default": env.db_url_config(_DATABASE)}
else:
    # As the embedded default has it (cms/settings/development.py).
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _DATABASE,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    }
