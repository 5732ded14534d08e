"""Runs the configuration of docs/examples/nginx on loopback ports, as it stands but for addresses and folders."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples" / "nginx"
NGINX = os.environ.get("NGINX") or shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
_MAIN = """
user {user};
pid {root}/nginx.pid;
error_log {root}/error.log info;
worker_processes 1;
daemon off;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi; scgi_temp_path {root}/scgi;
    access_log off;
    include {root}/pressroom.conf;
    {more}
}}
"""


@dataclass(frozen=True)
class Nginx:
    """A running nginx: where it answers, where purges go, and its log."""

    address: str
    purges: str
    log: Path


@contextmanager
def run_nginx(root: Path, *, public: str, workshop: str, files: Path, more: str = "") -> Iterator[Nginx]:
    """Serve until the block ends.

    Args:
        root: an empty folder for configuration, cache and logs.
        public: `host:port` of the web process for the public.
        workshop: the same for the workshop.
        files: PRIVATE_FILES_ROOT.
        more: further lines for the `http` context; `{front}` in them is where it answers.
    """
    front, purges = (_free_port() for _ in range(2))
    changed = {
        "/var/cache/nginx/pressroom": f"{root}/cache",
        "server 127.0.0.1:8000;": f"server {public};",
        "server 127.0.0.1:8001;": f"server {workshop};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{front};",
        "server_name press.example.se;": "server_name _;",
        "    ssl_certificate     /etc/ssl/press.example.se.pem;\n": "",
        "    ssl_certificate_key /etc/ssl/press.example.se.key;\n": "",
        "/var/log/nginx/pressroom.log": f"{root}/access.log",
        "/srv/pressrum/files/printed-files/": f"{files}/",
        "listen 127.0.0.1:8081;": f"listen 127.0.0.1:{purges};",
        "include pressroom-": f"include {root}/pressroom-",
    }
    for example in EXAMPLES.glob("*.conf"):
        text = example.read_text()
        for old, new in changed.items():
            text = text.replace(old, new)
        (root / example.name).write_text(text)
    (root / "nginx.conf").write_text(
        _MAIN.format(
            root=root,
            user=pwd.getpwuid(os.getuid()).pw_name,
            more=more.replace("{front}", f"127.0.0.1:{front}"),
        )
    )
    process = subprocess.Popen(
        [NGINX, "-c", str(root / "nginx.conf"), "-e", str(root / "error.log")],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_for(front, process)
        yield Nginx(f"127.0.0.1:{front}", f"127.0.0.1:{purges}", root / "access.log")
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise RuntimeError(f"nginx did not start: {process.communicate()[1]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not answer within 5 s.")
