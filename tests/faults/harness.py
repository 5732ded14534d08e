"""Runs in a process of its own: prints the same release again and again, in children that are struck on the way.

    python -m tests.faults.harness 20     20 places, evenly spread; 0 means all

Says one JSON object per release. Started by test_release.py.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from tests.faults.databases import Copies

#: How often each race is run.
ROUNDS = 2


def in_child(act: Callable[[], Any]) -> dict[str, Any]:
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
            found: dict[str, Any] = {"result": act()}
        except Exception as error:  # noqa: BLE001  (the parent is told)
            found = {"error": type(error).__name__, "trace": traceback.format_exc()[-2000:]}
        Path(name).write_text(json.dumps(found), encoding="utf-8")
        os._exit(0)
    return pid, Path(name)


def wait_for(child: tuple[int, Path]) -> dict[str, Any]:
    pid, report = child
    _pid, status = os.waitpid(pid, 0)
    text = report.read_text(encoding="utf-8")
    report.unlink()
    return {"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else json.loads(text)


def release(target: int, strike: str, pk: int | None = None) -> dict[str, Any]:
    """Print the planned release, or another, with one strike on the way."""
    from django.core import mail

    from cms.releases.exceptions import ReleaseError
    from cms.releases.printing import print_release
    from tests.faults import world
    from tests.faults.points import Points

    points = Points(target, strike)
    pk = pk or world.planned().pk
    mail.outbox = []
    error = ""
    with points.watched():
        try:
            print_release(pk)
        except ReleaseError as refusal:
            error = refusal.code
        except Exception as lost:  # noqa: BLE001  (told as what it is)
            error = type(lost).__name__
    return {"passed": points.passed, "error": error, "mails": len(mail.outbox)}


def sweep(copies: Copies, strike: str, wanted: int) -> None:
    """Strike the release at `wanted` of its places, evenly spread; at all for 0."""
    from tests.faults import world

    copies.restore()
    passed = in_child_or_stop(lambda: release(0, strike))["passed"]
    for target in spread(len(passed), wanted):
        copies.restore()
        struck = in_child(lambda target=target: release(target, strike))
        after = in_child_or_stop(world.state)
        is_out = after["editions"] > 0
        end = in_child_or_stop(lambda is_out=is_out: again(is_needed=not is_out))
        say(
            {
                "act": strike,
                "places": len(passed),
                "place": f"{target} {passed[target - 1]}",
                "struck": struck,
                "after": after,
                "end": end,
            }
        )


def again(*, is_needed: bool) -> dict[str, Any]:
    from tests.faults import world

    error = release(0, "")["error"] if is_needed else ""
    return {"error": error, **world.state()}


def race(copies: Copies, command: str, publishers: int) -> None:
    """Let several print the same release at the same moment, over and over."""
    from cms.releases.publisher import publish_due
    from tests.faults import world

    acts: dict[str, Callable[[], Any]] = {"publish": publish_due, "print": lambda: release(0, "")["error"]}
    for _ in range(ROUNDS):
        copies.restore()
        children = [start_child(acts[command]) for _ in range(publishers)]
        results = [wait_for(child).get("result") for child in children]
        say({"act": command, "results": results, "end": in_child_or_stop(world.state)})


def crowd(copies: Copies) -> None:
    """Let different releases be printed at the same moment."""
    from tests.faults import world

    for _ in range(ROUNDS):
        copies.restore()
        pks = in_child_or_stop(world.plan_others)
        children = [start_child(lambda pk=pk: release(0, "", pk)["error"]) for pk in pks]
        results = [wait_for(child).get("result") for child in children]
        say({"act": "crowd", "results": results, "end": in_child_or_stop(world.state)})


def spread(places: int, wanted: int) -> list[int]:
    """Return `wanted` of the numbers 1..places, evenly, the first and the last among them; all for 0."""
    if not wanted or wanted >= places:
        return list(range(1, places + 1))
    return sorted({1 + round(number * (places - 1) / (wanted - 1)) for number in range(wanted)})


def in_child_or_stop(act: Callable[[], Any]) -> Any:
    found = in_child(act)
    if "result" not in found:
        sys.exit(found.get("trace", str(found)))
    return found["result"]


def say(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201  (how the parent hears)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    from tests.faults import world

    logging.disable(logging.CRITICAL)
    setup_test_environment()
    copies, sample = Copies(), int(sys.argv[1])
    try:
        in_child_or_stop(world.make)
        copies.keep()
        sweep(copies, "kill", sample)
        sweep(copies, "fail", sample)
        race(copies, "publish", 4)
        race(copies, "print", 2)
        crowd(copies)
    finally:
        copies.drop()
        shutil.rmtree(settings.STATIC_ROOT.parent, ignore_errors=True)


if __name__ == "__main__":
    main()
