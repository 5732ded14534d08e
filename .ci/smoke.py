"""Do what the README says: `make start`, look, Ctrl-C, start again. Exits 1 with a sentence when anything differs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST_START_SECONDS = 300
SECOND_START_SECONDS = 60
STOP_SECONDS = 25


def main(port: int) -> None:
    """Run the story once from nothing and once more with the data of the first time."""
    backup = set_aside_local_data()
    try:
        first = start_look_stop(port, signal.SIGINT, FIRST_START_SECONDS)
        second = start_look_stop(port, signal.SIGTERM, SECOND_START_SECONDS)
        look_at_taken_port(port)
    finally:
        put_back(backup)
    print(f"smoke: first start {first:.1f} s, second start {second:.1f} s")


def set_aside_local_data() -> Path | None:
    """Move a developer's own data away, so that the first start is one. There is none in a fresh clone."""
    if not (ROOT / "var").exists():
        return None
    backup = ROOT / f"var.{os.getpid()}"
    (ROOT / "var").rename(backup)
    return backup


def put_back(backup: Path | None) -> None:
    """Leave what was found."""
    if backup:
        shutil.rmtree(ROOT / "var", ignore_errors=True)
        backup.rename(ROOT / "var")


def start_look_stop(port: int, stop_with: signal.Signals, patience: float) -> float:
    """Start, read the announcement and four pages, stop; return how long the start took."""
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "start"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(process.stdout or []), daemon=True)
    reader.start()
    try:
        wait_until(lambda: "Ctrl-C" in "".join(lines) or process.poll() is not None, patience, lines)
        if process.poll() is not None:
            fail("make start ended", lines)
        took = time.monotonic() - started
        expect(port, "/sv/", "text/html")
        expect(port, "/en/", "text/html")
        expect(port, "/admin/login/", "text/html")
        expect(port, "/sv/feed.rss", "xml")
        items = json.loads(expect(port, "/api/v1/items", "json"))
        if not items.get("items"):
            fail(f"the API lists no items: {str(items)[:300]}", lines)
    finally:
        os.killpg(process.pid, stop_with)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            fail(f"did not stop within {STOP_SECONDS} s", lines)
    left = left_running()
    if left:
        fail(f"still running after the stop: {left}", lines)
    if answers(port):
        fail(f"port {port} is still open after the stop", lines)
    if "Traceback" in "".join(lines):
        fail("a traceback was printed", lines)
    return took


def look_at_taken_port(port: int) -> None:
    """A taken port is one sentence and an exit code."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        result = subprocess.run(
            ["make", "start"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    if result.returncode == 0 or "is taken" not in result.stderr or "Traceback" in result.stderr:
        fail("a taken port was not refused in a sentence", [result.stdout, result.stderr])


def wait_until(condition: object, patience: float, lines: list[str]) -> None:
    """Wait for `condition()`; fail with what was printed when it takes too long."""
    deadline = time.monotonic() + patience
    while not condition():  # type: ignore[operator]
        if time.monotonic() > deadline:
            fail(f"was not ready within {patience:.0f} s", lines)
        time.sleep(0.2)


def expect(port: int, path: str, media_type: str) -> str:
    """Return the body of a page that must answer 200 with this media type."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as response:
            if media_type not in response.headers["Content-Type"]:
                fail(f"{path} is {response.headers['Content-Type']}, not {media_type}", [])
            return response.read().decode()
    except urllib.error.HTTPError as error:
        fail(f"{path} answers {error.code}", [error.read().decode(errors="replace")[:2000]])
    raise AssertionError


def answers(port: int) -> bool:
    """Say whether something listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def left_running() -> list[str]:
    """Return the command lines of our processes in this checkout that outlived the stop."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            here = (entry / "cwd").resolve() == ROOT
        except OSError:
            continue  # it ended while we looked
        if here and any(word in command for word in ("gunicorn", "publish_due_releases", "manage.py serve")):
            found.append(command.strip())
    return found


def fail(what: str, lines: list[str]) -> None:
    """Say what differed, with the last lines that were printed, and end."""
    sys.exit("".join(lines[-40:]) + f"\nsmoke: {what}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
