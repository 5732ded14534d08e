"""How a key is written: `samverkan_7fk3m9q2xd_...`, a public name that is looked up by, then 256 random bits.

A plain SHA-256 at rest is enough here, and right: nobody can guess 256 random bits, so there is nothing for a slow or
salted digest (scrypt, bcrypt) to slow down, and every request would pay for it. Passwords are another matter.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field

from cms.common.digests import sha256_hex

#: So that a scanner of repositories can find a key that somebody has put there.
PREFIX = "samverkan"
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_NAME_LENGTH = 10
_TOKEN = re.compile(rf"{PREFIX}_([{_ALPHABET}]{{{_NAME_LENGTH}}})_([A-Za-z0-9_-]{{43}})\Z")


@dataclass(frozen=True)
class Token:
    """A key as its partner holds it. `name` is public; `text` is the whole, never kept and never logged."""

    name: str
    text: str = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the whole, in hexadecimal: what is kept."""
        return sha256_hex(self.text.encode())

    def is_of(self, digest: str) -> bool:
        """Whether `digest` is that of this key, without telling by the time it takes how much of it fits."""
        return hmac.compare_digest(self.digest, digest)


def make_token() -> Token:
    """Return a new key of the system's randomness."""
    name = "".join(secrets.choice(_ALPHABET) for _ in range(_NAME_LENGTH))
    return Token(name, f"{PREFIX}_{name}_{secrets.token_urlsafe(32)}")


def read_token(text: str) -> Token | None:
    """Return the key that `text` is the writing of, or None."""
    found = _TOKEN.match(text)
    return Token(found[1], text) if found else None
