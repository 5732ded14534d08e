"""What is measured, group by group. Each returns rows; the order of targets alternates from round to round."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.bench.databases import Database
from tests.bench.load import Load, Target, load
from tests.bench.rows import Aim, Row, at_least, at_most, in_time, paired, single
from tests.bench.server import Server
from tests.bench.vocabulary import RARE_TAG
from tests.bench.worker import Worker

PER_REQUEST = "µs per request"
RATE = "requests/s"
CPU = "µs of processor time per request"
LIST = "/api/v1/items"
_WAGTAIL = "/bench/wagtail/pages/?type=cms.JointMessage"
_FIELDS = (
    "summary,is_example_data,owner_organisation,responsible,signatories,areas,goals,audiences,tags,places,"
    "image_480,image_960,image_1600"
)
WAGTAIL_FULL = f"{_WAGTAIL}&fields={_FIELDS}"
#: Nothing but id and title: the least that Wagtail's API can be asked for.
WAGTAIL_LEAST = f"{_WAGTAIL}&fields=_,id,title"


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    seconds: int
    repeats: int
    cursors: int
    port: int


@dataclass(frozen=True)
class Pair:
    """Two addresses to compare, by time per request or else by requests per second."""

    name: str
    ours: Target
    peer: Target
    in_time: bool = True
    aim: Aim | None = None


class WrongAnswer(RuntimeError):
    """Something answered other than it should, so measuring it would mean nothing."""


def serve_hot(database: Database, plan: Plan, scratch: Path, say: Callable[[str], None]) -> list[Row]:
    """Measure answers that are asked for again and again, as journalists, feed readers and partners do."""
    with Worker(database.environment) as worker:
        item = worker.ask("items", language="sv", count=1)[0]
        queries = _queries(worker, {"api_list": LIST, "item_page": item, "api_304": LIST})
        peer = worker.ask("request", paths=[WAGTAIL_FULL], forget=False, times=1, headers={})
    with Server(database.environment, plan.port) as server:
        etag = save_answer(server, LIST, scratch, "list")
        save_answer(server, item, scratch, "item")
        _compare_items(server)
        api, page = Target("api_list", [LIST]), Target("item_page", [item])
        pairs = [
            Pair(
                "api_list_vs_wagtail_api_v2",
                api,
                Target("wagtail_full", [WAGTAIL_FULL], is_slow=True),
                in_time=False,
                aim=at_least(20),
            ),
            Pair(
                "api_list_vs_wagtail_api_v2_least_fields",
                api,
                Target("wagtail_least", [WAGTAIL_LEAST]),
                in_time=False,
            ),
            Pair("api_list_vs_bare_django", api, Target("bare_list", ["/bench/bare/list"]), aim=at_most(1.5)),
            Pair(
                "api_304_vs_bare_django",
                Target("api_304", [LIST], {"If-None-Match": etag}),
                Target("bare_304", ["/bench/not-modified"], {"If-None-Match": etag}),
                aim=at_most(1.5),
            ),
            Pair(
                "item_page_vs_bare_django", page, Target("bare_item", ["/bench/bare/item"]), aim=at_most(1.5)
            ),
        ]
        rows = measure_rounds(server, pairs, plan, scratch, say)
    return [
        *rows,
        *queries,
        single("wagtail_api_v2_queries", peer["queries"], "queries per request"),
        *_memory(server, f"{database.editions:,} editions, kept answers"),
    ]


def serve_cold(database: Database, plan: Plan, scratch: Path, say: Callable[[str], None]) -> list[Row]:
    """Measure answers that nobody has asked for before: every request another page of the list, or another item."""
    with Worker(database.environment) as worker:
        cursors = worker.ask("cursors", language="sv", facets={}, count=plan.cursors)
        items = worker.ask("items", language="sv", count=plan.cursors)
        lists = [f"{LIST}?cursor={cursor}" for cursor in cursors]
        counted = worker.ask("request", paths=lists[:10], forget=True, times=1, headers={})
        counted_item = worker.ask("request", paths=items[:10], forget=True, times=1, headers={})
    with Server(database.environment, plan.port) as server:
        save_answer(server, lists[0], scratch, "cold-list")
        save_answer(server, items[0], scratch, "cold-item")
        pages = [f"{WAGTAIL_FULL}&offset={offset}" for offset in range(0, 40, 2)]
        api = Target("api_list_cold", lists)
        pairs = [
            Pair(
                "api_list_vs_wagtail_api_v2_cold",
                api,
                Target("wagtail_cold", pages, is_slow=True),
                in_time=False,
            ),
            Pair("api_list_vs_bare_django_cold", api, Target("bare_list", ["/bench/bare/cold-list"])),
            Pair(
                "item_page_vs_bare_django_cold",
                Target("item_page_cold", items),
                Target("bare_item", ["/bench/bare/cold-item"]),
            ),
        ]
        rows = measure_rounds(server, pairs, plan, scratch, say)
    return [
        *rows,
        single("api_list_queries_cold", counted["queries"], "queries per request", at_most(3)),
        single("item_page_queries_cold", counted_item["queries"], "queries per request"),
        *_memory(server, f"{database.editions:,} editions, new answers"),
    ]


def feed(database: Database, plan: Plan) -> list[Row]:
    """Measure the feed of 100 entries built anew, against plain feedgen over the same entries."""
    with Worker(database.environment) as worker:
        seconds = worker.ask("feed", limit=100, times=plan.repeats)["seconds"]
    milliseconds = {name: [value * 1e3 for value in values] for name, values in seconds.items()}
    return [
        paired("rss_100_vs_feedgen", milliseconds["build"], milliseconds["plain"], "ms per feed"),
        paired(
            "rss_100_request_vs_feedgen_cold", milliseconds["request"], milliseconds["plain"], "ms per feed"
        ),
    ]


def embed(database: Database) -> list[Row]:
    """Measure what a host's page fetches for a list of five: the script and its data, and what that costs us."""
    data = "/embed/v1/list.json"
    with Worker(database.environment) as worker:
        script, content = worker.ask("weigh", paths=["/embed/v1.js", data])
        cold = worker.ask("request", paths=[data], forget=True, times=1, headers={})
    return [
        single("embed_kb", (script + content) / 1000, "kB, compressed", at_most(15)),
        single("embed_script_kb", script / 1000, "kB, compressed"),
        single("embed_list_queries_cold", cold["queries"], "queries per request", at_most(4)),
    ]


def sizes(small: Database, large: Database, plan: Plan) -> list[Row]:
    """Measure list pages built anew in a small and in a large ledger: first page and deep in, with and without filter.

    The row that counts is the worst of those whose pages hold as many items in both; a rare tag is on few items of
    a small ledger.
    """
    area, rare, both = {"area": "omrade-1"}, {"tag": RARE_TAG}, {"area": "omrade-1", "place": "plats-1"}
    cases: dict[str, tuple[str, Mapping[str, str], bool]] = {
        "api_first_page": (LIST, {}, False),
        "api_deep": (LIST, {}, True),
        "api_area_first_page": (LIST, area, False),
        "api_area_deep": (LIST, area, True),
        "api_area_and_place": (LIST, both, False),
        "api_rare_tag": (LIST, rare, False),
        "api_area_and_rare_tag": (LIST, area | rare, False),
        "html_first_page": ("/sv/nyheter/", {}, False),
        "html_deep": ("/sv/nyheter/", {}, True),
        "html_area_first_page": ("/sv/nyheter/", area, False),
        "html_area_deep": ("/sv/nyheter/", area, True),
    }
    rows = []
    with Worker(small.environment) as one, Worker(large.environment) as other:
        for name, (path, facets, is_deep) in cases.items():
            workers = {"small": one, "large": other}
            paths = {size: _pages(worker, path, facets, is_deep) for size, worker in workers.items()}
            taken: dict[str, list[float]] = {"small": [], "large": []}
            for turn in range(plan.rounds):
                for size in ("small", "large") if turn % 2 else ("large", "small"):
                    answer = workers[size].ask(
                        "request", paths=paths[size], forget=True, times=plan.repeats, headers={}
                    )
                    if answer["status"] != 200:
                        raise WrongAnswer(f"{paths[size][0]} answers {answer['status']}")
                    taken[size].append(statistics.median(answer["seconds"]) * 1e3)
            rows.append(paired(f"list_100k_vs_1k_{name}", taken["large"], taken["small"], "ms per page"))
    worst = max((row for row in rows if "rare" not in row.name), key=lambda row: row.ratio or 0)
    head = Row("list_100k_vs_1k", worst.ours, worst.peer, worst.unit, worst.ratio, worst.spread, at_most(1.3))
    return [head, *rows]


def _pages(worker: Worker, path: str, facets: Mapping[str, str], is_deep: bool) -> list[str]:
    query = "&".join(f"{name}={value}" for name, value in facets.items())
    if not is_deep:
        return [f"{path}?{query}" if query else path]
    cursors = worker.ask("cursors", language="sv", facets=dict(facets), count=5)
    return [f"{path}?{query}{'&' if query else ''}cursor={cursor}" for cursor in cursors]


def _queries(worker: Worker, paths: Mapping[str, str]) -> list[Row]:
    """Return the queries of a request whose answer is kept, per address."""
    aims = {"api_304": at_most(1)}
    rows = []
    for name, path in paths.items():
        answer = worker.ask("request", paths=[path], forget=False, times=1, headers={})
        if answer["status"] != 200:
            raise WrongAnswer(f"{path} answers {answer['status']}")
        rows.append(
            single(f"{name}_queries", answer["queries"], "queries per request", aims.get(name, at_most(3)))
        )
    return rows


def save_answer(server: Server, path: str, scratch: Path, name: str) -> str:
    """Save what an address answers for the bare view to answer; return its ETag. The two must be the same bytes."""
    answer = server.get(path)
    if answer.status != 200:
        raise WrongAnswer(f"{path} answers {answer.status}")
    file = scratch / "bare" / name
    file.write_bytes(answer.headers["Content-Type"].encode() + b"\n" + answer.body)
    if server.get(f"/bench/bare/{name}").body != answer.body:
        raise WrongAnswer(f"/bench/bare/{name} answers other bytes than {path}")
    return str(answer.headers["ETag"])


def _compare_items(server: Server) -> None:
    """Refuse to compare lists of different length."""
    ours, theirs = json.loads(server.get(LIST).body), json.loads(server.get(WAGTAIL_FULL).body)
    if len(ours["items"]) != len(theirs["items"]):
        raise WrongAnswer(f"our list has {len(ours['items'])} items, Wagtail's {len(theirs['items'])}")


class Loaded(Protocol):
    """What is loaded: the web server, or something before it."""

    @property
    def address(self) -> str:
        """Where the load goes."""

    def settle(self) -> None:
        """Wait until it works on nothing."""

    def cpu_seconds(self) -> float:
        """Return the processor time used so far; always 0 when it is not told."""


def measure_rounds(
    server: Loaded, pairs: Sequence[Pair], plan: Plan, scratch: Path, say: Callable[[str], None]
) -> list[Row]:
    """Load the two sides of every pair one after the other, once per round, after a short warm-up.

    The processor time per request is taken beside: it hardly feels what else the machine does.
    """
    for pair in pairs:
        for target in (pair.ours, pair.peer):
            load(server.address, target, seconds=1, scratch=scratch, is_warm_up=True)
    taken: dict[str, dict[str, list[Load]]] = {pair.name: {"ours": [], "peer": []} for pair in pairs}
    cost: dict[str, dict[str, list[float]]] = {pair.name: {"ours": [], "peer": []} for pair in pairs}
    for turn in range(plan.rounds):
        for pair in pairs:
            sides = {"ours": pair.ours, "peer": pair.peer}
            for side in sides if turn % 2 else reversed(sides):
                server.settle()
                before = server.cpu_seconds()
                done = load(server.address, sides[side], seconds=plan.seconds, scratch=scratch)
                taken[pair.name][side].append(done)
                server.settle()
                cost[pair.name][side].append((server.cpu_seconds() - before) / done.requests * 1e6)
        line = "  ".join(
            f"{name} {_rate(sides['ours'])}:{_rate(sides['peer'])}" for name, sides in taken.items()
        )
        say(f"  round {turn + 1}/{plan.rounds}: {line}")
    rows = []
    for pair in pairs:
        rates = {side: [done.rate for done in loads] for side, loads in taken[pair.name].items()}
        if pair.in_time:
            rates = {side: in_time(values) for side, values in rates.items()}
        unit = PER_REQUEST if pair.in_time else RATE
        rows.append(paired(pair.name, rates["ours"], rates["peer"], unit, pair.aim))
        if pair.in_time and all(cost[pair.name]["peer"]):
            rows.append(paired(f"{pair.name}_cpu", cost[pair.name]["ours"], cost[pair.name]["peer"], CPU))
    return rows


def _rate(loads: Sequence[Load]) -> str:
    return f"{loads[-1].rate:,.0f}"


def _memory(server: Server, name: str) -> list[Row]:
    if not server.peak_rss:
        return []
    slug = name.replace(",", "").replace(" ", "_")
    return [
        single(f"peak_memory_{slug}", server.peak_rss / 2**20, "MiB, sum over processes"),
        single(f"peak_memory_shared_once_{slug}", server.peak_pss / 2**20, "MiB, shared pages once"),
    ]
