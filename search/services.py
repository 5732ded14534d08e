"""Make an index anew, and compare one with the ledger. Called by `manage.py search`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cms.ledger.enums import GONE
from cms.ledger.models import CurrentEdition
from cms.ledger.queries import get_head
from search import content
from search.backends import Backend
from search.types import Version, document_id

_PAGE = 500
_BATCH = 25


@dataclass(frozen=True)
class Verified:
    """What a comparison found and mended: ids that the index lacked, had in another version, or should not have."""

    checked: int
    missing: int
    outdated: int
    unknown: int

    @property
    def faults(self) -> int:
        """Return how many there were."""
        return self.missing + self.outdated + self.unknown


def reindex(backend: Backend) -> int:
    """Make an index anew from the ledger beside the one that answers; return its documents.

    Raises:
        BackendUnavailable: it could not be done; the old one still answers.
    """
    head = get_head().seq
    return backend.rebuild(content.everything(batch=_BATCH), position=head)


def verify(backend: Backend) -> Verified:
    """Compare every id and version of an index with the ledger, and write what differs.

    What the ledger changes meanwhile may be counted as a fault once; writing it again does no harm.

    Raises:
        BackendUnavailable: it could not be read or written.
    """
    held = {version.document_id: version for version in _versions(backend)}
    checked = missing = outdated = 0
    wrong = []
    rows = CurrentEdition.objects.exclude(item_type__in=content.NOT_SEARCHED)
    for key, language, seq, kind in rows.values_list("item_key", "language", "seq", "kind").iterator(_PAGE):
        checked += 1
        name = document_id(key, language)
        has = held.pop(name, None)
        if has == Version(name, seq, kind in GONE):
            continue
        missing += has is None
        outdated += has is not None
        wrong.append((key, language))
    for start in range(0, len(wrong), _BATCH):
        batch = wrong[start : start + _BATCH]
        # An index takes nothing over a newer version, so one that is wrong in any way is removed first.
        backend.forget([document_id(*place) for place in batch])
        backend.write(content.entries_of(batch))
    if held:
        backend.forget(sorted(held))
    backend.refresh()
    return Verified(checked, missing, outdated, len(held))


def _versions(backend: Backend) -> Iterator[Version]:
    after = ""
    while page := backend.versions(after=after, limit=_PAGE):
        yield from page
        after = page[-1].document_id
