"""An engine that says what a test tells it to: refusals and silence that a real one shows only in bad times."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Answer = tuple[int, Any]


@dataclass
class FakeEngine:
    """Its address, what it was asked, and whether it says that it is an Elasticsearch."""

    url: str
    requests: list[Request] = field(default_factory=list)
    product: str = "Elasticsearch"


@contextmanager
def fake_engine(answer: Callable[[Request], Answer]) -> Iterator[FakeEngine]:
    """Serve on the loopback address while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            request = Request(self.command, self.path, dict(self.headers), body)
            engine.requests.append(request)
            status, found = answer(request)
            content = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            if engine.product:
                self.send_header("x-elastic-product", engine.product)
            self.end_headers()
            if self.command != "HEAD":
                with suppress(BrokenPipeError):  # whoever asked did not wait
                    self.wfile.write(content)

        def log_message(self, *arguments: Any) -> None:
            pass

    for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
        setattr(Handler, f"do_{method}", Handler._serve)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    engine = FakeEngine(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield engine
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
