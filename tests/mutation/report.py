"""Writes what became of the mutants: docs/mutants.md for people, a row in docs/benchmarks.json for programs."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tests.bench.report import DATA, commit
from tests.mutation.finding import LEFT_OUT, ROOT

PAGE = ROOT / "docs" / "mutants.md"
EXPLAINED = ROOT / "tests" / "mutation" / "explained.toml"
AIM = 0.9

Row = Mapping[str, Any]

_BEGINNING = """# Mutants

`make mutants` makes one small fault at a time in the modules that decide what goes out, when, and with whose word, and
runs the tests that reach it. A fault that no test notices has *lived*. Written by the program; do not edit. {measured}
{commit} on {date}: **{killed} of {total} killed, {share:.1f} %** (aim: 90 %).{sampled}

How it works, and why it is not mutmut's or cosmic-ray's own runner: [decision 22](decisions/0022-mutation-testing.md).
Which faults: `tests/mutation/operators.py`. What is left out, and why: `tests/mutation/finding.py`; modules:

{left_out}
"""
_TABLE = "\n| module | mutants | killed | lived | share |\n|---|--:|--:|--:|--:|\n"
_REST = """
## Those that lived

Each with its line, what was changed, and why no test tells it apart. The reasons stand in
`tests/mutation/explained.toml`.
"""


def summary(rows: Sequence[Row]) -> str:
    """Return the result in one line."""
    killed, total = _count(rows)
    share = 100 * killed / total if total else 100.0
    open_ones = sum(not reason_of(row) for row in rows if row["became"] == "lived")
    return f"{killed} of {total} killed ({share:.1f} %); {open_ones} of those that lived have no explanation."


def write(rows: Sequence[Row], *, every: int = 1, made: int = 0, older: int = 0, untried: int = 0) -> None:
    """Write the page and the row.

    Args:
        every: `rows` are a sample of one mutant in so many.
        made: how many mutants there are in all.
        older: how many of `rows` were found before the module, or a test that could tell, changed.
        untried: how many that should be in `rows` are new since, and were not tried.
    """
    killed, total = _count(rows)
    stamp = {"commit": commit(), "date": dt.datetime.now(dt.UTC).date().isoformat()}  # noqa: TID251
    left_out = "\n".join(f"- `{name}`: {why}" for name, why in LEFT_OUT.items())
    sampled = (
        f"\nTried was one in {every} of the {made:,} faults there are, chosen by the digests of their names."
        if every > 1
        else ""
    )
    if older or untried:
        sampled += (
            f"\nFor {older:,} of them the module, or a test that they are shown to, has changed since they were tried;"
            f" {untried:,} are new and not tried yet."
        )
    parts = [
        _BEGINNING.format(
            killed=killed,
            total=total,
            share=100 * killed / total,
            left_out=left_out,
            sampled=sampled,
            measured="Put together from several runs at" if older or untried else "Measured at",
            **stamp,
        ),
        _TABLE + "\n".join(_lines_of_table(rows)),
        _REST,
        *_survivors(rows),
    ]
    PAGE.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")
    row = {
        "name": "mutants_killed",
        "ours": killed,
        "peer": total,
        "unit": "mutants" if every == 1 else f"mutants, one in {every} of {made:,}",
        "ratio": float(f"{killed / total:.4g}"),
        "spread": None,
        "aim": f">= {AIM:g}",
        "holds": killed >= AIM * total,
    }
    others = [entry for entry in json.loads(DATA.read_text(encoding="utf-8")) if entry["name"] != row["name"]]
    DATA.write_text(json.dumps([*others, row | stamp], indent=2) + "\n", encoding="utf-8")


def reason_of(row: Row) -> str:
    """Return why a mutant that lived could live, or '' when nobody has said."""
    for entry in _explanations():
        if row["id"] in entry.get("ids", ()):
            return str(entry["reason"])
        if (
            "path" in entry
            and re.search(entry["path"], row["path"])
            and re.search(entry["diff"], row["diff"])
        ):
            return str(entry["reason"])
    return ""


def _explanations() -> list[dict[str, Any]]:
    return list(tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get("explained", []))


def _count(rows: Sequence[Row]) -> tuple[int, int]:
    tried = [row for row in rows if row["became"] != "unfit"]
    return sum(row["became"] == "killed" for row in tried), len(tried)


def _lines_of_table(rows: Sequence[Row]) -> list[str]:
    by_path: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_path[row["path"]].append(row)
    lines = []
    for path, found in sorted(by_path.items()):
        killed, total = _count(found)
        share = f"{100 * killed / total:.0f} %" if total else ""
        lines.append(f"| `{path}` | {total} | {killed} | {total - killed} | {share} |")
    return lines


def _survivors(rows: Sequence[Row]) -> list[str]:
    parts = []
    by_path: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["became"] == "lived":
            by_path[row["path"]].append(row)
    for path, found in sorted(by_path.items()):
        parts.append(f"\n### {path}\n")
        for row in sorted(found, key=lambda row: row["line"]):
            changed = " ".join(f"`{line}`" for line in row["diff"].replace("`", "'").splitlines())
            reason = reason_of(row) or "**not explained**"
            parts.append(f"- {row['id']}, line {row['line']}, {row['function']}: {changed}. {reason}")
    return parts
