"""The places at which a release can be hit: before each statement, around each commit, before each write to disk."""

from __future__ import annotations

import errno
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from django.db import OperationalError, connection


class Points:
    """Counts the places that are passed, and strikes at the one with number `target` (from 1; 0 never)."""

    def __init__(self, target: int = 0, strike: str = "") -> None:
        self.target = target
        self.strike = strike
        self.passed: list[str] = []

    def pass_by(self, name: str) -> None:
        """Note the place; kill this process or fail there if it is the one."""
        self.passed.append(name)
        if len(self.passed) != self.target:
            return
        if self.strike == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("file"):
            raise OSError(errno.ENOSPC, "No space left on device")
        raise OperationalError("the server closed the connection unexpectedly")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch this process's connection and what it writes to disk."""
        connection.ensure_connection()
        commit = connection._commit

        def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
            self.pass_by(f"sql: {sql[:60]}")
            return run(sql, *rest)

        def committing() -> None:
            self.pass_by("before commit")
            commit()
            if self.strike == "kill":  # a commit that is through can't fail any more
                self.pass_by("after commit")

        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(execute))
            stack.enter_context(mock.patch.object(connection, "_commit", committing))
            for module, name in ((os, "replace"), (os, "fsync"), (os, "mkdir"), (tempfile, "mkstemp")):
                stack.enter_context(mock.patch.object(module, name, self._before(getattr(module, name))))
            yield

    def _before(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.pass_by(f"file: {real.__name__}")
            return real(*args, **kwargs)

        return call
