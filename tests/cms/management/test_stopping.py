"""A command hears that it is to stop, by either signal, and not before."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from cms.management.stopping import stop_signals


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in former.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_heard_and_not_before_it_comes(number: int) -> None:
    should_stop = stop_signals()
    assert not should_stop()
    os.kill(os.getpid(), number)
    assert should_stop()
