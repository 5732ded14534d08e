"""Serve with production settings as the operations page says, and look at what a proxy would get."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time


def main(port: int) -> None:
    """Start gunicorn, ask as a proxy does and as a stranger does, stop it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi", "--config", "python:cms.settings.gunicorn"],
        env={**os.environ, "PORT": str(port)},
    )
    try:
        wait_for(port, process)
        proxied = {"Host": "press.example.se", "X-Forwarded-Proto": "https"}
        look(port, "/sv/", proxied, {200})
        look(port, "/en/", proxied, {200})
        look(port, "/sv/meddelanden/", proxied, {200})
        look(port, "/sv/feed.rss", proxied, {200})
        look(port, "/sitemap.xml", proxied, {200})
        look(port, "/api/v1/items", proxied, {200})
        look(port, "/api/v1/changes?since=0", proxied, {200})
        look(port, "/api/v1/keys", proxied, {200})
        look(port, "/.well-known/jwks.json", proxied, {200})
        is_public = os.environ.get("SURFACE") == "public"
        look(port, "/admin/login/", proxied, {404} if is_public else {200})
        look(port, "/sv/", {"Host": "press.example.se"}, {301})
        look(port, "/sv/", {"Host": "other.example.se", "X-Forwarded-Proto": "https"}, {400})
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until it answers."""
    for _ in range(150):
        if process.poll() is not None:
            sys.exit("production smoke: the server ended at its start")
        try:
            look(port, "/robots.txt", {"Host": "press.example.se", "X-Forwarded-Proto": "https"}, {200})
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("production smoke: the server never answered")


def look(port: int, path: str, headers: dict[str, str], wanted: set[int]) -> None:
    """Ask for one page; end when the status differs or a header that protects is missing."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status not in wanted:
        sys.exit(f"production smoke: {path} with {headers} answers {response.status}, not {wanted}")
    if response.status == 200:
        for name in ("Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options"):
            if name not in response.headers:
                sys.exit(f"production smoke: {path} lacks {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
