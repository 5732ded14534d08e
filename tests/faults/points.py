"""The places at which a release can be hit: before each statement, around each commit, before each write to disk."""

from __future__ import annotations

import errno
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper


class Points:
    """Counts the places that any thread passes, and strikes at the one with number `target` (from 1; 0 never)."""

    def __init__(self, target: int = 0, strike: str = "") -> None:
        self.target = target
        self.strike = strike
        self.passed: list[str] = []
        self._lock = threading.Lock()

    def pass_by(self, name: str) -> None:
        """Note the place; kill this process or fail there if it is the one."""
        with self._lock:
            self.passed.append(name)
            is_it = len(self.passed) == self.target
        if not is_it:
            return
        if self.strike == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("file"):
            raise OSError(errno.ENOSPC, "No space left on device")
        raise OperationalError("the server closed the connection unexpectedly")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch all connections of this process and what it writes to disk."""
        commit, run = BaseDatabaseWrapper._commit, CursorWrapper._execute_with_wrappers  # type: ignore[attr-defined]

        def execute(cursor: Any, sql: str, params: Any, many: bool, executor: Any) -> Any:
            self.pass_by(f"sql: {sql[:60]}")
            return run(cursor, sql, params, many, executor)

        def committing(connection: Any) -> None:
            self.pass_by("before commit")
            commit(connection)
            if self.strike == "kill":  # a commit that is through can't fail any more
                self.pass_by("after commit")

        with ExitStack() as stack:
            stack.enter_context(mock.patch.object(CursorWrapper, "_execute_with_wrappers", execute))
            stack.enter_context(mock.patch.object(BaseDatabaseWrapper, "_commit", committing))
            for module, name in ((os, "replace"), (os, "fsync"), (os, "mkdir"), (tempfile, "mkstemp")):
                stack.enter_context(mock.patch.object(module, name, self._before(getattr(module, name))))
            yield

    def _before(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.pass_by(f"file: {real.__name__}")
            return real(*args, **kwargs)

        return call
