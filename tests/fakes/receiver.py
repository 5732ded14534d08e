"""A real server on loopback that stands for somebody else's: it keeps what it was sent and answers as it is told.

Example:
    with Receiver(Reply(status=503)) as receiver:
        send("POST", receiver.url("/hook"), ...)
        assert receiver.received[0].body == b"..."
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Received:
    """One request; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """How a request is answered.

    `after` seconds pass before anything is sent. With `drip`, so many seconds pass before each byte of head and body,
    and the head never ends when `endless` is said. `claims` is the Content-Length if it lies.
    """

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    after: float = 0.0
    drip: float = 0.0
    endless: bool = False
    claims: int | None = None


class Receiver:
    """The server. `answer` is a reply for all, or makes one for each request."""

    def __init__(
        self,
        answer: Reply | Callable[[Received], Reply] = Reply(),
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.received: list[Received] = []
        self.answer = answer
        self._closing = threading.Event()
        self._server = _Server((host, port), _handler(self))
        self._scheme = "http"
        if tls is not None:
            self._scheme = "https"
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.host, self.port = host, int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/", *, host: str = "") -> str:
        """Return the server's address, by another name if one is given."""
        return f"{self._scheme}://{host or self.host}:{self.port}{path}"

    def reply_to(self, request: Received) -> Reply:
        """Keep a request; return how to answer it, after its time."""
        self.received.append(request)
        reply = self.answer if isinstance(self.answer, Reply) else self.answer(request)
        self._closing.wait(reply.after)
        return reply

    def wait(self, seconds: float) -> bool:
        """Wait as a slow server does; True when the server is being closed."""
        return self._closing.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 1_000

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what is tested."""


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = receiver.reply_to(Received(self.command, self.path, headers, body))
            head = [f"HTTP/1.1 {reply.status} Svar", "Connection: close"]
            if not reply.drip or reply.claims is not None:
                head.append(f"Content-Length: {len(reply.body) if reply.claims is None else reply.claims}")
            head += [f"{name}: {value}" for name, value in reply.headers.items()]
            self.close_connection = True
            self._write("\r\n".join(head).encode(), reply)
            while reply.endless and not receiver.wait(reply.drip):
                self._write(b"x", reply)
            self._write(b"\r\n\r\n" + reply.body, reply)

        def _write(self, data: bytes, reply: Reply) -> None:
            for part in [data[n : n + 1] for n in range(len(data))] if reply.drip else [data]:
                if reply.drip and receiver.wait(reply.drip):
                    return
                self.wfile.write(part)
                self.wfile.flush()

        do_GET = do_POST = do_HEAD = _answer  # noqa: N815  (the names that the library calls)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the library's name)
            """Say nothing."""

    return Handler
