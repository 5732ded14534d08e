"""How a command that runs until it is told to stop hears that."""

from __future__ import annotations

import signal
from collections.abc import Callable


def stop_signals() -> Callable[[], bool]:
    """Heed SIGTERM and SIGINT from now on; return what tells whether one has come. Call it in the main thread."""
    heard: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, _frame: heard.append(signum))
    return lambda: bool(heard)
