"""Building an index beside the one that answers, letting it take over at once, and clearing what was left behind."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import query as q

from cms.common import clock
from search.engine import names
from search.engine.analysis import STANDARD, detect_analyzers
from search.engine.documents import (
    LEASE,
    LEASE_ID,
    MARK_ID,
    Abilities,
    abilities_in,
    is_any_of_ours,
    make_mapping,
)
from search.engine.saved import pages_of, recompiled
from search.engine.trouble import told
from search.engine.writing import Action, entry_action, position_action, send
from search.exceptions import BackendUnavailable
from search.synonyms.queries import remembered
from search.types import Entry, Tombstone

logger = logging.getLogger(__name__)

#: A rebuild that has said nothing for so long is dead.
LEASE_FOR = dt.timedelta(seconds=120)
_RENEW = 10.0
#: Seconds that a replaced index stays: longer than any search may take, so that none of them loses it.
GRACE = 2.5
_SETTINGS = {
    "number_of_shards": 1,  # 100,000 editions are a few hundred megabytes; counts of one shard are exact
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",  # said, or an engine stops refreshing an index that nobody has searched for a while
    "max_result_window": 10_000,
    "gc_deletes": "0s",  # what `forget` removed can soon be written again in the version that it had
}


def live_mapping(client: Elasticsearch, aliases: names.Names) -> Mapping[str, Any] | None:
    """Return the mapping of the index that answers; None when there is none."""
    with told("reading its mapping"):
        try:
            found = client.indices.get_mapping(index=aliases.live).body
        except NotFoundError:
            return None
    return next((index["mappings"] for index in found.values()), None)


def live_abilities(client: Elasticsearch, aliases: names.Names) -> Abilities | None:
    """Return what the index that answers was made for; None when there is none, or it is not ours."""
    mapping = live_mapping(client, aliases)
    return abilities_in(mapping) if mapping is not None else None


def rebuild(
    client: Elasticsearch, aliases: names.Names, batches: Iterable[Sequence[Entry]], *, position: int
) -> int:
    """Fill an empty index and let it take over; return how many documents it was given.

    Killed anywhere, it leaves the old index answering, and at most one that nobody sees: `tidy` removes it.
    """
    standing = _clear(client, aliases)
    index = _create(client, aliases)
    try:
        given = _fill(client, aliases, batches)
        if standing.live and is_any_of_ours(live_mapping(client, aliases)):
            _copy_saved(client, aliases)
        send(client, aliases.building, [position_action(position)])
        with told("making the new index searchable"):
            client.indices.refresh(index=index)
        _take_over(client, aliases, index)
    except BaseException:
        _remove(client, [index])
        raise
    time.sleep(GRACE)
    try:
        _remove(client, names.look(client, aliases).retired)
    except (ApiError, TransportError):  # the new index answers; writers clear the old one later
        logger.warning("The replaced index could not be removed yet")
    return given


def tidy(client: Elasticsearch, aliases: names.Names, *, former: names.Standing) -> names.Standing:
    """Remove what killed rebuilds have left; return what there is, to be given as `former` the next time.

    What was retired at the last look still is: its rebuild is dead, or has deleted it by itself in the meantime.
    """
    with told("tidying"):
        found = names.look(client, aliases)
        leftover = [*found.strays, *set(found.retired).intersection(former.retired)]
        if found.building and not _is_leased(client, aliases, found.building):
            leftover.append(found.building)
    _remove(client, leftover)
    return found


def _clear(client: Elasticsearch, aliases: names.Names) -> names.Standing:
    """Make room for a rebuild.

    Raises:
        BackendUnavailable: another one runs, or the name is taken.
    """
    with told("looking for its indexes"):
        found = names.look(client, aliases)
        if found.building and _is_leased(client, aliases, found.building):
            raise BackendUnavailable(
                "Another rebuild of the search index is running: wait until it has ended."
            )
        if client.indices.exists(index=aliases.live) and not found.live:
            raise BackendUnavailable(
                f"An index that is not ours is called {aliases.live}: remove it, or set SEARCH_INDEX to another name."
            )
    _remove(client, [*found.strays, *found.retired, *([found.building] if found.building else [])])
    return found


def _create(client: Elasticsearch, aliases: names.Names) -> str:
    index = aliases.new()
    analyzers = detect_analyzers(client)
    with told("making an index"):
        for percolates in (True, False):
            try:
                client.indices.create(
                    index=index,
                    mappings=make_mapping(Abilities(analyzers, percolates)),
                    settings=_SETTINGS,
                    aliases={aliases.building: {}},
                )
            except BadRequestError as error:
                if not percolates or "percolator" not in str(error):
                    raise
            else:
                break
    _renew_lease(client, aliases)
    return index


def _fill(client: Elasticsearch, aliases: names.Names, batches: Iterable[Sequence[Entry]]) -> int:
    given = 0
    renewed = time.monotonic()
    for batch in batches:
        send(client, aliases.building, map(entry_action, batch))
        given += sum(not isinstance(entry, Tombstone) for entry in batch)
        if time.monotonic() - renewed > _RENEW:
            _renew_lease(client, aliases)
            renewed = time.monotonic()
    return given


def _copy_saved(client: Elasticsearch, aliases: names.Names) -> None:
    """Carry the saved searches over, put into queries anew; what was saved or dropped meanwhile stays as it is."""
    with told("reading saved searches"), remembered():
        client.indices.refresh(index=aliases.live)
        for page in pages_of(client, aliases.live, q.MatchAll()):
            actions = [Action("create", hit["_id"], recompiled(hit["_source"])) for hit in page]
            send(client, aliases.building, actions)
            _renew_lease(client, aliases)
        try:
            mark = client.get(index=aliases.live, id=MARK_ID)
        except NotFoundError:
            return
    send(client, aliases.building, [Action("create", MARK_ID, mark["_source"])])


def _take_over(client: Elasticsearch, aliases: names.Names, index: str) -> None:
    """Move the aliases, in one step for whoever searches."""
    with told("letting the new index take over"):
        found = names.look(client, aliases)
        if found.building != index:
            raise BackendUnavailable("The index that was being built has been removed by somebody else.")
        actions: list[dict[str, Any]] = [
            {"add": {"index": index, "alias": aliases.live}},
            {"remove": {"index": index, "alias": aliases.building}},
        ]
        if found.live:
            actions += [
                {"remove": {"index": found.live, "alias": aliases.live}},
                {"add": {"index": found.live, "alias": aliases.retired}},
            ]
        client.indices.update_aliases(actions=actions)


def _renew_lease(client: Elasticsearch, aliases: names.Names) -> None:
    send(
        client,
        aliases.building,
        [Action("index", LEASE_ID, {"kind": LEASE, "at": clock.isoformat(clock.now())})],
    )


def _is_leased(client: Elasticsearch, aliases: names.Names, index: str) -> bool:
    """Whether whoever builds an index has said so lately; making it says so too."""
    try:
        note = client.get(index=index, id=LEASE_ID)
        said = dt.datetime.fromisoformat(note["_source"]["at"])
    except NotFoundError:
        made = aliases.made_at(index)
        if made is None:
            return False
        said = made
    return clock.now() - said < LEASE_FOR


def _remove(client: Elasticsearch, indexes: Iterable[str]) -> None:
    for index in indexes:
        try:
            client.indices.delete(index=index, ignore_unavailable=True)
        except (ApiError, TransportError):  # the next rebuild or tidying does it
            logger.warning("The index %s could not be removed", index)


def describe(client: Elasticsearch, aliases: names.Names) -> dict[str, str]:
    """Return in words what `search status` tells of the engine and its indexes."""
    with told("describing its indexes"):
        version = next(iter(client.nodes.info(filter_path="nodes.*.version")["nodes"].values()))["version"]
        standing = names.look(client, aliases)
    abilities = live_abilities(client, aliases)
    analyzers = abilities.analyzers if abilities else {}
    own = sorted(language for language, analyzer in analyzers.items() if analyzer != STANDARD)
    return {
        "version": version,
        "index": standing.live,
        "building": standing.building or "no",
        "left behind": ", ".join([*standing.retired, *standing.strays]) or "nothing",
        "ranks with its own analysis": ", ".join(own) or "none: words are compared by our stems alone",
        "saved searches": "by its percolator" if abilities and abilities.percolates else "asked one by one",
    }
