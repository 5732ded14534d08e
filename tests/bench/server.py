"""The product's own web server on the loopback address, as `manage.py serve` starts it, and its memory over time."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench.worker import ROOT

_START_SECONDS = 60
_SAMPLE_SECONDS = 0.25


@dataclass(frozen=True)
class Answer:
    """What one address answers."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Server:
    """Gunicorn with `cms.settings.gunicorn`, for the length of a `with` block.

    `peak_rss` is the highest sum over its processes, in bytes; pages they share are counted once per process there and
    once in all in `peak_pss`. Both are 0 where /proc does not tell.
    """

    def __init__(self, environment: Mapping[str, str], port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.peak_rss = 0
        self.peak_pss = 0
        self._environment = {**environment, "PORT": str(port)}
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._sampler = threading.Thread(target=self._sample, daemon=True)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once; a refusal is an answer too."""
        return self.ask(self.address, path, headers)

    @staticmethod
    def ask(address: str, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask a server at any address once."""
        request = urllib.request.Request(address + path, headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return Answer(response.status, response.read(), response.headers)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read(), error.headers)

    def settle(self) -> None:
        """Wait until the server works on nothing: what one load left behind must not slow the next."""
        deadline = time.monotonic() + 30
        before = -1.0
        while time.monotonic() < deadline:
            now = self.cpu_seconds()
            if now == before:
                return
            before = now
            time.sleep(0.1)

    def cpu_seconds(self) -> float:
        """Return the processor time that its processes have used so far; 0 where /proc does not tell."""
        assert self._process
        return sum(_cpu_ticks(pid) for pid in _tree(self._process.pid)) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--config", "python:cms.settings.gunicorn"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, start_new_session=True)
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError("The web server ended while it started; its reason is above.")
            with contextlib.suppress(OSError):
                self.get("/robots.txt")
                break
            time.sleep(0.2)
        else:
            self._stop()
            raise RuntimeError(f"The web server did not answer within {_START_SECONDS} seconds.")
        self._sampler.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._sampler.join()
        self._stop()

    def _stop(self) -> None:
        assert self._process
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _sample(self) -> None:
        assert self._process
        turn = 0
        while not self._ended.wait(_SAMPLE_SECONDS):
            pids = _tree(self._process.pid)
            self.peak_rss = max(
                self.peak_rss, sum(_kilobytes(pid, "status", "VmRSS:") for pid in pids) * 1024
            )
            if turn % 8 == 0:  # the kernel walks every page for this one
                pss = sum(_kilobytes(pid, "smaps_rollup", "Pss:") for pid in pids) * 1024
                self.peak_pss = max(self.peak_pss, pss)
            turn += 1


def _tree(pid: int) -> list[int]:
    """Return a process and its descendants."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            found += [int(child) for child in children]
    return found


def _cpu_ticks(pid: int) -> int:
    with contextlib.suppress(OSError):
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(after_name[11]) + int(after_name[12])
    return 0


def _kilobytes(pid: int, file: str, name: str) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0
