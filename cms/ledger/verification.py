"""Re-read the ledger and say whether anything in it is not what was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from cms.common.digests import NotCanonicalError, canonical_json, sha256_hex
from cms.files.services import verify as file_is_whole
from cms.ledger import proofs
from cms.ledger.append import chain_digest
from cms.ledger.models import Edition, LedgerHead
from cms.ledger.payload import files_of
from cms.ledger.published_keys import PublishedKey, list_keys

_CHUNK = 500


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, at one edition (or at the head, seq 0)."""

    seq: int
    message: str


def find_faults(*, with_files: bool = True) -> Iterator[Fault]:
    """Yield every fault: a gap, a changed payload, a broken chain, a proof that proves nothing, lost or changed bytes.

    Args:
        with_files: also read every stored file's bytes, once each.
    """
    before = _head()
    expected, chain = 1, ""
    keys: dict[str, PublishedKey] = {}
    whole: dict[str, bool] = {}
    for edition in Edition.objects.order_by("seq").iterator(chunk_size=_CHUNK):
        if edition.seq != expected:
            yield Fault(edition.seq, f"edition {expected} is missing before it")
        yield from _faults_of(edition, chain)
        keys = keys or {key.key_id: key for key in list_keys()}  # read after the editions, so none is too new
        for message in proofs.find_faults_of(edition, keys):
            yield Fault(edition.seq, message)
        expected, chain = edition.seq + 1, edition.chain
        if with_files:
            yield from _file_faults(edition, whole)
    yield from _head_faults(before, _head(), newest=expected - 1, chain=chain)


def _head() -> LedgerHead:
    return LedgerHead.objects.filter(id=1).first() or LedgerHead()


def _head_faults(before: LedgerHead, after: LedgerHead, *, newest: int, chain: str) -> Iterator[Fault]:
    """Hold what was read against the head before and after: a release may have come while the ledger was read."""
    if not before.seq <= newest <= after.seq:
        yield Fault(0, f"the head says {after.seq}, the newest edition is {newest}")
    elif newest == after.seq and chain != after.chain:
        yield Fault(0, "the head's chain is not that of the newest edition")


def _faults_of(edition: Edition, former_chain: str) -> Iterator[Fault]:
    if sha256_hex(edition.payload.encode()) != edition.digest:
        yield Fault(edition.seq, "the payload does not have the digest that was printed")
    else:
        try:
            canonical = canonical_json(orjson.loads(edition.payload))
        except (orjson.JSONDecodeError, NotCanonicalError) as error:
            yield Fault(edition.seq, f"the payload cannot be read: {error}")
        else:
            if canonical != edition.payload:
                yield Fault(edition.seq, "the payload is not in canonical form")
    if chain_digest(edition, former_chain) != edition.chain:
        yield Fault(edition.seq, "the chain does not continue from the edition before")


def _file_faults(edition: Edition, whole: dict[str, bool]) -> Iterator[Fault]:
    try:
        payload = orjson.loads(edition.payload)
    except orjson.JSONDecodeError:
        return
    for file in files_of(payload):
        digest = file["sha256"]
        if digest not in whole:
            whole[digest] = file_is_whole(digest)
        if not whole[digest]:
            yield Fault(edition.seq, f"the file {file['name']} ({digest[:12]}…) is missing or changed")
