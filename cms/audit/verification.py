"""Re-read the log and say whether anything in it is not what was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cms.audit.chain import chain_digest
from cms.audit.models import AuditEntry, AuditHead, AuditReader
from cms.common.digests import canonical_json

_CHUNK = 500


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, at one entry (or at the head, seq 0)."""

    seq: int
    message: str


@dataclass(frozen=True)
class Anchor:
    """An entry that somebody wrote down elsewhere: what the log can't have forgotten without being found out."""

    seq: int
    chain: str


def find_faults(*, anchor: Anchor | None = None) -> Iterator[Fault]:
    """Yield every fault in order: a gap, a changed row, other readers than recorded, a head that disagrees.

    Acts may be recorded meanwhile.

    Args:
        anchor: an entry known from before, which must still be there as it was. Only that can show that the newest
            entries were cut off, or that everything was computed anew.
    """
    at_start = get_head()
    seq, chain, is_anchored = 0, "", anchor is None
    for entry, readers in _read():
        if entry.seq != seq + 1:
            yield Fault(entry.seq, f"entry {seq + 1} is missing before it")
        if entry.chain != chain_digest(entry, chain):
            yield Fault(entry.seq, "the chain is broken: this entry or the one before it is not as recorded")
        if canonical_json(sorted(readers)) != entry.readers:
            yield Fault(entry.seq, "who may see it is not as recorded")
        if at_start and entry.seq == at_start.seq and entry.chain != at_start.chain:
            yield Fault(0, f"the head does not have the chain of entry {entry.seq}")
        if anchor and entry.seq == anchor.seq:
            is_anchored = entry.chain == anchor.chain
        seq, chain = entry.seq, entry.chain
    now = get_head()
    if seq < (at_start.seq if at_start else 0):
        yield Fault(0, f"the head is at {at_start.seq if at_start else 0}, the newest entry is {seq}")
    if seq > (now.seq if now else 0):
        yield Fault(0, f"there are entries after the head, up to {seq}")
    if anchor and not is_anchored:
        yield Fault(anchor.seq, "this entry does not have the chain that was written down")


def get_head() -> AuditHead | None:
    """Return the log's head, without a lock; None while nothing was ever recorded."""
    return AuditHead.objects.filter(id=1).first()


def _read() -> Iterator[tuple[AuditEntry, list[str]]]:
    """Yield every entry by seq with the organisations that the database lets see it, in chunks."""
    last: int | None = None
    while True:
        entries = AuditEntry.objects.order_by("seq")
        chunk = list((entries if last is None else entries.filter(seq__gt=last))[:_CHUNK])
        if not chunk:
            return
        readers: dict[int, list[str]] = {}
        rows = AuditReader.objects.filter(entry__gte=chunk[0].seq, entry__lte=chunk[-1].seq)
        for entry_id, code in rows.values_list("entry_id", "organisation"):
            readers.setdefault(entry_id, []).append(code)
        for entry in chunk:
            yield entry, readers.get(entry.seq, [])
        last = chunk[-1].seq
