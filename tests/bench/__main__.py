"""Run the measurements: `make bench`, or `python -m tests.bench --quick` to see that everything works."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import databases, delivery, first_start, measures, releases, report, webhooks
from tests.bench.load import is_there
from tests.bench.rows import Row
from tests.bench.worker import ROOT

FULL = measures.Plan(rounds=9, seconds=2, repeats=9, cursors=4000, port=8700)
QUICK = measures.Plan(rounds=1, seconds=1, repeats=2, cursors=40, port=8700)


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
            rows = _measure(Path(scratch), QUICK, releases.QUICK, webhooks.QUICK, sizes=(200, 800), pages=60)
        say(report.table(rows))
        return 0
    scratch = ROOT / "var" / "bench"
    scratch.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    if not options.only_first_start:
        only = "releases" if options.only_releases else "webhooks" if options.only_webhooks else ""
        rows += _measure(
            scratch, FULL, releases.FULL, webhooks.FULL, sizes=(1_000, 100_000), pages=1_000, only=only
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
    *,
    sizes: tuple[int, int],
    pages: int,
    only: str = "",
) -> list[Row]:
    databases.prepare(scratch, say=say)
    if only:
        [small] = databases.sqlite(scratch, sizes=sizes[:1], pages=pages, say=say)
        if only == "webhooks":
            return webhooks.measure(small, webhook_plan, scratch, say)
        return releases.measure(small, release_plan, scratch, say)
    small, large = databases.sqlite(scratch, sizes=sizes, pages=pages, say=say)
    rows: list[Row] = []
    if is_there():
        say(f"Served, {sizes[0]:,} editions, answers that are kept:")
        rows += measures.serve_hot(small, plan, scratch, say)
        say(f"Served, {sizes[0]:,} editions, what partners ask for:")
        rows += delivery.serve_partners(small, plan, scratch, say)
        say(f"Served, {sizes[0]:,} editions, through nginx:")
        rows += delivery.serve_through_nginx(small, plan, scratch, say)
        say(f"Served, {sizes[1]:,} editions, answers nobody has asked for:")
        rows += measures.serve_cold(large, plan, scratch, say)
    else:
        say("wrk is missing: what is served is left out.")
    say("In process: lists in a small and in a large ledger ...")
    rows += measures.sizes(small, large, plan)
    say("In process: the feed of 100 entries ...")
    rows += measures.feed(small, plan)
    say("In process: an embed ...")
    rows += measures.embed(small)
    rows += releases.measure(small, release_plan, scratch, say)
    return rows + webhooks.measure(small, webhook_plan, scratch, say)


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
    parser.add_argument("--only-releases", action="store_true", help="measure nothing but releases")
    parser.add_argument("--only-webhooks", action="store_true", help="measure nothing but webhooks")
    parser.add_argument("--only-first-start", action="store_true", help="measure nothing but that")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
