"""Children start together, stop together, and come back after a crash."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from cms.management.supervisor import Child, Supervisor

STAY = "import time; time.sleep(60)"
CRASH = "import sys; sys.exit(3)"


def child(name, program):
    return Child(name, [sys.executable, "-c", program])


def signal_soon(number, after):
    timer = threading.Timer(after, os.kill, (os.getpid(), number))
    timer.start()
    return timer


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_signal_stops_every_child():
    said = []
    supervisor = Supervisor([child("one", STAY), child("two", STAY)], say=said.append)
    signal_soon(signal.SIGINT, 0.7)
    assert supervisor.run() == 0
    assert [is_running(entry.process.pid) for entry in supervisor.children] == [False, False]
    assert said == ["Stopping ..."]


def test_grandchildren_stop_too(tmp_path):
    note = tmp_path / "pid"
    program = (
        "import subprocess, sys, time, pathlib; p = subprocess.Popen([sys.executable, '-c', 'import time; "
        f"time.sleep(60)']); pathlib.Path({str(note)!r}).write_text(str(p.pid)); time.sleep(60)"
    )
    supervisor = Supervisor([child("parent", program)], say=lambda text: None)
    supervisor.run(started=note.exists, announce=lambda: os.kill(os.getpid(), signal.SIGTERM))
    deadline = time.monotonic() + 5
    while is_running(int(note.read_text() or 0)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs_for_real(int(note.read_text()))


def _runs_for_real(pid):
    """A killed orphan stays a zombie where nobody reaps it; that is not running."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_child_that_keeps_crashing_stops_everything():
    said = []
    supervisor = Supervisor([child("steady", STAY), child("web server", CRASH)], say=said.append)
    assert supervisor.run() == 1
    assert said[0] == "The web server ended unexpectedly (exit code 3) and is started again."
    assert said[-1].startswith("The web server ended 4 times within a minute")
    assert not is_running(supervisor.children[0].process.pid)


def test_announcement_comes_once_when_it_answers():
    announced = []
    supervisor = Supervisor([child("one", STAY)], say=lambda text: None)
    signal_soon(signal.SIGTERM, 1.2)
    supervisor.run(started=lambda: True, announce=lambda: announced.append("here"))
    assert announced == ["here"]
