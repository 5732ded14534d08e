"""Load from wrk: how many requests a second an address answers."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

CONNECTIONS = 8  # as many as the server has threads, so that nothing waits for long
#: Walks through a file of paths, so that no two requests close to each other are the same.
_WALK = """
local paths = {{}}
for line in io.lines("{file}") do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""


class LoadFailed(RuntimeError):
    """Some requests were not answered as they should be, so their number means nothing."""


@dataclass(frozen=True)
class Target:
    """An address to load: one path, or several that are asked for in turn.

    `is_slow` is for what answers a few times a second: it is loaded three times as long, and what is unfinished at
    the end is counted as answered, which is more than it has earned.
    """

    name: str
    paths: Sequence[str]
    headers: dict[str, str] = field(default_factory=dict)
    is_slow: bool = False


def is_there() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


@dataclass(frozen=True)
class Load:
    """What came of loading an address: answers, and answers per second."""

    requests: int
    rate: float


def load(address: str, target: Target, *, seconds: int, scratch: Path, is_warm_up: bool = False) -> Load:
    """Load one target for a while.

    Raises:
        LoadFailed: an answer was neither 2xx nor 3xx, or a connection broke.
    """
    if target.is_slow:
        seconds *= 3
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s"]
    for name, value in target.headers.items():
        command += ["-H", f"{name}: {value}"]
    if len(target.paths) > 1:
        paths = scratch / f"{target.name}.paths"
        paths.write_text("\n".join(target.paths) + "\n")
        script = scratch / f"{target.name}.lua"
        script.write_text(_WALK.format(file=paths))
        command += ["-s", str(script)]
    output = subprocess.run(
        [*command, address + target.paths[0]],
        check=True,
        capture_output=True,
        text=True,
        timeout=seconds + 60,
    ).stdout
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: .*", output)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    count = re.search(r"(\d+) requests in ", output)
    if refused or not rate or not count:
        raise LoadFailed(f"{target.name}: {refused[0] if refused else output}")
    requests = int(count[1]) + (CONNECTIONS if target.is_slow else 0)
    if not requests and not is_warm_up:
        raise LoadFailed(f"{target.name}: not one answer in {seconds} s")
    return Load(requests=requests, rate=requests / seconds if target.is_slow else float(rate[1]))
