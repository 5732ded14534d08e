"""What must be true before `manage.py serve` touches anything; each failure is one sentence, never a traceback."""

from __future__ import annotations

import errno
import ipaddress
import os
import shutil
import socket
import tempfile
from pathlib import Path

#: What the database, the example data and the static files take on a first start, three times over.
FREE_BYTES_NEEDED = 300 * 1024 * 1024


class NotReady(Exception):
    """The product cannot start here and now. The text says what is wrong and what to do."""


def check_port(host: str, port: int) -> None:
    """Refuse when something already listens on the port, or the port may not be used."""
    if not 1 <= port <= 65535:
        raise NotReady(f"PORT is {port}, which is no port number: choose one between 1024 and 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise NotReady(
                    f"Port {port} is taken by another program: stop it, or choose another port, "
                    f"for example PORT={port + 1} make start."
                ) from error
            if error.errno == errno.EACCES:
                raise NotReady(
                    f"Port {port} may only be used by the system's administrator: "
                    "choose one above 1023, for example PORT=8000 make start."
                ) from error
            raise NotReady(f"HOST {host} with port {port} cannot be used: {error.strerror}.") from error


def check_key(host: str, *, key_is_public: bool) -> None:
    """Refuse to answer other machines with a signing key that anybody can read in the source."""
    if key_is_public and not _is_loopback(host):
        raise NotReady(
            f"HOST {host} would let other machines in while sessions are signed with a key that everybody knows: "
            "set SECRET_KEY to at least 50 random characters first."
        )


def check_directory(directory: Path, *, needed: int = FREE_BYTES_NEEDED) -> None:
    """Create `directory`; refuse when it cannot be written or the disk is nearly full."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=directory) as probe:
            probe.write(b"x" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NotReady(_disk_full(directory, 0, needed)) from error
        raise NotReady(
            f"{directory} cannot be written ({error.strerror}): give this user the right to write there."
        ) from error
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise NotReady(_disk_full(directory, free, needed))


def _disk_full(directory: Path, free: int, needed: int) -> str:
    return (
        f"The disk that holds {directory} is full or nearly so ({free // 2**20} MB free, {needed // 2**20} MB needed): "
        "make room and start again. Nothing was changed."
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
