"""What partners and readers ask for most, held against a bare Django view and, through nginx, a static file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.databases import Database
from tests.bench.load import Target
from tests.bench.measures import LIST, Pair, Plan, WrongAnswer, measure_rounds, save_answer
from tests.bench.rows import Row, at_most, single
from tests.bench.server import Answer, Server
from tests.bench.worker import Worker
from tests.docs.examples.nginx_server import NGINX, run_nginx

FEEDS = {name: f"/sv/feed.{name}?limit=100" for name in ("rss", "atom", "json")}
_STATIC_HOST = "static.example"
#: Beside the press room's own servers: the same bytes as files, by another name on the same port.
_STATIC = """
server {{
    listen {front};
    server_name static.example;
    access_log off;
    location / {{ root {root}; default_type application/json; }}
}}
"""


def serve_partners(database: Database, plan: Plan, scratch: Path, say: Callable[[str], None]) -> list[Row]:
    """Measure kept answers through the app alone: changes, one item, a filtered list, feeds, an unchanged feed."""
    with Worker(database.environment) as worker:
        page = worker.ask("items", language="sv", count=1)[0]
        counted = {
            "changes": worker.ask(
                "request", paths=["/api/v1/changes?since=0"], forget=True, times=1, headers={}
            ),
            "feed": worker.ask("request", paths=[FEEDS["atom"]], forget=True, times=1, headers={}),
        }
    item = f"/api/v1/items/{page.split('/')[3]}"
    paths = {
        "list_app": LIST,
        "changes": "/api/v1/changes?since=0",
        "api_item": item,
        "filtered_list": f"{LIST}?area=omrade-1",
        **{f"feed_{name}_100": path for name, path in FEEDS.items()},
    }
    with Server(database.environment, plan.port) as server:
        etags = {name: save_answer(server, path, scratch, name) for name, path in paths.items()}
        pairs = [
            Pair(
                f"{name}_vs_bare_django",
                Target(name, [path]),
                Target(f"bare_{name}", [f"/bench/bare/{name}"]),
                aim=at_most(1.5),
            )
            for name, path in paths.items()
        ]
        unchanged = {"If-None-Match": etags["feed_atom_100"]}
        pairs.append(
            Pair(
                "feed_unchanged_vs_bare_django",
                Target("feed_unchanged", [FEEDS["atom"]], unchanged),
                Target("bare_304", ["/bench/not-modified"], unchanged),
                aim=at_most(1.1),
            )
        )
        rows = measure_rounds(server, pairs, plan, scratch, say)
    queries = [
        single(f"{name}_queries_cold", answer["queries"], "queries per request")
        for name, answer in counted.items()
    ]
    return [*rows, *queries]


@dataclass(frozen=True)
class _Front:
    """nginx before the app: the load goes to the one, processor time is the other's."""

    address: str
    app: Server

    def settle(self) -> None:
        self.app.settle()

    def cpu_seconds(self) -> float:
        return 0.0  # nginx answers; what little the app does is not the price of a request

    def get(self, path: str) -> Answer:
        return Server.ask(self.address, path)


def serve_through_nginx(
    database: Database, plan: Plan, scratch: Path, say: Callable[[str], None]
) -> list[Row]:
    """Measure the same through docs/examples/nginx with an age of five seconds, against nginx with files."""
    if not NGINX:
        say("nginx is missing: what goes through it is left out.")
        return []
    with Worker(database.environment) as worker:
        page = worker.ask("items", language="sv", count=1)[0]
    paths = {"list_nginx": LIST, "item_page_nginx": page, "feed_nginx": FEEDS["atom"]}
    folder = scratch / "nginx"
    files = scratch / "static-files"
    for place in (folder, files):
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o755)
    environment = {**database.environment, "BENCH_SHARED_CACHE": "5"}
    with Server(environment, plan.port) as server:
        upstream = urlsplit(server.address).netloc
        more = _STATIC.format(front="{front}", root=files)
        with run_nginx(folder, public=upstream, workshop=upstream, files=files, more=more) as nginx:
            front = _Front(f"http://{nginx.address}", server)
            pairs = [_pair(front, files, name, path) for name, path in paths.items()]
            return measure_rounds(front, pairs, plan, scratch, say)


def _pair(front: _Front, files: Path, name: str, path: str) -> Pair:
    """Save what nginx answers as a file for nginx to answer; refuse what it does not keep."""
    answers: Sequence[Answer] = [front.get(path) for _ in range(2)]
    if answers[1].status != 200 or answers[1].headers["X-Cache-Status"] not in ("HIT", "STALE", "UPDATING"):
        raise WrongAnswer(f"{path} is not kept by nginx: {answers[1].headers['X-Cache-Status']}")
    (files / name).write_bytes(answers[1].body)
    static = Target(f"static_{name}", [f"/{name}"], {"Host": _STATIC_HOST})
    return Pair(f"{name}_vs_static", Target(name, [path]), static)
