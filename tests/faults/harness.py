"""Runs in a process of its own: prints the same releases again and again, in children that are struck on the way.

    python -m tests.faults.harness 5     about 5 places of each release, evenly spread; 0 means all

Says one JSON object per strike. Started by test_release.py. While a release is struck, observers poll (observers.py);
afterwards a fresh publisher prints it, without a person.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import django

from tests.faults.children import Found, in_child, in_child_or_stop, start_child, wait_for
from tests.faults.databases import Copies

#: How often each race is run.
ROUNDS = 2
#: How long before its instant a waiting publisher is started, in seconds.
LEAD = 0.8
#: Kills of a waiting publisher per shape, when everything is tried.
WAITING_KILLS = 12
#: Of a release with much of the same in it, every so manieth place is struck when everything is tried.
STEP = {"languages": 3}
#: The shapes of which a sample is struck when not everything is tried.
SAMPLED = ("mixed", "joint")


def print_by_hand(name: str, target: int, strike: str, pk: int | None = None) -> Found:
    """Print a release as a person does who says "now", with one strike on the way."""
    from django.core import mail

    from cms.releases.exceptions import ReleaseError
    from cms.releases.printing import print_release
    from tests.faults import world
    from tests.faults.points import Points

    points = Points(target, strike)
    pk = pk or world.planned(name).pk
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


def look_once(name: str, target: int, strike: str) -> Found:
    """Let a publisher look once at what is due; every place that it passes is in the same order each time."""
    from django.core import mail

    from cms.releases.publisher import publish_due
    from tests.faults.points import Points

    points = Points(target, strike)
    mail.outbox = []
    error = ""
    with points.watched():
        try:
            publish_due()
        except Exception as lost:  # noqa: BLE001  (the loop would log it and go on)
            error = type(lost).__name__
    return {"passed": points.passed, "error": error, "mails": len(mail.outbox)}


def wait_for_the_instant(name: str, target: int, strike: str, after: float = 0.0) -> Found:
    """Run the publisher's loop with its threads until the release is out; killed at a place, or after some seconds."""
    from cms.releases import publisher
    from tests.faults import world
    from tests.faults.points import Points

    points = Points(target, strike)
    if after:
        threading.Timer(after, os.kill, (os.getpid(), signal.SIGKILL)).start()
    deadline = time.monotonic() + 20
    with points.watched():
        publisher.run(interval=0.1, should_stop=lambda: is_out(name) or time.monotonic() > deadline)
    return {"passed": points.passed, "status": world.state(name)["status"]}


def is_out(name: str) -> bool:
    from tests.faults import world

    return world.planned(name).status == "released"


class Stage:
    """The world, who watches it, and one strike after the other."""

    def __init__(self, copies: Copies) -> None:
        from tests.faults.observers import NAMES, Observer

        self.copies = copies
        self.observers = [Observer(name) for name in NAMES]
        self.surfaces: dict[str, list[Any]] = {}

    def learn(self, name: str) -> list[str]:
        """Learn what every surface answers before and after a release that nobody strikes; return its places."""
        from tests.faults import surfaces

        passed: list[str] = []
        runs = []
        before: dict[str, str] = {}
        paths: list[str] = []
        for _ in range(2):
            self.set_out(name, dt.timedelta(0))
            seq = in_child_or_stop(surfaces.head)
            passed = in_child_or_stop(partial(look_once, name, 0, "kill"))["passed"]
            paths = paths or in_child_or_stop(partial(_addresses, name, seq))
            runs.append(in_child_or_stop(partial(_marks, paths)))
        self.set_out(name, dt.timedelta(0))
        before = in_child_or_stop(partial(_marks, paths))
        self.surfaces[name] = surfaces.compare(before, *runs)
        return passed

    def set_out(self, name: str, lead: dt.timedelta | None) -> float:
        """Put the world back with one release planned: long due, or so far ahead; return its instant."""
        from tests.faults import world

        self.copies.restore()
        if not lead:
            in_child_or_stop(partial(world.set_instant, name, world.PAST))
            return 0.0
        at = dt.datetime.fromtimestamp(time.time(), dt.UTC) + lead
        in_child_or_stop(partial(world.set_instant, name, at))
        return at.timestamp()

    def strike(
        self, act: str, name: str, victim: Callable[[], Any], *, lead: dt.timedelta | None = None, **more: Any
    ) -> None:
        """Let `victim` be struck while the observers poll; then let a fresh publisher do what is left; say all."""
        started = time.monotonic()
        at = self.set_out(name, lead)
        for observer in self.observers:
            observer.begin(self.surfaces[name], at)
        struck = in_child(victim)
        after, end = in_child_or_stop(partial(_aftermath, name))
        seen = {observer.name: observer.end() for observer in self.observers}
        passed = struck.get("result", {}).pop("passed", [])
        say(
            {
                "act": act,
                "shape": name,
                **more,
                "struck": struck,
                "passed": len(passed),
                "took": round(time.monotonic() - started, 2),
                "after": after,
                "end": end,
                "seen": seen,
            }
        )

    def close(self) -> None:
        for observer in self.observers:
            observer.quit()


def _addresses(name: str, seq: int) -> list[str]:
    from tests.faults import surfaces, world

    return surfaces.addresses_of(world.planned(name).key, seq)


def _marks(paths: Sequence[str]) -> dict[str, str]:
    from cms.common import clock
    from tests.faults import surfaces, world

    with clock.set_to(world.PAST):
        return surfaces.marks(paths)


def _aftermath(name: str) -> tuple[Found, Found]:
    """Look at what a strike has left; print what is still planned with a fresh publisher; look again."""
    from cms.releases.publisher import publish_due
    from cms.releases.services import retry_release
    from tests.factories.cms_workshop import make_chief
    from tests.faults import world

    after = world.state(name)
    if after["status"] == "failed":  # only where a person stood beside it
        retry_release(release=world.planned(name), by=make_chief())
    elif after["status"] == "planned":
        publish_due()
    return after, world.state(name)


def sweep(stage: Stage, name: str, wanted: int) -> None:
    """Kill a looking publisher at `wanted` places of a release; fail it there; fail a person's release there."""
    places = stage.learn(name)
    for target in spread(len(places), wanted or -(-len(places) // STEP.get(name, 1))):
        more = {"place": f"{target} {places[target - 1]}", "places": len(places)}
        stage.strike("kill", name, partial(look_once, name, target, "kill"), **more)
    for target in spread(len(places), 2 if wanted else len(places) // 8):
        stage.strike("fail", name, partial(look_once, name, target, "fail"), place=str(target))
        stage.strike("fail by hand", name, partial(print_by_hand, name, target, "fail"), place=str(target))


def sweep_waiting(stage: Stage, name: str, wanted: int) -> None:
    """Kill a publisher that prepares ahead and waits for the instant: at places, and at moments of no meaning."""
    chance = random.Random(name)  # the same in every run
    lead = dt.timedelta(seconds=LEAD)
    for number in range(wanted or WAITING_KILLS):
        if number % 2:
            target = chance.randint(1, 150)
            victim = partial(wait_for_the_instant, name, target, "kill")
            place = f"place {target}"
        else:
            after = round(chance.uniform(0.02, LEAD + 0.4), 3)
            victim = partial(wait_for_the_instant, name, 0, "kill", after)
            place = f"{after} s"
        stage.strike("kill waiting", name, victim, lead=lead, place=place)


def race(stage: Stage, command: str, publishers: int) -> None:
    """Let several print the same release at the same moment, over and over."""
    from cms.releases.publisher import publish_due
    from tests.faults import world

    acts: dict[str, Callable[[], Any]] = {
        "publish": publish_due,
        "print": lambda: print_by_hand("mixed", 0, "")["error"],
    }
    for _ in range(ROUNDS):
        stage.set_out("mixed", dt.timedelta(0))
        children = [start_child(acts[command]) for _ in range(publishers)]
        results = [wait_for(child).get("result") for child in children]
        say({"act": command, "results": results, "end": in_child_or_stop(partial(world.state, "mixed"))})


def crowd(stage: Stage) -> None:
    """Let different releases be printed at the same moment."""
    from tests.faults import world

    for _ in range(ROUNDS):
        stage.set_out("mixed", dt.timedelta(0))
        pks = in_child_or_stop(world.plan_others)
        children = [start_child(lambda pk=pk: print_by_hand("", 0, "", pk)["error"]) for pk in pks]
        results = [wait_for(child).get("result") for child in children]
        say({"act": "crowd", "results": results, "end": in_child_or_stop(partial(world.state, "mixed"))})


def stop(stage: Stage) -> None:
    """Tell a publisher that holds a prepared release to stop."""
    from tests.faults import world

    stage.set_out("mixed", dt.timedelta(seconds=60))
    child = start_child(_run_until_told)
    time.sleep(3)
    told = time.monotonic()
    os.kill(child[0], signal.SIGTERM)
    found = wait_for(child)
    took = time.monotonic() - told
    say({"act": "stop", "found": found, "took": took, "end": in_child_or_stop(partial(world.state, "mixed"))})


def _run_until_told() -> str:
    from django.core.management import call_command

    call_command("publish_due_releases", loop=True)
    return "stopped"


def spread(places: int, wanted: int) -> list[int]:
    """Return `wanted` of the numbers 1..places, evenly, the first and the last among them; all for 0."""
    if not wanted or wanted >= places:
        return list(range(1, places + 1))
    return sorted({1 + round(number * (places - 1) / (wanted - 1)) for number in range(wanted)})


def say(line: Found) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201  (how the parent hears)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    from cms.releases import due
    from tests.faults import world

    logging.disable(logging.CRITICAL)
    due.PAUSE = dt.timedelta(milliseconds=20)  # what fails once is tried again soon
    setup_test_environment()
    copies, sample = Copies(), int(sys.argv[1])
    stage = Stage(copies)
    try:
        in_child_or_stop(world.make)
        copies.keep()
        for name in SAMPLED if sample else world.SHAPES:
            sweep(stage, name, sample)
            sweep_waiting(stage, name, min(sample, 2))
        race(stage, "publish", 4)
        race(stage, "print", 2)
        crowd(stage)
        stop(stage)
    finally:
        stage.close()
        copies.drop()
        shutil.rmtree(settings.STATIC_ROOT.parent, ignore_errors=True)


if __name__ == "__main__":
    main()
