"""The digest a signature is bound to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from cms.common import clock
from cms.common.digests import digest_of


def version_digest(payload_digests: Mapping[str, str], release_at: dt.datetime | None) -> str:
    """Return the digest of one version: every language with its payload's digest, and the release time.

    Each payload names its files by SHA-256, so a changed byte in a picture is another digest here too.
    """
    at = clock.isoformat(release_at) if release_at else None
    return digest_of({"languages": dict(payload_digests), "release_at": at})
