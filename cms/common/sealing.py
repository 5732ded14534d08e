"""Secrets that must be read again, sealed before they go into the database.

Sealed with a key derived from `SECRET_KEY`, so that a copy of the database alone gives nothing away. What was sealed
with a former key opens while that key stands in `SECRET_KEY_FALLBACKS`. See docs/decisions/0026-sealed-secrets.md.
"""

from __future__ import annotations

import base64

from django.conf import settings
from django.utils.encoding import force_bytes

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealedWithAnotherKeyError(Exception):
    """A sealed secret that none of this installation's keys opens. Never repeats it."""


def seal(secret: str, *, purpose: str) -> str:
    """Return `secret` sealed, as text. It opens for the same `purpose` only."""
    return _keys(purpose).encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """Return what was sealed.

    Raises:
        SealedWithAnotherKeyError: by another key, for another purpose, or altered since.
    """
    try:
        return _keys(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealedWithAnotherKeyError(
            "A stored secret can't be read: put the former SECRET_KEY into SECRET_KEY_FALLBACKS, or make a new one."
        ) from error


def _keys(purpose: str) -> MultiFernet:
    return MultiFernet(
        [_derived(key, purpose) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _derived(key: str | bytes, purpose: str) -> Fernet:
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"sealing/{purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derivation.derive(force_bytes(key))))
