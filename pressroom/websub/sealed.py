"""Subscribers' secrets as they are stored: sealed, so that a copy of the database signs in nobody's name."""

from __future__ import annotations

from cms.common.sealing import seal, unseal

#: What secrets are sealed for (cms.common.sealing). Never changes.
PURPOSE = "websub"


def seal_secret(secret: str) -> str:
    """Return a subscriber's secret as it is stored; no secret stays none."""
    return seal(secret, purpose=PURPOSE) if secret else ""


def open_secret(sealed: str) -> str:
    """Return a stored secret as its subscriber knows it; none for none.

    Raises:
        SealedWithAnotherKeyError: `SECRET_KEY` has changed and the former one is not among its fallbacks.
    """
    return unseal(sealed, purpose=PURPOSE) if sealed else ""
