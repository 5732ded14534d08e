"""The proof of an edition: a statement of who agreed to what and when, signed when it is printed.

What the organisations signed is the payload's digest, so who agreed cannot stand in the payload. It stands in the
statement, which is kept to the byte beside the payload and never made anew. How somebody else verifies one is in
docs/api.md; why it is so, in docs/decisions/0017-public-proof.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypedDict, cast

import orjson

from cms.common import clock
from cms.common.digests import NotCanonicalError, canonical_json
from cms.common.signing import Signer, is_signed
from cms.ledger.models import Edition
from cms.ledger.published_keys import PublishedKey

#: Says what the signed text is, so that no text signed for another purpose passes for it.
FORMAT: Literal["edition-proof/1"] = "edition-proof/1"


class Agreement(TypedDict):
    """One organisation that agreed: its code, its name as printed, and when it said so (RFC 3339, UTC)."""

    organisation: str
    name: str
    at: str


class Statement(TypedDict):
    """What is signed of an edition. `digest` is of its payload, `chain` ties it to every edition before it."""

    format: Literal["edition-proof/1"]
    seq: int
    type: str
    id: str
    language: str
    number: int
    kind: str
    digest: str
    released_at: str
    chain: str
    agreed: list[Agreement]
    key_id: str


def sign(edition: Edition, agreed: Sequence[Agreement], signer: Signer) -> None:
    """Give a finished edition, which is not stored yet, its statement and signature."""
    edition.statement = canonical_json(_statement(edition, agreed, signer.key_id))
    edition.signature = signer.sign(edition.statement)


def foresee(edition: Edition, agreed: Sequence[Agreement]) -> None:
    """Give an edition that nobody has printed yet what its statement will say of who agreed. It is not signed."""
    edition.statement = canonical_json(_statement(edition, agreed, ""))


def read_statement(edition: Edition) -> Statement:
    """Return what was signed of a printed edition."""
    return cast("Statement", orjson.loads(edition.statement))


def agreed_of(edition: Edition) -> list[Agreement]:
    """Return who agreed to an edition."""
    return read_statement(edition)["agreed"]


def find_faults_of(edition: Edition, keys: Mapping[str, PublishedKey]) -> Iterator[str]:
    """Yield in words what is wrong with the proof of a stored edition."""
    try:
        said = read_statement(edition)
        expected = canonical_json(_statement(edition, said["agreed"], said["key_id"]))
        key = keys.get(said["key_id"])
    except (orjson.JSONDecodeError, NotCanonicalError, KeyError, TypeError) as error:
        yield f"the statement cannot be read: {error}"
        return
    if expected != edition.statement:
        yield "the statement is not of this edition"
    if key is None:
        yield "the statement names a key that was never published"
    elif not is_signed(edition.statement, signature=edition.signature, public_key=key.public_key):
        yield "the signature is not that of the statement"
    elif key.last_seq is not None and edition.seq > key.last_seq:
        yield "it is signed with a key that had retired"


def _statement(edition: Edition, agreed: Sequence[Agreement], key_id: str) -> Statement:
    return Statement(
        format=FORMAT,
        seq=edition.seq,
        type=edition.item_type,
        id=edition.public_id,
        language=edition.language,
        number=edition.number,
        kind=str(edition.kind),
        digest=edition.digest,
        released_at=clock.isoformat(edition.released_at),
        chain=edition.chain,
        agreed=list(agreed),
        key_id=key_id,
    )
