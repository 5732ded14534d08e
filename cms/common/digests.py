"""Digests over a canonical form, so that the same content always has the same digest.

Canonical JSON follows RFC 8785 (JSON Canonicalization Scheme) for the values we allow: objects, arrays, strings,
integers, booleans and null. Floating point numbers are refused: a figure's value is a decimal string.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

#: The largest integer that every reader of JSON understands (RFC 8785 section 3.2.2.3, RFC 7493 section 2.2).
_MOST = 2**53 - 1


class NotCanonicalError(ValueError):
    """A value that has no canonical form (a float, a date, a non-string key)."""


def canonical_json(value: Any) -> str:
    """Return `value` as canonical JSON text: keys sorted by UTF-16 code unit, no white space, no floats.

    Raises:
        NotCanonicalError: naming the path of the first value that has no canonical form.
    """
    return json.dumps(_checked(value, "$"), ensure_ascii=False, separators=(",", ":"))


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_of(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of `value` in UTF-8."""
    return sha256_hex(canonical_json(value).encode())


def _checked(value: Any, path: str) -> Any:
    """Copy `value` with sorted keys; refuse what JSON cannot carry without loss."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > _MOST:
            raise NotCanonicalError(
                f"{path}: an integer beyond 2^53 is not read alike everywhere; use a string"
            )
        return value
    if isinstance(value, str):
        return _encodable(value, path)
    if isinstance(value, list | tuple):
        return [_checked(entry, f"{path}[{index}]") for index, entry in enumerate(value)]
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise NotCanonicalError(f"{path}: key {key!r} is not a string")
            _encodable(key, path)
        ordered = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _checked(value[key], f"{path}.{key}") for key in ordered}
    raise NotCanonicalError(
        f"{path}: {type(value).__name__} has no canonical form; use a string or an integer"
    )


def _encodable(text: str, path: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonicalError(f"{path}: text with a lone surrogate has no UTF-8 form") from error
    return text
