"""Bring the embedded default up to date before it serves: catalogues, database, example data, static files.

Each step looks first and does nothing when there is nothing to do, so that a second start is quick.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

import polib

from cms.ledger.rebuilding import rebuild_if_moved

Say = Callable[[str], None]


def prepare(*, say: Say) -> None:
    """Do every step that is needed, in order."""
    compile_catalogues(say=say)
    update_database(say=say)
    load_example_once(say=say)
    follow_public_address(say=say)
    collect_static_files(say=say)


def compile_catalogues(*, say: Say) -> int:
    """Compile translations whose compiled form is missing or older; return how many. Needs no gettext."""
    compiled = 0
    for directory in settings.LOCALE_PATHS:
        for source in sorted(Path(directory).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                polib.pofile(str(source)).save_as_mofile(str(target))
                compiled += 1
    if compiled:
        say(f"Compiled {compiled} translation catalogue(s).")
    return compiled


def update_database(*, say: Say) -> bool:
    """Run the migrations that the database lacks; return whether there were any."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    say("Preparing the database ...")
    call_command("migrate", verbosity=0, interactive=False)
    return True


def load_example_once(*, say: Say) -> bool:
    """Fill a database that nobody has used yet with the example data; return whether it was done."""
    if get_user_model().objects.exists():
        return False
    say("Loading the example data ...")
    call_command("load_example", if_empty=True, verbosity=0)
    return True


def follow_public_address(*, say: Say) -> bool:
    """Give finished addresses the host and port of now, when they were made for others; return whether they were."""
    if rebuild_if_moved() is None:
        return False
    say(f"The public address is now {settings.PUBLIC_BASE_URL}: made all finished addresses anew.")
    return True


def collect_static_files(*, say: Say) -> bool:
    """Collect and fingerprint the static files when any has changed; return whether that was needed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _state_of_static_files()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    say("Collecting the static files ...")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted, encoding="ascii")
    return True


def _state_of_static_files() -> str:
    """Return a digest of the name, size and time of change of every static file, and of how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for line in sorted(_static_files()):
        digest.update(line.encode())
    return digest.hexdigest()


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            status = Path(storage.path(name)).stat()
            yield f"{name}\t{status.st_size}\t{status.st_mtime_ns}\n"
