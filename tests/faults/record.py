"""What a whole run has found, kept per database; `python -m tests.faults.record` writes it into docs/benchmarks."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).absolute().parents[2]
FOLDER = ROOT / "var" / "faults"
_KILLS = ("kill", "kill waiting")
_FAILURES = ("fail", "fail by hand")


def summary(lines: Sequence[dict[str, Any]], *, seconds: float) -> dict[str, Any]:
    """Return how often a release was struck and what readers saw of it that they should not have seen."""
    struck = [line for line in lines if "seen" in line]
    kills = [line for line in struck if line["act"] in _KILLS and "signal" in line["struck"]]
    failures = [line for line in struck if line["act"] in _FAILURES]
    return {
        "kills": len(kills),
        "failures": len(failures),
        "bad": _bad(kills),
        "bad_in_failures": _bad(failures),
        "early": sum(line["after"]["early"] + line["end"]["early"] for line in struck),
        "not_recovered": sum(line["end"]["status"] != "released" for line in struck),
        "polls": sum(seen["polls"] for line in struck for seen in line["seen"].values()),
        "seconds": round(seconds),
    }


def keep(vendor: str, found: dict[str, Any]) -> None:
    """Keep a run's summary until it is written."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{vendor}.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    """Write the rows; what has been kept is used up."""
    from tests.bench import report
    from tests.bench.__main__ import FULL
    from tests.bench.rows import Row, at_most

    kept = sorted(FOLDER.glob("*.json"))
    if not kept:
        sys.stderr.write("No whole run has been kept: run `make faults`.\n")
        return 1
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in kept}
    where = " and ".join(
        {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[name] for name in sorted(found, reverse=True)
    )

    def total(name: str) -> int:
        return sum(run[name] for run in found.values())

    none, seen = at_most(0), f"partial or early views in {total('polls'):,} answers, {where}"
    strikes = total("kills") + total("failures")
    rows = [
        Row("kills_partial_views", total("bad") + total("early"), total("kills"), f"{seen}; kills", aim=none),
        Row(
            "failures_partial_views",
            total("bad_in_failures"),
            total("failures"),
            "the same; failures",
            aim=none,
        ),
        Row(
            "strikes_not_recovered",
            total("not_recovered"),
            strikes,
            "releases not printed; strikes",
            aim=none,
        ),
    ]
    sys.stdout.write(report.table(rows) + "\n")
    report.write(rows, plan=FULL)
    for path in kept:
        path.unlink()
    return 0


def _bad(lines: Sequence[dict[str, Any]]) -> int:
    return sum(seen["count"] for line in lines for seen in line["seen"].values())


if __name__ == "__main__":
    sys.exit(main())
