"""Signatures of Standard Webhooks 1.0: `v1` is HMAC-SHA256 by a shared secret, `v1a` Ed25519 by a key pair.

What is signed is `{id}.{timestamp}.{body}`. https://github.com/standard-webhooks/standard-webhooks, spec/.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pressroom.webhooks.enums import Scheme

_SECRET, _PRIVATE, _PUBLIC = "whsec_", "whsk_", "whpk_"
_SECRET_BYTES = 32  # the specification asks for 24 to 64


@dataclass(frozen=True)
class NewSecret:
    """A secret just made. `text` is shown once, of a shared one; `public_key` may always be shown."""

    scheme: Scheme
    text: str
    public_key: str = ""

    def __repr__(self) -> str:
        return f"NewSecret({self.scheme})"


def new_secret(scheme: Scheme) -> NewSecret:
    """Return a new random secret of a scheme, in the specification's spelling."""
    if scheme == Scheme.SHARED:
        return NewSecret(scheme, _SECRET + _encode(secrets.token_bytes(_SECRET_BYTES)))
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return NewSecret(scheme, _PRIVATE + _encode(private.private_bytes_raw()), _PUBLIC + _encode(public))


def sign(texts: Sequence[str], *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the `webhook-signature` header: one signature per secret, in their order, with spaces between.

    Args:
        texts: secrets as `new_secret` made them, the newest first.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(_sign(text, signed) for text in texts)


def _sign(text: str, signed: bytes) -> str:
    if text.startswith(_PRIVATE):
        private = Ed25519PrivateKey.from_private_bytes(_decode(text.removeprefix(_PRIVATE)))
        return f"{Scheme.KEY_PAIR.value},{_encode(private.sign(signed))}"
    digest = hmac.digest(_decode(text.removeprefix(_SECRET)), signed, hashlib.sha256)
    return f"{Scheme.SHARED.value},{_encode(digest)}"


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
