"""Somebody else's endpoints, all in one process: `python -m tests.bench.receivers CERTIFICATE`.

By https, as partners' are. `/takes/N` answers 204 at once, `/hangs/N` never. Prints its port, then a line per request:
the instant (seconds, this machine's clock), the path, and the message's id.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
import time
from contextlib import suppress


async def main(certificate: str) -> None:
    """Serve until the standard input ends."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, ssl=tls, backlog=1_000)
    _say(str(server.sockets[0].getsockname()[1]))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, asyncio.IncompleteReadError):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        arrived = time.time()
        headers = {
            name.lower(): value.strip()
            for name, _colon, value in (line.partition(":") for line in head.splitlines()[1:])
        }
        await reader.readexactly(int(headers.get("content-length", "0")))
        path = head.split(" ", maxsplit=2)[1]
        _say(f"{arrived} {path} {headers['webhook-id']}")
        if path.startswith("/hangs/"):
            await reader.read()  # until the other side has had enough
        else:
            writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            await writer.drain()
        writer.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
