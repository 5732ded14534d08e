"""The scratch databases of a run: made when they are missing or made by other code, else used again."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.worker import ROOT

#: What the content of a scratch database follows from.
_SOURCES = (
    "cms/ledger/*.py", "cms/migrations/*.py", "cms/common/digests.py", "examples/migrations/*.py",
    "tests/bench/content.py", "tests/bench/scratch.py", "tests/bench/peers.py", "uv.lock",
)  # fmt: skip


@dataclass(frozen=True)
class Database:
    """A scratch database with `editions` editions, and the environment in which everything uses it."""

    editions: int
    environment: Mapping[str, str]


def common_environment(scratch: Path) -> dict[str, str]:
    """Return the environment of everything that is measured: the caller's, without what could change the product."""
    ours = {"SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_BASE_URL", "DATABASE_URL", "SQLITE_PATH", "HOST"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "BENCH_SCRATCH": str(scratch),
        "BENCH_DATABASE": "",
    }


def prepare(scratch: Path, *, say: Callable[[str], None]) -> None:
    """Compile the catalogues and collect the static files, as `make start` does before it serves."""
    say("Collecting the static files ...")
    code = (
        "import django; django.setup();"
        "from cms.management.preparation import collect_static_files, compile_catalogues as compile;"
        "say = lambda _text: None; compile(say=say); collect_static_files(say=say)"
    )
    (scratch / "bare").mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=common_environment(scratch), check=True)


def sqlite(scratch: Path, *, sizes: Sequence[int], pages: int, say: Callable[[str], None]) -> list[Database]:
    """Return SQLite databases with so many editions and `pages` Wagtail pages each, made if need be."""
    wanted = f"{_fingerprint()} {pages}"
    template = scratch / "pages.sqlite3"
    made = []
    for size in sizes:
        path = scratch / f"editions-{size}.sqlite3"
        stamp = path.with_suffix(".made-by")
        environment = common_environment(scratch) | {"BENCH_DATABASE": str(path)}
        if not (path.exists() and stamp.exists() and stamp.read_text() == wanted):
            for old in scratch.glob(f"{path.name}*"):
                old.unlink()
            if not template.exists():
                _fill(environment | {"BENCH_DATABASE": str(template)}, "pages", pages, say)
            shutil.copyfile(template, path)
            _fill(environment, "editions", size, say)
            stamp.write_text(wanted)
        made.append(Database(size, environment))
    for file in scratch.glob("pages.sqlite3*"):
        file.unlink()
    return made


@contextmanager
def postgresql(
    scratch: Path, *, editions: int, pages: int, say: Callable[[str], None]
) -> Iterator[tuple[Mapping[str, str], Callable[[str], str]]]:
    """Give the environment of a PostgreSQL database made like the SQLite ones, and what copies it; drop all at the end.

    Made beside the database that `DATABASE_URL` names, whose account may make databases.
    """
    import psycopg

    server = os.environ["DATABASE_URL"]
    names: list[str] = []

    def run(statement: str) -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement)

    def make(name: str, template: str = "template1") -> str:
        run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        names.append(name)
        run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return urlsplit(server)._replace(path=f"/{name}").geturl()

    try:
        base = f"bench-{os.getpid()}"
        environment = common_environment(scratch) | {"BENCH_DATABASE": make(base)}
        _fill(environment, "pages", pages, say)
        _fill(environment, "editions", editions, say)
        yield environment, lambda name: make(f"{base}-{name}", base)
    finally:
        for name in names:
            run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _fill(environment: Mapping[str, str], what: str, count: int, say: Callable[[str], None]) -> None:
    started = time.monotonic()
    say(f"Making {count:,} {what} ...")
    command = [sys.executable, "-m", "tests.bench.scratch", what, str(count)]
    subprocess.run(command, cwd=ROOT, env=dict(environment), check=True)
    say(f"  made in {time.monotonic() - started:.0f} s")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
