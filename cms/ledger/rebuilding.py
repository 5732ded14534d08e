"""Make the current view anew from the ledger, and say whether it differed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction

from cms.common.digests import sha256_hex
from cms.ledger.models import CurrentEdition, CurrentFacet, Edition, LedgerHead, ListedChange, PublicFile
from cms.ledger.projection import project

_CHUNK = 500
#: What identifies a row of each derived table, whatever number the database gave it.
_TABLES: dict[type[models.Model], tuple[str, ...]] = {
    CurrentEdition: ("seq",),
    CurrentFacet: ("current_id", "dimension", "value"),
    ListedChange: ("current_id", "dimension", "value"),
    PublicFile: ("seq", "asset", "sha256", "name"),
}


@dataclass(frozen=True)
class Rebuilt:
    """What rebuilding found: editions read, and per derived table the rows that were wrong, missing or too many."""

    editions: int
    differing: dict[str, int]

    @property
    def differed(self) -> bool:
        """Whether the current view was not what the ledger says."""
        return any(self.differing.values())


def rebuild() -> Rebuilt:
    """Replace the current view by what the ledger says, in one transaction that readers see whole or not at all."""
    with transaction.atomic():
        LedgerHead.objects.get_or_create(id=1)
        LedgerHead.objects.select_for_update().get(id=1)
        before = {table: _fingerprints(table) for table in _TABLES}
        for table in (CurrentFacet, ListedChange, CurrentEdition, PublicFile):
            table.objects.all().delete()
        count = 0
        for batch in _batches():
            project(batch)
            count += len(batch)
        LedgerHead.objects.filter(id=1).update(base_url=settings.PUBLIC_BASE_URL)
        differing = {
            str(table._meta.model_name): _difference(before[table], _fingerprints(table)) for table in _TABLES
        }
    return Rebuilt(count, differing)


def rebuild_if_moved() -> Rebuilt | None:
    """Rebuild when the current view was made for another public address than `settings.PUBLIC_BASE_URL`."""
    head = LedgerHead.objects.filter(id=1).first()
    if head is None or head.seq == 0 or head.base_url == settings.PUBLIC_BASE_URL:
        return None
    return rebuild()


def _batches() -> Iterable[list[Edition]]:
    """Yield editions in order, in runs that hold at most one per item and language, as `project` wants them."""
    batch: list[Edition] = []
    keys: set[tuple[Any, str]] = set()
    for edition in Edition.objects.order_by("seq").iterator(chunk_size=_CHUNK):
        key = (edition.item_key, edition.language)
        if key in keys or len(batch) >= _CHUNK:
            yield batch
            batch, keys = [], set()
        batch.append(edition)
        keys.add(key)
    if batch:
        yield batch


def _fingerprints(table: type[models.Model]) -> dict[tuple[Any, ...], str]:
    """Return a digest of every row by what identifies it."""
    names = [field.attname for field in table._meta.concrete_fields if field.attname != "id"]
    identity = _TABLES[table]
    positions = [names.index(name) for name in identity]
    rows = table._default_manager.order_by(*identity).values_list(*names).iterator(chunk_size=_CHUNK)
    return {tuple(row[position] for position in positions): sha256_hex(repr(row).encode()) for row in rows}


def _difference(before: dict[tuple[Any, ...], str], after: dict[tuple[Any, ...], str]) -> int:
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())
