"""Readers in processes of their own: they poll every surface while a release is struck, and judge each answer.

One keeps its finished answers as a web process does; the other forgets them before every request, so that it always
reads the tables. Told through pipes when to begin and when to end; nothing they do touches the release.
"""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from cms.common import clock
from pressroom.http import clear_memo
from tests.faults import world
from tests.faults.surfaces import Surface, ask

NAMES = ("keeps", "forgets")


class Observer:
    """The parent's side of one reader."""

    def __init__(self, name: str) -> None:
        self.name = name
        down, self._tell = os.pipe()
        self._hear, up = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self._tell)
                os.close(self._hear)
                _observe(down, up, forgets=name == "forgets")
            finally:
                os._exit(0)
        os.close(down)
        os.close(up)
        self._answers = os.fdopen(self._hear)

    def begin(self, surfaces: Sequence[Surface], not_before: float) -> None:
        """Start polling; an answer from after the release that comes before `not_before` (Unix time) is early."""
        order = {"surfaces": [asdict(surface) for surface in surfaces], "not_before": not_before}
        os.write(self._tell, json.dumps(order).encode() + b"\n")
        self._answers.readline()  # it has asked once

    def end(self) -> dict[str, Any]:
        """Stop polling, the one that keeps its answers after one more whole round; return what was seen."""
        os.write(self._tell, b"\n")
        return json.loads(self._answers.readline())

    def quit(self) -> None:
        os.kill(self.pid, signal.SIGKILL)  # its own end of the pipe may be held open by its sisters
        os.waitpid(self.pid, 0)


class Watch:
    """What one reader has seen of one release."""

    def __init__(self, surfaces: Sequence[Surface], not_before: float, *, forgets: bool) -> None:
        self.surfaces = surfaces
        self.not_before = not_before
        self.forgets = forgets
        self.polls = 0
        self.bad: list[str] = []
        self.is_out = False
        self.last: set[str] = set()

    def look(self, surface: Surface) -> None:
        """Ask once and judge: whole, not early, and never back to before once anything has shown the release."""
        if self.forgets:
            clear_memo()
        mark = ask(surface.path)
        kind, at = surface.judge(mark), time.time()
        self.polls += 1
        self.last.add(kind)
        if kind == "other":
            self.bad.append(f"neither before nor after: {surface.path} {mark}")
        if kind == "after" and at < self.not_before:
            self.bad.append(f"early: {surface.path}")
        if kind == "before" and self.is_out:
            self.bad.append(f"before again: {surface.path}")
        self.is_out = self.is_out or kind == "after"

    def found(self) -> dict[str, Any]:
        return {"polls": self.polls, "bad": self.bad[:5], "count": len(self.bad), "last": sorted(self.last)}


def _observe(orders: int, answers: int, *, forgets: bool) -> None:
    stream = os.fdopen(orders)
    with clock.set_to(world.PAST):  # who answers now must not change while they look
        while line := stream.readline():
            order = json.loads(line)
            clear_memo()
            surfaces = [Surface(**entry) for entry in order["surfaces"]]
            watch = Watch(surfaces, order["not_before"], forgets=forgets)
            watch.look(surfaces[0])
            _say(answers, {})
            _poll_until_told(watch, orders)
            stream.readline()
            watch.last = set()
            for surface in surfaces[:1] if forgets else surfaces:
                watch.look(surface)
            _say(answers, watch.found())


def _poll_until_told(watch: Watch, orders: int) -> None:
    while True:
        for surface in watch.surfaces:
            watch.look(surface)
            if select.select([orders], [], [], 0)[0]:
                return


def _say(answers: int, line: dict[str, Any]) -> None:
    os.write(answers, json.dumps(line, ensure_ascii=False).encode() + b"\n")
