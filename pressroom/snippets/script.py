"""The element's script as it is served: its bytes, its digest, and every version that was ever pinned.

The source is `pressroom/static/pressroom/embed/v1.js`, read as it stands: no build step. A host that pins a version
with `integrity` must get these bytes for ever, so a released version is copied into `released/` before the source is
changed (docs/features/embeds.md).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "static" / "pressroom" / "embed" / "v1.js"
RELEASED = Path(__file__).parent / "released"


@dataclass(frozen=True)
class Script:
    """One version of the script. `digest` names it in its address; `integrity` is what `<script>` carries."""

    body: bytes
    packed: bytes
    digest: str
    integrity: str


@cache
def current() -> Script:
    """Return the newest version."""
    return _read(SOURCE)


@cache
def versions() -> dict[str, Script]:
    """Return every version that can be asked for, by its digest."""
    scripts = [current(), *(_read(path) for path in sorted(RELEASED.glob("*.js")))]
    return {script.digest: script for script in scripts}


def _read(path: Path) -> Script:
    body = path.read_bytes()
    sha384 = base64.b64encode(hashlib.sha384(body).digest()).decode()
    return Script(
        body=body,
        packed=gzip.compress(body, 9, mtime=0),
        digest=hashlib.sha256(body).hexdigest()[:16],
        integrity=f"sha384-{sha384}",
    )
