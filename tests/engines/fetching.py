"""The engines' libraries: fetched once with Maven, kept outside of the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

RECIPES = Path(__file__).parent / "recipes"
_VERSION = re.compile(r"<version>([\d.]{3,})</version>")
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies"
_ATTEMPTS = 3


class EngineUnavailable(RuntimeError):
    """This machine cannot run the engine. The text says what to install."""


def cache_folder() -> Path:
    """Return where libraries are kept: ENGINES_CACHE, or a folder of this user's own that other users can read.

    Elasticsearch refuses to run as root and then runs as another user, to whom a home directory is closed.
    """
    folder = Path(os.environ.get("ENGINES_CACHE") or f"/var/tmp/pressroom-engines-{os.getuid()}")
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise EngineUnavailable(
            f"{folder} belongs to somebody else: set ENGINES_CACHE to a folder of your own."
        )
    return folder


def fetch(name: str) -> Path:
    """Return the folder with the engine's jars; fetch them if they are not there yet.

    Args:
        name: of a recipe, `opensearch` or `elasticsearch`.

    Raises:
        EngineUnavailable: Maven is missing, or the registry does not answer.
    """
    recipe = RECIPES / f"{name}.xml"
    version = _VERSION.findall(recipe.read_text(encoding="utf-8"))[0]
    folder = cache_folder() / f"{name}-{version}"
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise EngineUnavailable("Maven is missing: install the package maven.")
    partial = folder.with_name(f"{folder.name}.{os.getpid()}.partial")
    command = [maven, "-q", "-B", "-f", str(recipe), _COPY, f"-DoutputDirectory={partial}"]
    for _attempt in range(_ATTEMPTS):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
    else:
        shutil.rmtree(partial, ignore_errors=True)
        raise EngineUnavailable(f"Maven could not fetch {name} {version}: {done.stdout[-600:]}")
    try:
        partial.rename(folder)
    except OSError:  # another process was first
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def find_java(*, least: int, most: int) -> Path:
    """Return `java` of a JDK from version `least` to `most`: JAVA_HOME's, PATH's, or what packages install.

    Raises:
        EngineUnavailable: there is none.
    """
    candidates = [Path(os.environ["JAVA_HOME"]) / "bin/java"] if os.environ.get("JAVA_HOME") else []
    candidates += [Path(found)] if (found := shutil.which("java")) else []
    candidates += sorted(Path("/usr/lib/jvm").glob("*/bin/java"))
    for java in candidates:
        # With a compiler beside it: the starting program is run from its source.
        if java.resolve().with_name("javac").exists() and least <= _version(java) <= most:
            return java
    raise EngineUnavailable(f"No JDK from {least} to {most} is here: install one, or set JAVA_HOME to it.")


def _version(java: Path) -> int:
    done = subprocess.run([str(java), "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found[1]) if found else 0
