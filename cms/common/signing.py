"""Ed25519 signatures over text (RFC 8032): keys as text, signing, verifying, and the names of keys.

Keys and signatures are written in base64url without padding, as in RFC 8037. A private key is its 32 bytes so
written; there is nothing else to a key of this kind, so any 32 unguessable bytes will do.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cms.common.digests import canonical_json, sha256_hex

ALGORITHM = "Ed25519"
_KEY_BYTES = 32
#: Fewer different bytes than this are no random key: somebody has typed it.
_LEAST_VARIED = 12


class MalformedKeyError(ValueError):
    """A text that is no key. Never repeats the text."""


@dataclass(frozen=True)
class Signer:
    """A private key, with its public half and the name of both."""

    key_id: str
    public_key: str
    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    def sign(self, text: str) -> str:
        """Return the signature of `text` in UTF-8."""
        return encode(self._private.sign(text.encode()))


def new_private_key() -> str:
    """Return a new private key as text."""
    return encode(Ed25519PrivateKey.generate().private_bytes_raw())


@cache
def read_private_key(text: str) -> Signer:
    """Return what signs with a private key.

    Raises:
        MalformedKeyError: it is not 32 random bytes in base64url.
    """
    seed = decode(text)
    if seed is None or len(seed) != _KEY_BYTES:
        raise MalformedKeyError("it is not 32 bytes in base64url (43 characters)")
    if len(set(seed)) < _LEAST_VARIED:
        raise MalformedKeyError("it is too easy to guess")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public_key = encode(private.public_key().public_bytes_raw())
    return Signer(key_id_of(public_key), public_key, private)


def is_signed(text: str, *, signature: str, public_key: str) -> bool:
    """Whether `signature` is that of `text` by the key. False for whatever is no signature or no key."""
    key, raw = decode(public_key), decode(signature)
    if key is None or raw is None or len(key) != _KEY_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(raw, text.encode())
    except InvalidSignature:
        return False
    return True


def key_id_of(public_key: str) -> str:
    """Return the name of a key: its thumbprint by RFC 7638, which anybody can compute from the key itself."""
    members = {"crv": ALGORITHM, "kty": "OKP", "x": public_key}
    return encode(bytes.fromhex(sha256_hex(canonical_json(members).encode())))


def encode(data: bytes) -> str:
    """Return bytes in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes | None:
    """Return the bytes that `text` is the base64url of; None unless it is written exactly as `encode` does."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if encode(data) == text else None
