"""Personal links: made here, found here. A token is in the mail and nowhere else; the database has its digest."""

from __future__ import annotations

import secrets

from cms.common.digests import sha256_hex
from cms.sharing.models import Share


def new_token() -> str:
    """Return a token that nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


def digest_of_token(token: str) -> str:
    """Return what is kept of a token."""
    return sha256_hex(token.encode())


def find_share(token: str) -> Share | None:
    """Return the share with this token, whatever its state, or None. One indexed look-up by digest."""
    shares = Share.objects.select_related("content__release__freeze", "answers")
    return shares.filter(token_digest=digest_of_token(token)).first()
