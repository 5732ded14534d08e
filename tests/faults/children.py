"""Forked processes that do one thing each and may be killed on the way."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

Found = dict[str, Any]


def in_child(act: Callable[[], Any]) -> Found:
    """Run `act` in a forked child; return its result, the exception it raised, or how it was killed."""
    return wait_for(start_child(act))


def start_child(act: Callable[[], Any]) -> tuple[int, Path]:
    from django.db import connections

    connections.close_all()
    handle, name = tempfile.mkstemp(prefix="faults-")
    os.close(handle)
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            found: Found = {"result": act()}
        except Exception as error:  # noqa: BLE001  (the parent is told)
            found = {"error": type(error).__name__, "trace": traceback.format_exc()[-2000:]}
        Path(name).write_text(json.dumps(found), encoding="utf-8")
        os._exit(0)
    return pid, Path(name)


def wait_for(child: tuple[int, Path]) -> Found:
    pid, report = child
    _pid, status = os.waitpid(pid, 0)
    text = report.read_text(encoding="utf-8")
    report.unlink()
    return {"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else json.loads(text)


def in_child_or_stop(act: Callable[[], Any]) -> Any:
    found = in_child(act)
    if "result" not in found:
        sys.exit(found.get("trace", str(found)))
    return found["result"]
