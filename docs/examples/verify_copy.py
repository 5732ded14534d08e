"""Verify a copy: `python verify_copy.py PROOF KEYS`, each a file or an address. Needs the package `cryptography`.

PROOF is what /api/v1/items/{id}/proof answered. KEYS is what /api/v1/keys answered, best kept from the first time.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path
from urllib.request import urlopen

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def read(place: str) -> dict:
    return json.loads(urlopen(place).read() if "://" in place else Path(place).read_bytes())


def raw(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise ValueError("not base64url")
    return data


def verify(proof: dict, keys: dict) -> dict:
    said = json.loads(proof["statement"])
    key = {key["key_id"]: key for key in keys["keys"]}[said["key_id"]]
    public_key = Ed25519PublicKey.from_public_bytes(raw(key["public_key"]))
    public_key.verify(raw(proof["signature"]), proof["statement"].encode())
    if said["format"] != "edition-proof/1" or said["seq"] > (key["last_seq"] or said["seq"]):
        raise ValueError("signed for something else, or with a key that had retired")
    if said["kind"] not in {"withdrawn", "deleted"}:
        if hashlib.sha256(proof["payload"].encode()).hexdigest() != said["digest"]:
            raise ValueError("not the text that was agreed")
    return said


try:
    said = verify(read(sys.argv[1]), read(sys.argv[2]))
except (InvalidSignature, AttributeError, KeyError, OSError, TypeError, ValueError) as problem:
    sys.exit(f"NOT VERIFIED: {problem!r}")
print("Verified:", said["type"], said["id"], said["language"], said["kind"], said["released_at"])
for agreed in said["agreed"]:
    print("agreed:", agreed["name"], agreed["at"])
