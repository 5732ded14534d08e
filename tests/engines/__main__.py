"""Start an engine for a person or for CI: `python -m tests.engines run opensearch -- make test ARGS="-m engines"`.

run NAME -- COMMAND   start it, run the command with SEARCH_ENGINE and SEARCH_URL, end it; its exit code is ours
start NAME PORT       start it and leave it running; prints its address and its folder
stop FOLDER           end that one and remove the folder
java NAME             print which Java it would run on; exit code 1 when this machine has none for it
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.engines.fetching import EngineUnavailable
from tests.engines.servers import NAMES, EngineServer, free_port, java_of, new_server

_PID = "pid"


def main(arguments: list[str]) -> int:
    """Do what is asked for; return the exit code."""
    try:
        match arguments:
            case ["run", name, "--", *command] if name in NAMES and command:
                return _run(name, command)
            case ["start", name, port] if name in NAMES and port.isdigit():
                return _start(name, int(port))
            case ["java", name] if name in NAMES:
                sys.stdout.write(f"{java_of(name)}\n")
                return 0
            case ["stop", folder]:
                return _stop(Path(folder))
    except EngineUnavailable as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(__doc__ or "")
    return 2


def _run(name: str, command: list[str]) -> int:
    with new_server(name, free_port()) as server:
        environment = {**os.environ, "SEARCH_ENGINE": name, "SEARCH_URL": server.url}
        return subprocess.run(command, env=environment, check=False).returncode


def _start(name: str, port: int) -> int:
    server = new_server(name, port)
    try:
        server.start()
    except EngineUnavailable:
        server.stop()
        raise
    (server.folder / _PID).write_text(f"{name} {server.pid}", encoding="utf-8")
    sys.stdout.write(f"{server.url} {server.folder}\n")
    return 0


def _stop(folder: Path) -> int:
    name, pid = (folder / _PID).read_text(encoding="utf-8").split()
    command = Path(f"/proc/{pid}/cmdline")
    # Never another process that has got the same number since.
    alive = command.exists() and str(folder).encode() in command.read_bytes()
    EngineServer(name, 0, folder, int(pid) if alive else 0).stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
