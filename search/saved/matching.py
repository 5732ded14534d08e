"""Which saved searches an edition is told to: `matches(edition)`, for whoever delivers.

The rules, each edition and language on its own:

- A search is told of a text when it first answers it, of its corrections even where they no longer do, and of its
  withdrawal; never of a reprint that only a changed name brought about (`refreshed`).
- What is told is what can be read now: of an edition that has been replaced since, the one that stands in its place.
- What has been recorded (`SavedMatch`) is not told again, whatever is read, restored or indexed anew.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from cms.ledger.enums import EditionKind
from cms.ledger.models import Edition
from search.backends import Backend
from search.content import entries_of
from search.exceptions import BackendUnavailable
from search.saved.models import SavedMatch, SavedSearch, What
from search.types import SearchDocument, Tombstone

logger = logging.getLogger(__name__)

_BATCH = 500


@dataclass(frozen=True)
class Match:
    """One thing to tell a saved search.

    Attributes:
        search: primary key of the saved search.
        seq: of the edition that is told.
    """

    search: int
    seq: int
    item_key: uuid.UUID
    language: str
    what: What


def matches(edition: Edition, *, backends: Sequence[Backend]) -> list[Match]:
    """Return what saved searches are to be told because of an edition, by search.

    Args:
        backends: indexes that hold all saved searches, the one to be asked first in front.

    Raises:
        BackendUnavailable: none of them answers.
    """
    entry = next(iter(entries_of({(edition.item_key, edition.language)})), None)
    if entry is None:
        return []
    told = _told_of(edition)
    if isinstance(entry, Tombstone):
        return [_match(pk, entry, What.WITHDRAWN) for pk in told]
    if edition.kind == EditionKind.REFRESHED or not entry.is_news:
        return []
    found = _answered_by(entry, backends)
    new: set[int] = set()
    for start in range(0, len(found), _BATCH):
        rows = SavedSearch.objects.filter(public_id__in=found[start : start + _BATCH], since__lt=edition.seq)
        new |= set(rows.values_list("pk", flat=True))
    corrected = [_match(pk, entry, What.CORRECTED) for pk in told]
    return corrected + [_match(pk, entry, What.NEW) for pk in sorted(new.difference(told))]


def _told_of(edition: Edition) -> list[int]:
    """Return the searches that know of the item as something that can be read."""
    rows = SavedMatch.objects.filter(item_key=edition.item_key, language=edition.language).order_by("seq")
    last = dict(rows.values_list("search", "what"))
    return sorted(pk for pk, what in last.items() if what != What.WITHDRAWN)


def _answered_by(document: SearchDocument, backends: Sequence[Backend]) -> list[str]:
    """Return the names of saved searches that a document answers, from the first index that can tell."""
    trouble = BackendUnavailable("No index holds the saved searches.")
    for backend in backends:
        try:
            return backend.matches(document)
        except BackendUnavailable as error:
            logger.warning("Saved searches are not matched by %s: %s", backend.name, error)
            trouble = error
    raise trouble


def _match(pk: int, entry: SearchDocument | Tombstone, what: What) -> Match:
    return Match(pk, entry.seq, entry.item_key, entry.language, what)
