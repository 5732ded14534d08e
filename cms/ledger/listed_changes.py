"""Which lists are told of a correction or removal, from the former edition's lists. For projection and overlay."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, CurrentFacet, ListedChange

_BATCH = 200
#: The list of everything.
_ALL = ("", "")

Pairs = set[tuple[str, str]]


@dataclass
class Lists:
    """The lists a former edition stood in as (dimension, value), and the seq of the change told of it, if any."""

    pairs: Pairs = field(default_factory=set)
    told: int | None = None


def read_lists(seqs: Sequence[int]) -> dict[int, Lists]:
    """Return the lists of current editions by seq. Call it before their rows are replaced."""
    found = {seq: Lists() for seq in seqs}
    for start in range(0, len(seqs), _BATCH):
        batch = seqs[start : start + _BATCH]
        facets = CurrentFacet.objects.filter(current_id__in=batch)
        for seq, dimension, value in facets.values_list("current_id", "dimension", "value"):
            found[seq].pairs.add((dimension, value))
        changes = ListedChange.objects.filter(current_id__in=batch)
        for seq, dimension, value, told in changes.values_list("current_id", "dimension", "value", "seq"):
            found[seq].told = told
            if (dimension, value) != _ALL:
                found[seq].pairs.add((dimension, value))
    return found


@dataclass(frozen=True)
class Told:
    """A change to be told: since which edition, and in which lists, the one of everything among them."""

    seq: int
    lists: frozenset[tuple[str, str]]


def list_of(facets: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the lists that an item must stand in to be found by `facets`: at least the one of everything."""
    return sorted(facets.items()) or [_ALL]


def tell(row: CurrentEdition, pairs: Collection[tuple[str, str]], former: Lists | None) -> Told | None:
    """Return what is to be told of what the edition in `row` does, or None.

    Args:
        row: the new current row of a listed item.
        pairs: the lists it stands in now.
        former: the lists of the edition it replaces in the same public life; None when it becomes public.
    """
    if former is None or row.kind == EditionKind.PUBLISHED:
        return None
    if row.kind == EditionKind.REFRESHED:
        return Told(former.told, frozenset({_ALL, *pairs})) if former.told is not None else None
    return Told(row.seq, frozenset({_ALL, *(former.pairs if row.is_gone else pairs)}))
