"""Start an engine on this machine, know when it answers, kill it, start it again on the same data, stop it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.engines.fetching import RECIPES, EngineUnavailable, fetch, find_java

NAMES = ("opensearch", "elasticsearch")
#: Small: the tests' machine has other things to do as well.
_HEAP = ("-Xms512m", "-Xmx768m")
_START_SECONDS = 300
_NOBODY = 65534
#: Oldest and newest Java of each.
_JAVA = {"opensearch": (21, 99), "elasticsearch": (17, 21)}
#: What the test framework brings beside the server, and the server must not load.
_NOT_THE_SERVER = (
    "framework", "junit", "hamcrest", "randomizedtesting", "lucene-test-framework", "mockito", "byte-buddy",
    "objenesis", "mocksocket",
)  # fmt: skip


@dataclass
class EngineServer:
    """One engine on the loopback address, for the length of a `with` block or until `stop`.

    Attributes:
        name: `opensearch` or `elasticsearch`.
        port: for HTTP; the one a hundred above it is used between nodes.
        folder: its data and log.
        pid: of its process group; 0 while it does not run.
    """

    name: str
    port: int
    folder: Path
    pid: int = 0

    @property
    def url(self) -> str:
        """Return what SEARCH_URL is to be."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, on the data that it has, and wait until it answers.

        Raises:
            EngineUnavailable: it ended, or does not answer in five minutes; with the end of its log.
        """
        command = _opensearch(self) if self.name == "opensearch" else _elasticsearch(self)
        with (self.folder / "log").open("ab") as log:
            # A process group of its own: what ends the tests does not end it by accident, and it ends as a whole.
            process = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                user=_user_of(self.name),
            )  # fmt: skip
        self.pid = process.pid
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                text = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
                raise EngineUnavailable(f"{self.name} does not start:\n{text[-3000:]}")
            time.sleep(0.2)
        process.returncode = 0  # `kill` waits for it by its number; its handle has nothing left to do

    def answers(self) -> bool:
        """Whether it accepts work: it has recovered what it had."""
        try:
            with urllib.request.urlopen(f"{self.url}/_cluster/health", timeout=3) as response:
                return bool(json.load(response)["status"] != "red")
        except (OSError, ValueError, KeyError):
            return False

    def kill(self) -> None:
        """End it as a power cut would; its data stays."""
        if not self.pid:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):  # another process may have started it
            os.waitpid(self.pid, 0)
        while Path(f"/proc/{self.pid}").exists():
            time.sleep(0.05)
        self.pid = 0

    def pause(self) -> None:
        """Let it hang: connections are taken and nothing is answered."""
        os.killpg(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        os.killpg(self.pid, signal.SIGCONT)

    def stop(self) -> None:
        """End it and remove its data."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def new_server(name: str, port: int) -> EngineServer:
    """Return an engine with a folder of its own, not started."""
    folder = Path(tempfile.mkdtemp(prefix=f"tests-{name}-", dir="/tmp"))
    folder.chmod(0o755)
    return EngineServer(name, port, folder)


def java_of(name: str) -> Path:
    """Return `java` of a JDK that the engine runs on.

    Raises:
        EngineUnavailable: there is none; says which are wanted.
    """
    least, most = _JAVA[name]
    return find_java(least=least, most=most)


def free_port() -> int:
    """Return a port that nobody listens on, with room for the one a hundred above it."""
    while True:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = int(taken.getsockname()[1])
        if port < 60_000:
            return port


def _opensearch(server: EngineServer) -> list[str]:
    library = fetch("opensearch")
    return [
        str(java_of("opensearch")), *_HEAP, "--add-modules", "jdk.incubator.vector", "-cp", f"{library}/*",
        str(RECIPES / "OpenSearch.java"), str(server.folder / "data"), str(server.port), str(server.port + 100),
    ]  # fmt: skip


def _elasticsearch(server: EngineServer) -> list[str]:
    library = fetch("elasticsearch")
    home = server.folder / "home"
    if not home.exists():
        _lay_out(home, library)
    return [
        str(java_of("elasticsearch")), *_HEAP, f"-Des.path.home={home}", "--module-path", str(home / "lib"),
        "--add-modules=ALL-MODULE-PATH", str(home / "Elasticsearch.java"),
        str(home), str(server.port), str(server.port + 100),
    ]  # fmt: skip


def _lay_out(home: Path, library: Path) -> None:
    """Make the folders that the server expects; they belong to whom it runs as."""
    module = home / "modules" / "transport-netty4"
    for folder in (home / "lib", module, home / "config", home / "plugins", home / "data", home / "logs"):
        folder.mkdir(parents=True)
    for jar in library.glob("*.jar"):
        if jar.name.startswith(("netty", "transport-netty4")):
            shutil.copy(jar, module)
        elif not jar.name.startswith(_NOT_THE_SERVER):
            shutil.copy(jar, home / "lib")
    shutil.copy(RECIPES / "transport-netty4.properties", module / "plugin-descriptor.properties")
    shutil.copy(RECIPES / "Elasticsearch.java", home)
    if (user := _user_of("elasticsearch")) is not None:
        for path in [home, *home.rglob("*")]:
            os.chown(path, user, user)


def _user_of(name: str) -> int | None:
    """Return whom the engine has to run as: Elasticsearch refuses to run as root."""
    return _NOBODY if name == "elasticsearch" and os.getuid() == 0 else None
