"""Writes what was measured: a table for people, docs/benchmarks.md and docs/benchmarks.json."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from tests.bench.measures import Plan
from tests.bench.rows import Row
from tests.bench.worker import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
DATA = ROOT / "docs" / "benchmarks.json"

#: Rows that were measured on PostgreSQL as well end in this.
POSTGRESQL = "_postgresql"
#: What each row compares, in words, in the order of the page. `*` stands for the rest of a name.
_WORDS = {
    "api_list_vs_wagtail_api_v2": "API list of 20 against Wagtail's API v2, the same pages and fields",
    "api_list_vs_wagtail_api_v2_least_fields": "the same against Wagtail's API v2 when it gives id and title only",
    "api_list_vs_wagtail_api_v2_cold": "API list, every request another page, against Wagtail's API v2 likewise",
    "api_list_vs_bare_django": "API list against a bare Django view of the same bytes",
    "api_list_vs_bare_django_cpu": "the same in processor time",
    "api_list_vs_bare_django_cold": "API list, every request another page, against the same",
    "api_list_vs_bare_django_cold_cpu": "the same in processor time",
    "api_304_vs_bare_django": "API list answering 304 against a bare view answering 304",
    "api_304_vs_bare_django_cpu": "the same in processor time",
    "item_page_vs_bare_django": "Item page against a bare Django view of the same bytes",
    "item_page_vs_bare_django_cpu": "the same in processor time",
    "item_page_vs_bare_django_cold": "Item page, every request another item, against the same",
    "item_page_vs_bare_django_cold_cpu": "the same in processor time",
    "list_app_vs_bare_django": "API list of 20, kept, through the app alone, against a bare view of the same bytes",
    "list_nginx_vs_static": "the same through nginx (docs/examples/nginx, kept 5 s) against nginx with a file",
    "item_page_nginx_vs_static": "an item's page through nginx likewise",
    "feed_nginx_vs_static": "the Atom feed of 100 through nginx likewise",
    "changes_vs_bare_django": "The first hundred changes, kept, against a bare view of the same bytes",
    "api_item_vs_bare_django": "One item in the API likewise",
    "filtered_list_vs_bare_django": "A list narrowed by area likewise",
    "feed_rss_100_vs_bare_django": "RSS of 100 entries likewise",
    "feed_atom_100_vs_bare_django": "Atom of 100 entries likewise",
    "feed_json_100_vs_bare_django": "JSON Feed of 100 entries likewise",
    "feed_unchanged_vs_bare_django": "The Atom feed answering 304 against a bare view answering 304",
    "rss_100_vs_feedgen": "RSS of 100 entries built anew against plain feedgen with the same entries",
    "rss_100_request_vs_feedgen_cold": "the same as a whole request: read, build, answer",
    "list_100k_vs_1k": "List page built anew, 100,000 editions against 1,000: the worst below, rare tag aside",
    "list_100k_vs_1k_api_rare_tag": "a tag that one in 500 has: 20 items on the page against 2",
    "list_100k_vs_1k_api_area_and_rare_tag": "the same tag and an area: 20 items on the page against 1",
    "embed_kb": "What a host's page fetches for a list of five: script and data",
    "embed_script_kb": "of that the script, which browsers keep",
    "mutants_killed": "Small faults that a test notices, of those tried ([mutants.md](mutants.md))",
    "release_vs_bulk_insert": "A release's transaction, 200 items in 8 languages, against plainly inserting its rows",
    "release_with_preparation_vs_bulk_insert": "the same with what is prepared before the instant: checks, payloads",
    "reader_wait_ms": "The longest that a reader waited while that transaction ran; peer: while nothing was released",
    "release_lateness_p99_s": "How late the publisher is, 99th percentile; spread: least and most",
    "release_lateness_median_s": "the median of the same",
    "release_lateness_crowd_s": "the last of many large releases that are due together; spread: first and last",
    "webhook_first_try_p95_s": "First attempt at webhooks that answer while one in ten hangs, 95th percentile",
    "webhook_first_try_p95_s_calm": "the same with none that hangs",
    "webhook_first_try_p95_s_unknown": "at the first release, when nobody knows who hangs; those that hang count, too",
    "search_p95_vs_raw": "A search on OpenSearch, cards and all, against the bare request, p95; 100,000 editions",
    "autocomplete_p95_vs_raw": "Completing what is typed likewise",
    "follow_lag_p95_s": "From a release until a search finds it on OpenSearch, p95",
    "percolate_50k_s": "50,000 saved searches held against a release on OpenSearch",
    "engine_reindex_per_s": "OpenSearch's index made anew from the ledger",
    "fallback_p95_ms": "A search in the database (SQLite), p95; 100,000 editions",
    "fallback_p50_ms": "the median of the same",
    "fallback_autocomplete_p95_ms": "Completing what is typed in the database, p95",
    "fallback_saved_searches_s": "50,000 saved searches held against a release in the database",
    "fallback_follow_lag_p95_s": "From a release until a search finds it in the database, p95",
    "fallback_reindex_per_s": "the database's index made anew from the ledger",
    "ndcg_engine": "nDCG@10 of OpenSearch over the judged queries; spread: least and most of both engines",
    "ndcg_fallback": "nDCG@10 of the database over the judged queries; spread: least and most of both databases",
    "compound_recall": "Parts of compounds that are found, of the pairs that must be",
    "reindex_missing": "Failed searches, and documents missing or too many, while 100,000 were indexed anew under load",
    "kills_partial_views": "Views of half a release, or of one too early (ours), while releases were killed (peer)",
    "failures_partial_views": "the same while a statement, a commit or a file operation failed",
    "strikes_not_recovered": "Releases that no fresh publisher printed afterwards, of all that were struck",
    "first_start_seconds": "`make start` in a fresh clone until the front page answers, nothing cached",
    "first_start_seconds_without_install": "the same without downloading and installing packages",
    "second_start_seconds": "`make start` again",
}
_GROUPS = (
    "Against peers", "Searching", "Releases", "1,000 against 100,000 editions", "Queries per request",
    "Memory, size and start",
)  # fmt: skip
_METHOD = """
## How it is measured

`make bench` makes two scratch databases (SQLite, the embedded default) with 1,000 and 100,000 editions through the
ledger's own `append`, and 1,000 Wagtail pages with the content of the newest items in each. One item in two exists in
two languages, one in twenty has been corrected, one in a hundred withdrawn. The content is invented and the same in
every run.

- **Served** rows: the product's own server (gunicorn with `cms/settings/gunicorn.py`, as `manage.py serve` starts it)
  on the loopback address, loaded by wrk with {connections} connections. Ours and the peers are addresses of the same
  process behind the same middleware. Each is loaded for {seconds} s in each of {rounds} rounds, one after the
  other, ours and peer in turn the first. A ratio is taken within each round; the table has the median, lowest and
  highest. What disturbs the machine for longer than a round disturbs both sides.
- Rows ending in `_cpu` are the processor time that the server's processes used per request in the same rounds, wrk
  not counted. They hardly feel what else the machine does.
- **Kept** answers: an address that has been asked for since the ledger last moved is answered from the process's
  memory after one look at the ledger's head. That is the usual case for a press room. Rows ending in `_cold` show what
  the first reader of an address pays: every request asks for another page or item, more of them than the memory holds.
- **In process** rows (feed, 1,000 against 100,000): no server; every answer is built anew, medians of repeated
  requests, the two sides in turn.
- **Wagtail's API v2** is set up as its documentation shows, with the fields that our cards have. It does not load a
  session or a user here, and its pages have no public address to work out; both make it quicker than in a usual
  project. It has no cache of its own. It is loaded three times as long, since it answers seldom, and what is
  unfinished at the end is counted as answered. Names of terms come from lean serializers, not from its own nested ones.
- **Plain feedgen** writes title, address, text, dates, categories and picture. Ours also writes the publisher, the
  marked-up text, the picture with its description, who answers, and the edition.
- **Releases** are measured in the smaller database, and in a PostgreSQL one beside it when `DATABASE_URL` is given.
  Both commit durably: SQLite with `synchronous=FULL`, PostgreSQL as its server is set. The transaction of a prepared
  release of 200 items in 8 languages (1,600 editions with their current view, facets, files and signed statements) is
  held against one transaction that repeats an `INSERT` for the same finished rows, in tables with the same columns,
  keys and indexes and without triggers. In a further release of the same size another process asks for a list page and
  the API's list in turn, keeping its answers as a web process does; the release makes it build both anew. The peer of
  its longest wait is as long a time without a release.
- **Lateness**: the real `publish_due_releases --loop` prints 1,000 planned releases of one real item, spread over whole
  and half seconds of two minutes, up to 20 at the same instant; then 20 releases of 50 items due at one instant.
  Instant and time of printing are both the database's. The drafts have been looked at before, as planning does.
- **Webhooks**: the real `follow_ledger --loop --only webhooks` sends full texts to 500 addresses of another process on
  the loopback address, by https with its certificate verified. Every tenth never answers. Seven releases of one item,
  twelve seconds apart; the time is from the release's commit to the first attempt's arrival, by this machine's clock.
- **Searching**: a scratch ledger of 100,000 editions, indexed with `reindex`; sixteen searches as readers type them
  (words, phrases, a minus, one misspelt), asked in one process as the page asks, cards from the ledger and all. On
  OpenSearch, the peer is the first request of the same search, sent by a bare HTTP client that reads its JSON. The lag
  is that of the real `follow_ledger --loop`, from a release's commit until a search finds the text. Saved searches
  differ from each other by a number. nDCG@10 and recall are those that `tests/search/judged` holds: the tests fail
  when one drops by more than 0.02. Failed searches and missing or extra documents come from `make faults`: OpenSearch's
  index of 100,000 documents is replaced while 20 a second are written and searches run.
- **Killed and failed** releases come from `make faults` (`tests/faults`): a process is killed with SIGKILL, or
  something fails, before each SQL statement, around each commit and before each write to disk. Two readers in processes
  of their own poll pages, lists, the feed, the API and files and hold each answer, byte for byte but for times, against
  what an undisturbed release answers before and after. Five shapes of release are struck; the one with six like items
  at every third place.
- **Through nginx**: a real nginx with `docs/examples/nginx` before the same server, `SHARED_CACHE_SECONDS=5`; the peer
  is the same nginx with the same bytes as a file. That nginx asks again every five seconds is in the time.
- **Queries** are counted in process. **Memory** is the highest sum over the server's processes while it was loaded.

`make bench ARGS=--first-start` also measures `make start` in a fresh clone with nothing cached, until the front page
answers 200. `make bench ARGS=--quick` only shows that everything works: it writes nothing, and no time makes it fail.
`make bench ARGS="--only releases webhooks"` measures parts; the rows of others stay, each with its own date and commit.
`docs/benchmarks.json` holds the same rows for programs.
"""


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| what | ours | peer | unit | ratio | spread | aim | holds |",
        "|---|--:|--:|---|--:|---|---|---|",
    ]
    for row in rows:
        ratio = "" if row.ratio is None else _number(row.ratio)
        spread = "" if row.spread is None else f"{_number(row.spread[0])} - {_number(row.spread[1])}"
        peer = "" if row.peer is None else _number(row.peer)
        holds = {None: "", True: "yes", False: "**no**"}[row.holds]
        cells = (_named(row), _number(row.ours), peer, row.unit, ratio, spread, row.aim or "", holds)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def write(rows: Sequence[Row], *, plan: Plan) -> None:
    """Write both documents. Rows that were not measured this time stay as they are."""
    stamp = {"commit": commit(), "date": dt.datetime.now(dt.UTC).date().isoformat()}  # noqa: TID251
    entries = {entry["name"]: entry for entry in _former()}
    for row in rows:
        entries[row.name] = _entry(row) | stamp
    known = [name + suffix for name in _WORDS for suffix in ("", POSTGRESQL)]
    order = {name: position for position, name in enumerate([*known, *entries])}
    ordered = sorted(entries.values(), key=lambda entry: order[entry["name"]])
    DATA.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(_page(ordered, plan), encoding="utf-8")


def _page(entries: Sequence[Mapping[str, Any]], plan: Plan) -> str:
    from tests.bench.load import CONNECTIONS

    rows = [_row(entry) for entry in entries]
    groups: dict[str, list[Row]] = {title: [] for title in _GROUPS}
    for row in rows:
        groups[_group(row)].append(row)
    parts = [
        "# Benchmarks",
        f"Measured by `make bench` on {_machine()}. Written by the program; do not edit.",
        *(f"## {title}\n\n{table(group)}" for title, group in groups.items() if group),
        _busyness(),
        "A ratio is ours divided by the peer's. Of two rates, more is better; of two times, less.",
        _METHOD.strip().format(connections=CONNECTIONS, seconds=plan.seconds, rounds=plan.rounds),
        _commits(entries),
    ]
    return "\n\n".join(parts) + "\n"


_SEARCHING = (
    "search_", "autocomplete_", "follow_lag_", "percolate_", "engine_", "fallback_", "ndcg_", "compound_", "reindex_",
)  # fmt: skip


def _group(row: Row) -> str:
    """Return the heading under which a row stands."""
    if row.name.startswith(
        ("release_", "reader_wait", "kills_", "failures_", "webhook_", "strikes_", "mutants_")
    ):
        return "Releases"
    if row.name.startswith(_SEARCHING):
        return "Searching"
    if "100k_vs_1k_" in row.name:
        return "1,000 against 100,000 editions"
    if row.ratio is not None:
        return "Against peers"
    return "Queries per request" if "queries" in row.name else "Memory, size and start"


def _entry(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "ours": _rounded(row.ours),
        "peer": _rounded(row.peer),
        "unit": row.unit,
        "ratio": _rounded(row.ratio),
        "spread": [_rounded(value) for value in row.spread] if row.spread else None,
        "aim": str(row.aim) if row.aim else None,
        "holds": row.holds,
    }


def _row(entry: Mapping[str, Any]) -> Row:
    from tests.bench.rows import Aim

    aim = None
    if entry["aim"]:
        sign, value = entry["aim"].split()
        aim = Aim(at_least=sign == ">=", value=float(value))
    return Row(
        name=entry["name"],
        ours=entry["ours"],
        peer=entry["peer"],
        unit=entry["unit"],
        ratio=entry["ratio"],
        spread=tuple(entry["spread"]) if entry["spread"] else None,
        aim=aim,
    )


def _named(row: Row) -> str:
    words = _WORDS.get(row.name) or _WORDS.get(row.name.removesuffix(POSTGRESQL))
    if words and row.name.endswith(POSTGRESQL):
        words = f"{words}; PostgreSQL"
    return f"{words} (`{row.name}`)" if words else f"`{row.name}`"


def _commits(entries: Sequence[Mapping[str, Any]]) -> str:
    newest: dict[tuple[str, str], int] = {}
    for entry in entries:
        key = (entry["date"], entry["commit"])
        newest[key] = newest.get(key, 0) + 1
    said = "; ".join(
        f"{count} rows at {commit} on {date}" for (date, commit), count in sorted(newest.items())
    )
    return f"Measured: {said}."


def _machine() -> str:
    """Return the machine in general terms, without its name."""
    parts = [f"{os.cpu_count()} cores ({platform.machine()})"]
    memory = _memory()
    if memory:
        parts.append(f"{memory:.0f} GB of memory")
    parts.append(f"{platform.system()}, Python {platform.python_version()}, Django {version('Django')}")
    parts.append(
        f"Wagtail {version('wagtail')}, gunicorn {version('gunicorn')}, feedgen {version('feedgen')}"
    )
    return ", ".join(parts)


def _busyness() -> str:
    """Return how busy the machine was at the end: other work on it widens every spread."""
    load = os.getloadavg()[2]
    return (
        f"The machine's load over the last quarter of an hour was {load:.0f}, of which the bench itself makes 2 to 4: "
        "more than that is other work, which widens the spread of times and rates. Processor times stand firmer."
    )


def _memory() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (ValueError, OSError):
        return 0.0


def _former() -> list[dict[str, Any]]:
    return json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else []


def commit() -> str:
    """Return the short name of the commit that was measured, with a `+` when the code has been changed since."""
    try:
        name = _git("rev-parse", "--short=10", "HEAD")
        changed = _git("status", "--porcelain", "--", "cms", "pressroom", "examples", "search", "templates")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{name}+" if changed else name


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def _rounded(value: float | None) -> float | None:
    """Keep four significant digits: more would pretend."""
    return None if value is None else float(f"{value:.4g}")


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"
