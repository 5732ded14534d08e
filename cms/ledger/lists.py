"""Lists of the current view: one page of news, and what is related to an item. Read through `queries`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from cms.common import languages
from cms.ledger.enums import GONE
from cms.ledger.listed_changes import list_of
from cms.ledger.models import CurrentEdition, CurrentFacet, Edition, ListedChange
from cms.ledger.overlay import ahead, refuse_ahead
from cms.ledger.surrogates import list_of_facet, list_of_type, lists, note

#: A facet with so many items is common, and how common no longer matters.
_COMMON = 2000
#: What makes two items related.
_RELATING = (("area", "areas"), ("tag", "tags"), ("place", "places"))
#: Of them at most so many are compared.
_COMPARED = 12
#: How many of the newest that carry a facet are compared.
_CARRIERS = 40
_MAX_SEQ = 2**63 - 1


@dataclass(frozen=True)
class Listing:
    """One page of a list, newest first. `older`/`newer` are cursors (a first_seq) or None at an end."""

    rows: Sequence[CurrentEdition]
    older: int | None
    newer: int | None


def list_current(
    *,
    language: str,
    item_types: Collection[str] = (),
    facets: Mapping[str, str] | None = None,
    before: int | None = None,
    after: int | None = None,
    limit: int = 20,
    oldest_first: bool = False,
    released_since: dt.datetime | None = None,
    released_before: dt.datetime | None = None,
) -> Listing:
    """Return listed items of a language, newest first, narrowed by type and facets, from a cursor on.

    One query; two with several facets. With both cursors: the newest `limit` between them.

    Args:
        item_types: any of these; empty means all.
        facets: dimension -> code; an item must match all.
        before: only items that became public before this cursor (older ones).
        after: only items after this cursor (newer ones); gives the page that ends just above it.
        limit: items on a page.
        oldest_first: the same list the other way round; then a page begins at `after` and `before` leads back.
        released_since: only items that became public at this instant or later.
        released_before: only items that became public earlier than this instant.
    """
    note(*lists(language, item_types, facets))
    # `= true` in Django's SQL is the bare column, which SQLite does not look for in an index: it would read and sort
    # the whole language for one page.
    rows = CurrentEdition.objects.filter(is_listed__in=[True], language=language)
    if item_types:
        rows = rows.filter(item_type__in=item_types)
    order = "first_seq"
    within: dict[str, Any] = {}
    also: list[IsNull] = []
    chosen = _rarest_first(facets or {}, language)
    if chosen:
        # The first facet drives: its index is already in list order. The others are looked up for what it finds.
        (dimension, value), *rest = chosen
        order = "facets__first_seq"
        within = {"facets__language": language, "facets__dimension": dimension, "facets__value": value}
        also = _stand_in(CurrentFacet, rest, "facets__current_id")
    goes_on, leads_back = (after, before) if oldest_first else (before, after)
    backwards = leads_back is not None and goes_on is None
    ascending = oldest_first != backwards
    if before is not None:
        within[f"{order}__lt"] = before
    if after is not None:
        within[f"{order}__gt"] = after
    # In one call: a second one would join the facets again, a row for each of them.
    rows = rows.filter(*also, *_released(order, released_since, released_before), **within)
    rows = rows.order_by(order if ascending else f"-{order}").defer("document")
    overlay = ahead()
    # As many more as the overlay may replace.
    found = list(rows[: limit + 1 + (overlay.count(language) if overlay else 0)])
    if overlay is not None:
        found = overlay.over(
            found,
            lambda row: (
                row.is_listed
                and row.language == language
                and (not item_types or row.item_type in item_types)
                and overlay.has(row, facets or {})
                and (before is None or row.first_seq < before)
                and (after is None or row.first_seq > after)
                and (released_since is None or row.first_released_at >= released_since)
                and (released_before is None or row.first_released_at < released_before)
            ),
        )
        found.sort(key=lambda row: row.first_seq, reverse=not ascending)
    more = len(found) > limit
    found = found[:limit]
    if backwards:
        found.reverse()
    first = found[0].first_seq if found and (more if backwards else goes_on is not None) else None
    last = found[-1].first_seq if found and (backwards or more) else None
    return (
        Listing(found, older=first, newer=last) if oldest_first else Listing(found, older=last, newer=first)
    )


def list_listed_changes(
    *,
    language: str,
    item_types: Collection[str] = (),
    facets: Mapping[str, str] | None = None,
    limit: int = 50,
) -> list[CurrentEdition]:
    """Return the items of a list that were corrected or removed last, the latest change first. One query.

    Removed ones (`is_gone`) are found in the lists in which they were; show nothing of them but what a tombstone may.

    Args:
        item_types: as in `list_current`.
        facets: as in `list_current`.
        limit: changes at most.
    """
    note(*lists(language, item_types, facets))
    told_in = list_of(facets or {})
    (dimension, value), *rest = told_in
    within: dict[str, Any] = {
        "listed_changes__language": language,
        "listed_changes__dimension": dimension,
        "listed_changes__value": value,
    }
    if item_types:
        within["listed_changes__item_type__in"] = item_types
    also = _stand_in(ListedChange, rest, "listed_changes__current_id")
    rows = CurrentEdition.objects.filter(*also, **within).order_by("-listed_changes__seq").defer("document")
    overlay = ahead()
    if overlay is None:
        return list(rows[:limit])
    known = list(rows.annotate(told=F("listed_changes__seq"))[: limit + overlay.count(language)])
    since = {row.seq: row.told for row in known} | {seq: told.seq for seq, told in overlay.told.items()}
    found = overlay.over(
        known,
        lambda row: (
            row.seq in overlay.told
            and row.language == language
            and (not item_types or row.item_type in item_types)
            and overlay.told[row.seq].lists.issuperset(told_in)
        ),
    )
    return sorted(found, key=lambda row: -since[row.seq])[:limit]


def list_fresh(since: dt.datetime, *, limit: int = 1000) -> list[CurrentEdition]:
    """Return news of every language that became public at `since` or later, newest first, without its texts.

    One query per language: the newest of each are read in the order of an index, and the older ones left out.

    Args:
        since: an aware instant.
        limit: items at most, over all languages.
    """
    refuse_ahead("a sitemap")
    found: list[CurrentEdition] = []
    note(*map(list_of_type, languages.LANGUAGES))
    for language in languages.LANGUAGES:
        rows = CurrentEdition.objects.filter(is_listed__in=[True], language=language).order_by("-first_seq")
        newest = rows.defer("card", "document", "corrections", "note")[:limit]
        found += [row for row in newest if row.first_released_at >= since]
    return sorted(found, key=lambda row: -row.first_seq)[:limit]


def list_announced_times() -> list[dt.datetime]:
    """Return the instants of the releases that are announced and promised still, soonest first. One query.

    They stand in the public calendar: what follows from them tells nobody anything.
    """
    refuse_ahead("the times in the calendar")
    rows = CurrentEdition.objects.filter(item_type="calendar").exclude(kind__in=GONE).only("seq", "card")
    facts = [row.read_card()["calendar"] for row in rows]
    promised = {fact["starts_at"] for fact in facts if fact["status"] in ("provisional", "confirmed")}
    return sorted(map(dt.datetime.fromisoformat, promised))


def list_related(current: CurrentEdition, *, limit: int = 4) -> list[CurrentEdition]:
    """Return listed items that share most of an item's areas, tags and places, newest first among equals.

    Two queries, whatever the item carries.
    """
    shared = _relating_facets(current)
    note(*(list_of_facet(current.language, dimension, value) for dimension, value in shared))
    overlay = ahead()
    if overlay is None:
        best = _best_carriers(current, shared, limit)
        rows = CurrentEdition.objects.defer("document").in_bulk(best)
        return [rows[seq] for seq in best if seq in rows]
    known: dict[int, CurrentEdition] = {}
    score: Counter[int] = Counter()
    for dimension, value in shared:
        carriers = list_current(language=current.language, facets={dimension: value}, limit=_CARRIERS).rows
        known |= {row.seq: row for row in carriers}
        score.update(row.seq for row in carriers if row.seq != current.seq)
    return [known[seq] for seq in sorted(score, key=lambda seq: (-score[seq], -seq))[:limit]]


def _relating_facets(current: CurrentEdition) -> list[tuple[str, str]]:
    """Return what makes others related to an item, from its card; no query."""
    card = current.read_card()
    pairs = [(dimension, ref["id"]) for dimension, name in _RELATING for ref in card[name]]
    return list(dict.fromkeys(pairs))[:_COMPARED]


def _best_carriers(current: CurrentEdition, facets: Sequence[tuple[str, str]], limit: int) -> list[int]:
    """Return the `seq` of those that carry most of `facets`, of the newest carriers of each. One query."""
    if not facets:
        return []
    table = CurrentFacet._meta.db_table
    one = (
        f"SELECT current_id FROM {table} WHERE language = %s AND dimension = %s AND value = %s"  # noqa: S608
        f" ORDER BY first_seq DESC LIMIT {_CARRIERS}"
    )
    # Each in a FROM of its own: SQLite takes no LIMIT before a UNION.
    carriers = " UNION ALL ".join(f"SELECT current_id FROM ({one}) AS of_{n}" for n in range(len(facets)))  # noqa: S608
    values = [text for dimension, value in facets for text in (current.language, dimension, value)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT current_id FROM ({carriers}) AS carriers WHERE current_id <> %s GROUP BY current_id"  # noqa: S608
            " ORDER BY COUNT(*) DESC, current_id DESC LIMIT %s",
            [*values, current.seq, limit],
        )
        return [seq for (seq,) in cursor.fetchall()]


def _stand_in(
    lists: type[CurrentFacet] | type[ListedChange], pairs: Sequence[tuple[str, str]], reference: str
) -> list[IsNull]:
    """Return conditions that an item stands in each of several lists besides the one that drives a query.

    Asked per row on purpose: as EXISTS or a join, PostgreSQL would gather all items that have both and sort them,
    since it cannot know how often the two come together.
    """
    found = [
        lists._default_manager.filter(current_id=OuterRef(reference), dimension=dimension, value=value)
        for dimension, value in pairs
    ]
    return [IsNull(Subquery(rows.values("current_id")[:1]), False) for rows in found]


def _released(order: str, since: dt.datetime | None, before: dt.datetime | None) -> list[Q]:
    """Return conditions that an item became public within a time.

    Lists are in the order of `first_seq`. The edition at which a time begins is looked up by its own index, so that
    the list's index is read from there on and nothing is passed over; the row's own time then decides.
    """
    found = []
    for at, side in ((since, "gte"), (before, "lt")):
        if at is not None:
            edition = (
                Edition.objects.filter(released_at__gte=at).order_by("released_at", "seq").values("seq")[:1]
            )
            place = Coalesce(Subquery(edition), Value(_MAX_SEQ))
            found.append(Q(**{f"{order}__{side}": place, f"first_released_at__{side}": at}))
    return found


def _rarest_first(facets: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    """Return the facets, the one that fewest items have first. One query when there are several.

    Each is counted up to `_COMMON` only, so that this takes the same time in a ledger of any size.
    """
    chosen = sorted(facets.items())
    if len(chosen) < 2:
        return chosen
    table = CurrentFacet._meta.db_table
    one = f"SELECT 1 FROM {table} WHERE language = %s AND dimension = %s AND value = %s LIMIT {_COMMON}"  # noqa: S608
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({one}) AS facet_{n})" for n in range(len(chosen)))  # noqa: S608
    values = [text for dimension, value in chosen for text in (language, dimension, value)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", values)
        found = cursor.fetchone()
    return [facet for _count, facet in sorted(zip(found, chosen, strict=True))]
