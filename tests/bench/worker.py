"""One process with the application in it, told over its standard input what to time. No server, no network.

Used for what a server would blur: uncached answers, queries per request, feeds. One JSON command per line in, one
JSON answer per line out.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).absolute().parents[2]


class Worker:
    """The parent's side: starts the process and asks it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.worker"],
            cwd=ROOT,
            env={**environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, command: str, **arguments: Any) -> Any:
        """Run a command there and return its answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"command": command, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The measuring process ended at {command} {arguments}.")
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def time_request(paths: list[str], *, forget: bool, times: int, headers: Mapping[str, str]) -> dict[str, Any]:
    """Ask for `paths` in turn, `times` each, through the whole middleware; return seconds, queries and bytes.

    Args:
        forget: empty the memory of finished answers before each request.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from pressroom.http import clear_memo

    seconds: list[float] = []
    answer = request(paths[0], headers)
    for _ in range(times):
        for path in paths:
            if forget:
                clear_memo()
            started = time.perf_counter()
            answer = request(path, headers)
            seconds.append(time.perf_counter() - started)
    queries = []
    for path in paths:
        if forget:
            clear_memo()
        with CaptureQueriesContext(connection) as captured:
            request(path, headers)
        queries.append(len(captured))
    status, body = answer
    return {"seconds": seconds, "queries": max(queries), "status": status, "bytes": len(body)}


def time_feed(limit: int, times: int) -> dict[str, Any]:
    """Build the feed of `limit` entries anew, alternating with plain feedgen over the same entries."""
    from cms.ledger import queries
    from pressroom.feeds.paging import Address, Place
    from pressroom.feeds.reading import read_channel
    from pressroom.feeds.rss import build_rss
    from pressroom.http import clear_memo
    from pressroom.selection import Selection
    from tests.bench.plain_feed import build_plain

    path = f"/sv/feed.rss?limit={limit}"
    channel = read_channel(
        address=Address("sv", "feed.rss", Selection()), place=Place(limit), head=queries.get_head()
    )

    def whole() -> bytes:
        clear_memo()
        return request(path, {})[1]

    steps: dict[str, Callable[[], bytes]] = {
        "request": whole,
        "build": lambda: build_rss(channel),
        "plain": lambda: build_plain(channel),
    }
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    sizes = {name: len(step()) for name, step in steps.items()}
    for turn in range(times):
        for name in list(steps) if turn % 2 else reversed(steps):
            started = time.perf_counter()
            steps[name]()
            seconds[name].append(time.perf_counter() - started)
    return {"seconds": seconds, "bytes": sizes}


def weigh(paths: list[str]) -> list[int]:
    """Return how many bytes each answer is on its way to a browser that takes gzip."""
    return [len(gzip.compress(request(path, {})[1], 9)) for path in paths]


def list_cursors(language: str, facets: Mapping[str, str], count: int) -> list[str]:
    """Return `count` cursors spread over the older half of a list, far from its first page."""
    from cms.ledger.models import CurrentEdition
    from pressroom.selection import Position, encode_cursor

    rows = CurrentEdition.objects.filter(is_listed=True, language=language)
    for dimension, value in facets.items():
        rows = rows.filter(facets__dimension=dimension, facets__value=value)
    seqs = list(rows.order_by("first_seq").values_list("first_seq", flat=True))
    half = seqs[min(25, len(seqs) // 4) : len(seqs) // 2] or seqs
    return [encode_cursor(Position(before=half[len(half) * n // count])) for n in range(count)]


def items(language: str, count: int) -> list[str]:
    """Return the paths of `count` readable items spread over the whole ledger."""
    from cms.ledger.models import CurrentEdition

    rows = list(CurrentEdition.objects.filter(is_listed=True, language=language).defer("card", "document"))
    step = max(1, len(rows) // count)
    return [row.path for row in rows[::step][:count]]


def request(path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Answer one GET through the whole application; return status and body."""
    route, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": route,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    response = _application()(environ, lambda _status, _headers, _exc=None: lambda _data: None)
    try:
        return response.status_code, b"".join(response)
    finally:
        response.close()


def _application() -> Any:
    from cms.wsgi import application

    return application


_COMMANDS: dict[str, Callable[..., Any]] = {
    "request": time_request,
    "feed": time_feed,
    "weigh": weigh,
    "cursors": list_cursors,
    "items": items,
}


def main() -> None:
    """Answer commands until the input ends. Whatever the application prints goes to standard error."""
    out, sys.stdout = sys.stdout, sys.stderr
    import django

    django.setup()
    from tests.bench import release_work, search_work, webhook_work

    commands = _COMMANDS | release_work.COMMANDS | webhook_work.COMMANDS | search_work.COMMANDS
    for line in sys.stdin:
        arguments = json.loads(line)
        out.write(json.dumps(commands[arguments.pop("command")](**arguments)) + "\n")
        out.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    main()
