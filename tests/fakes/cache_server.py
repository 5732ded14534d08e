"""A cache that can be told what to forget: a server on the loopback address that remembers what it was told."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial


@dataclass
class FakeCache:
    """What was asked of it, in order, and what it answers from now on."""

    status: int = 200
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""

    def names(self) -> list[set[str]]:
        """Return the names in each request's Surrogate-Key."""
        return [
            set(headers.get("Surrogate-Key", "").split()) for _method, _path, headers, _body in self.asked
        ]

    def paths(self) -> list[str]:
        """Return the address of each request."""
        return [path for _method, path, _headers, _body in self.asked]


class _Handler(http.server.BaseHTTPRequestHandler):
    def __init__(self, cache: FakeCache, *args: object) -> None:
        self.cache = cache
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Remember the request."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.cache.asked.append((self.command, self.path, dict(self.headers.items()), body))
        self.send_response(self.cache.status)
        self.send_header("Content-Length", "0")
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()

    do_POST = do_BAN = do_GET  # noqa: N815  (names that the library looks for)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def fake_cache() -> Iterator[FakeCache]:
    """Serve one until the block ends."""
    cache = FakeCache()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, cache)) as server:
        cache.address = f"127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield cache
        server.shutdown()
        thread.join()
