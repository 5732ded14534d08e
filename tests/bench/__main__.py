"""Run the measurements: `make bench`, or `python -m tests.bench --quick` to see that everything works."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from tests.bench import databases, delivery, first_start, measures, releases, report, search, webhooks
from tests.bench.load import is_there
from tests.bench.rows import Row
from tests.bench.worker import ROOT

FULL = measures.Plan(rounds=9, seconds=2, repeats=9, cursors=4000, port=8700)
QUICK = measures.Plan(rounds=1, seconds=1, repeats=2, cursors=40, port=8700)


#: What can be measured by itself.
PARTS = ("kept", "partners", "nginx", "cold", "sizes", "feed", "embed", "releases", "search", "webhooks")
_OF_TWO_SIZES = {"cold", "sizes", "search"}


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Measure and write; return the exit code. No time makes this fail, only something that breaks."""
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    if not is_there() and not options.quick:
        say("wrk is missing, which makes the load: install it (Debian: apt install wrk) and start again.")
        return 1
    if options.quick:
        with tempfile.TemporaryDirectory(prefix="pressroom-bench-") as scratch:
            rows = _measure(
                Path(scratch),
                QUICK,
                releases.QUICK,
                webhooks.QUICK,
                search.QUICK,
                sizes=(200, 800),
                pages=60,
                only=options.only,
            )
        say(report.table(rows))
        return 0
    scratch = ROOT / "var" / "bench"
    scratch.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    if not options.only_first_start:
        rows += _measure(
            scratch,
            FULL,
            releases.FULL,
            webhooks.FULL,
            search.FULL,
            sizes=(1_000, 100_000),
            pages=1_000,
            only=options.only,
        )
    if options.first_start or options.only_first_start:
        rows += first_start.measure(say=say)
    say(report.table(rows))
    report.write(rows, plan=FULL)
    return 0


def _measure(
    scratch: Path,
    plan: measures.Plan,
    release_plan: releases.ReleasePlan,
    webhook_plan: webhooks.WebhookPlan,
    search_plan: search.SearchPlan,
    *,
    sizes: tuple[int, int],
    pages: int,
    only: Collection[str] = PARTS,
) -> list[Row]:
    databases.prepare(scratch, say=say)
    needed = sizes if _OF_TWO_SIZES & set(only) else sizes[:1]
    made = databases.sqlite(scratch, sizes=needed, pages=pages, say=say)
    small, large = made[0], made[-1]
    served: dict[str, tuple[str, Callable[[], list[Row]]]] = {
        "kept": (
            f"Served, {small.editions:,} editions, answers that are kept",
            lambda: measures.serve_hot(small, plan, scratch, say),
        ),
        "partners": (
            f"Served, {small.editions:,} editions, what partners ask for",
            lambda: delivery.serve_partners(small, plan, scratch, say),
        ),
        "nginx": (
            f"Served, {small.editions:,} editions, through nginx",
            lambda: delivery.serve_through_nginx(small, plan, scratch, say),
        ),
        "cold": (
            f"Served, {large.editions:,} editions, answers nobody has asked for",
            lambda: measures.serve_cold(large, plan, scratch, say),
        ),
    }
    inside: dict[str, tuple[str, Callable[[], list[Row]]]] = {
        "sizes": (
            "In process: lists in a small and in a large ledger",
            lambda: measures.sizes(small, large, plan),
        ),
        "feed": ("In process: the feed of 100 entries", lambda: measures.feed(small, plan)),
        "embed": ("In process: an embed", lambda: measures.embed(small)),
        "releases": ("Releases", lambda: releases.measure(small, release_plan, scratch, say)),
        "search": ("Searching", lambda: search.measure(large, search_plan, scratch, say)),
        "webhooks": ("Webhooks", lambda: webhooks.measure(small, webhook_plan, scratch, say)),
    }
    if not is_there():
        say("wrk is missing: what is served is left out.")
        served = {}
    rows: list[Row] = []
    for name, (title, measure) in (served | inside).items():
        if name in only:
            say(f"{title} ...")
            rows += measure()
    return rows


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small and short, to see that it works; writes nothing"
    )
    parser.add_argument(
        "--first-start",
        action="store_true",
        help="also measure `make start` in a fresh clone (downloads all packages once)",
    )
    parser.add_argument("--only-first-start", action="store_true", help="measure nothing but that")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=PARTS,
        default=PARTS,
        help="measure these parts; the rows of others stay as they were",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
