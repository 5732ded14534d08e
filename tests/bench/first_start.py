"""How long a newcomer waits: `make start` in a fresh clone of the last commit, until the first page is there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.bench.rows import Row, single
from tests.bench.worker import ROOT

PORT = 8705
_LIMIT = 900


def measure(*, say: Callable[[str], None]) -> list[Row]:
    """Start twice, the first time with nothing installed and no package cached; return the seconds of each."""
    with tempfile.TemporaryDirectory(prefix="pressroom-first-start-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-local", str(ROOT), str(clone)], check=True)
        say("First start in a fresh clone ...")
        total, installing = _start(clone, Path(folder) / "cache")
        say(f"  {total:.0f} s, of which {installing:.0f} s installing packages")
        again, _ = _start(clone, Path(folder) / "cache")
        say(f"Second start: {again:.1f} s")
    return [
        single("first_start_seconds", total, "s, packages downloaded and installed"),
        single("first_start_seconds_without_install", total - installing, "s, packages installed"),
        single("second_start_seconds", again, "s"),
    ]


def _start(clone: Path, cache: Path) -> tuple[float, float]:
    """Run `make start` until its front page answers 200; return seconds in all, and seconds of them for packages."""
    stamp = clone / ".venv" / ".installed"
    is_first = not stamp.exists()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO_", "BENCH_", "VIRTUAL_ENV")) and name != "MAKEFLAGS"
    }
    environment |= {"PORT": str(PORT), "UV_CACHE_DIR": str(cache / "uv"), "PIP_CACHE_DIR": str(cache / "pip")}
    started = time.monotonic()
    installed = started if not is_first else 0.0
    process = subprocess.Popen(
        [shutil.which("make") or "make", "start"],
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers():
            if stamp.exists() and not installed:
                installed = time.monotonic()
            if process.poll() is not None or time.monotonic() - started > _LIMIT:
                raise RuntimeError("`make start` did not come to a first page; its reason is above.")
            time.sleep(0.05)
        return time.monotonic() - started, (installed or time.monotonic()) - started
    finally:
        _stop(process)


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/sv/", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
