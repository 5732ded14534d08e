"""Keep a few child processes running as one: all start together, all stop together, a crashed one is restarted.

Made for `manage.py serve`, which a person ends with Ctrl-C. In production a service manager does this job
(docs/operations.md).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

#: A child that ends this often within RESTART_WINDOW seconds will not get better by itself.
RESTARTS_ALLOWED = 3
RESTART_WINDOW = 60.0
#: How long a child may take to finish its requests before it is ended the hard way.
STOP_GRACE = 12.0
_POLL = 0.2


@dataclass
class Child:
    """One process to keep running."""

    name: str
    argv: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    ended_at: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS_ALLOWED + 1))


class Supervisor:
    """Run children until a signal comes or one of them keeps crashing."""

    def __init__(self, children: Sequence[Child], *, say: Callable[[str], None]) -> None:
        self.children = list(children)
        self.say = say
        self.stop_signal: int | None = None

    def run(
        self, *, started: Callable[[], bool] | None = None, announce: Callable[[], None] | None = None
    ) -> int:
        """Start everything and watch it; return the exit code of the whole.

        Args:
            started: asked until it says that the product answers.
            announce: called once after that.
        """
        previous = {
            number: signal.signal(number, self._note_signal)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            for child in self.children:
                self._start(child)
            return self._watch(started, announce)
        finally:
            self._stop_all()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _watch(self, started: Callable[[], bool] | None, announce: Callable[[], None] | None) -> int:
        while self.stop_signal is None:
            for child in self.children:
                if not self._keep_alive(child):
                    return 1
            if started is not None and started():
                started = None
                if announce is not None:
                    announce()
            time.sleep(_POLL)
        self.say("Stopping ...")
        return 0

    def _keep_alive(self, child: Child) -> bool:
        """Restart a child that has ended; return False when it ends too often."""
        code = child.process.poll() if child.process else None
        if code is None:
            return True
        child.ended_at.append(time.monotonic())
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        recent = [moment for moment in child.ended_at if child.ended_at[-1] - moment < RESTART_WINDOW]
        if len(recent) > RESTARTS_ALLOWED:
            self.say(
                f"The {child.name} ended {len(recent)} times within a minute ({how}): stopping everything."
            )
            return False
        self.say(f"The {child.name} ended unexpectedly ({how}) and is started again.")
        self._end_group(child, signal.SIGKILL)  # what it left behind would hold the port
        time.sleep(0.5 * len(recent))
        self._start(child)
        return True

    def _start(self, child: Child) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the supervisor only, which then stops all in order.
        child.process = subprocess.Popen(  # noqa: S603  (our own command line)
            child.argv,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  (the supervisor has no threads)
            stdin=subprocess.DEVNULL,
        )

    def _stop_all(self) -> None:
        for child in self.children:
            self._end(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_GRACE
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"The {child.name} did not stop in time and was ended.")
            self._end_group(child, signal.SIGKILL)
            child.process.wait()

    @staticmethod
    def _end(child: Child, number: signal.Signals) -> None:
        if child.process is not None and child.process.poll() is None:
            child.process.send_signal(number)

    @staticmethod
    def _end_group(child: Child, number: signal.Signals) -> None:
        if child.process is not None:
            try:
                os.killpg(child.process.pid, number)
            except ProcessLookupError:
                return  # everything in it has ended, as it should

    def _note_signal(self, number: int, _frame: FrameType | None) -> None:
        self.stop_signal = number


def _die_with_parent() -> None:
    """Have the kernel end this child when the supervisor is killed without a chance to stop it (Linux only)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None, use_errno=True).prctl(set_parent_death_signal, signal.SIGTERM)
