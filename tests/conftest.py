"""What holds for every test: nothing leaves the machine, nothing is left behind, missing engines are said aloud."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.plugins.flushing import _ledger_can_be_flushed  # noqa: F401  (a fixture for all tests)

#: CI has everything installed: there, a test that cannot run has failed.
IN_CI = os.environ.get("CI", "").lower() == "true"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
NGINX = os.environ.get("NGINX") or shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

_LOOPBACK = ("127.", "::1", "localhost")

# No deadline: two workers on two cores make single examples slow without meaning anything. The same examples each time,
# so that a change fails for what it changes; `make explore` looks for new ones.
hypothesis.settings.register_profile(
    "repeat", deadline=None, max_examples=50, print_blob=True, derandomize=True
)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=50, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def pytest_configure(config: pytest.Config) -> None:
    """Block every connection that does not stay on this machine, before any test module is imported."""
    real_connect = socket.socket.connect
    real_connect_ex = socket.socket.connect_ex

    def allowed(address: Any) -> bool:
        return not isinstance(address, tuple) or str(address[0]).startswith(_LOOPBACK)

    def connect(self: socket.socket, address: Any) -> None:
        if not allowed(address):
            raise NetworkBlocked(f"A test tried to connect to {address!r}; use a fake.")
        real_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        if not allowed(address):
            raise NetworkBlocked(f"A test tried to connect to {address!r}; use a fake.")
        return real_connect_ex(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine has no engine for, with the reason; in CI the same is a failure."""
    if item.get_closest_marker("browser") and not CHROMIUM:
        _cannot_run("Chromium is missing: install it, or set CHROMIUM to its path.")
    if item.get_closest_marker("nginx") and not NGINX:
        _cannot_run(
            "nginx is missing: install it (Debian: apt install nginx-light), or set NGINX to its path."
        )
    if item.get_closest_marker("postgresql") and not os.environ.get("DATABASE_URL", "").startswith(
        "postgres"
    ):
        _cannot_run("PostgreSQL is missing: set DATABASE_URL=postgres://user:password@127.0.0.1:5432/name.")
    if item.get_closest_marker("engines") and not os.environ.get("SEARCH_URL"):
        _cannot_run("No search engine: `make engines` starts them, or set SEARCH_ENGINE and SEARCH_URL.")


def _cannot_run(reason: str) -> None:
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return where Chromium is. For tests marked `browser`."""
    return CHROMIUM


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Empty what is kept between requests: a rolled-back ledger counts from the same number again."""
    from django.core.cache import caches

    from pressroom.api.keys import limits, senders
    from pressroom.http import clear_memo
    from pressroom.partners.keys import checking
    from pressroom.reach.counting import counter

    for cache in caches.all(initialized_only=True):
        cache.clear()
    for forget in (clear_memo, checking.forget, limits.forget, senders.forget, counter.clear):
        forget()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the files that this process's settings made room for."""
    from django.conf import settings

    if settings.configured:
        files = Path(settings.PRIVATE_FILES_ROOT).parent
        if files.name.startswith("pressroom-tests-"):
            shutil.rmtree(files, ignore_errors=True)
