"""A real server with its own database and files, and a real browser. Only for tests marked `browser`."""

from __future__ import annotations

import email
import email.policy
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.floors import ROOT

#: As root in a container Chromium needs --no-sandbox; the others keep it from calling home.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: A busy machine with two cores is slow; a test that waits in vain fails all the same.
PATIENCE_MS = 45_000


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a freshly filled database: one organisation at work. Return the address."""
    fill = "import django; django.setup(); from tests.browser.seed import seed; seed()"
    with running(tmp_path_factory.mktemp("server"), fill) as site:
        yield site.url


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the example data, as `make start` would show it, with the publisher beside it."""
    fill = "import django; django.setup(); from cms.example_data.loading import load; load()"
    with running(tmp_path_factory.mktemp("example"), fill) as site:
        yield site


@pytest.fixture(scope="module")
def joint_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve three organisations with a joint draft, and the publisher beside them."""
    fill = "import django; django.setup(); from tests.browser.seed import seed_joint; seed_joint()"
    with running(tmp_path_factory.mktemp("joint"), fill) as site:
        yield site


@dataclass(frozen=True)
class Site:
    """A running server: its address, and the folder that has its database, files, mails and logs."""

    url: str
    home: Path
    environment: Mapping[str, str]
    #: The web server and the publisher.
    children: list[subprocess.Popen[bytes]]

    def run(self, statements: str) -> None:
        """Run Python statements on the server's database, as a command beside it."""
        code = f"import django; django.setup(); {statements}"
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=self.environment, check=True, capture_output=True
        )

    def stop_web(self) -> None:
        """Stop the web server: nothing answers at its address."""
        self.children[0].terminate()
        self.children[0].wait(timeout=30)

    def start_web(self) -> None:
        """Start the web server again, at the same address."""
        self.children[0] = _start_web(self.url, self.home, self.environment)

    def mails_to(self, address: str) -> list[str]:
        """Return the texts of the mails that were sent to `address`, oldest first."""
        found = []
        for file in sorted((self.home / "mail").glob("*"), key=lambda file: file.stat().st_mtime_ns):
            for part in file.read_bytes().split(b"-" * 79):
                message = email.message_from_bytes(part.strip(), policy=email.policy.default)
                if message["To"] and address in str(message["To"]):
                    found.append(str(message.get_content()))
        return found


@contextmanager
def running(home: Path, fill: str) -> Iterator[Site]:
    """Run a web server and a publisher on a database of their own, filled by the Python statements `fill`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "BROWSER_TEST_HOME": str(home),
        "BROWSER_TEST_URL": url,
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_URL", None)
    for command in (["manage.py", "migrate", "--verbosity", "0"], ["-c", fill]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, capture_output=True)
    children = [_start(["manage.py", "publish_due_releases", "--loop"], home, environment)]
    try:
        children.insert(0, _start_web(url, home, environment))
        yield Site(url, home, environment, children)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=30)
    errors = [
        line for line in (home / "server.log").read_text().splitlines() if "Internal Server Error" in line
    ]
    assert not errors, errors


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Any]:
    """Return a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """Return an empty tab of its own; a script error in it fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE")
    context.set_default_timeout(PATIENCE_MS)
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    yield tab
    context.close()
    assert not faults, faults


def _start(command: list[str], home: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with (home / "server.log").open("ab") as log:
        return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)


def _start_web(url: str, home: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    port = url.rsplit(":", 1)[1]
    web = _start(
        ["-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{port}", "--threads", "4"],
        home,
        environment,
    )
    _wait_for(f"{url}/sv/", web, home / "server.log")
    return web


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(240):
        try:
            with urllib.request.urlopen(url, timeout=20):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                break
            time.sleep(0.5)
    pytest.fail(f"The server did not start:\n{log.read_text()[-3000:]}", pytrace=False)
