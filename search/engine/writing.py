"""Writing into every index that has to have it, each document only over an older version, again until all is in."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from search.engine import names
from search.engine.documents import POSITION, POSITION_ID, make_source, make_tombstone
from search.engine.trouble import PASSING, explain, told
from search.exceptions import BackendUnavailable
from search.types import Entry, Tombstone

#: Seconds between attempts; after the last one, the consumer takes over with its own patience.
_PAUSES = (0.2, 0.5, 1.5)
#: Documents and bytes in one request.
_BATCH = 200
_BYTES = 5_000_000
#: Moves of the indexes that one write lives through; each is a rebuild that began or ended.
_MOVES = 5


@dataclass(frozen=True)
class Action:
    """One line of a bulk request. `version` makes it count only over an older one; None overwrites."""

    kind: str
    document_id: str
    source: Mapping[str, Any] | None = None
    version: int | None = None

    def lines(self, alias: str) -> list[Mapping[str, Any]]:
        """Return what is sent."""
        head: dict[str, Any] = {"_index": alias, "_id": self.document_id}
        if self.version is not None:
            head |= {"version": self.version, "version_type": "external"}
        return [{self.kind: head}] if self.source is None else [{self.kind: head}, self.source]


def entry_action(entry: Entry) -> Action:
    """Return how an item's newest edition, or that it is gone, is written."""
    source = make_tombstone(entry) if isinstance(entry, Tombstone) else make_source(entry)
    return Action("index", entry.document_id, source, entry.seq)


def position_action(position: int) -> Action:
    """Return how an index is told that all editions up to `position` are in; it never goes back."""
    return Action("index", POSITION_ID, {"kind": POSITION, "seq": position}, position)


def write_everywhere(
    client: Elasticsearch, aliases: names.Names, actions: Sequence[Action], *, position: int | None = None
) -> int:
    """Write into the index that answers, and into one that is being built; return how many were newer in the first.

    A rebuild may begin or end while we write. Whoever writes looks before and after: if the indexes have moved, the
    same is written again, to where they are now. Without a move, a rebuild that begins later reads the ledger later.

    Raises:
        BackendUnavailable: there is no index, or not everything is in.
    """
    before = _look(client, aliases)
    for _move in range(_MOVES):
        if not before.live:
            raise BackendUnavailable("There is no search index: run `manage.py search reindex`.")
        failed: BackendUnavailable | None = None
        written: set[str] = set()
        try:
            for alias, index in zip((aliases.live, aliases.building), before.aims, strict=True):
                newer = send(client, alias, actions) if index else set()
                written |= newer if alias == aliases.live else set()
                if index and position is not None:
                    send(client, alias, [position_action(position)])
        except BackendUnavailable as error:
            failed = error
        after = _look(client, aliases)
        if after.aims == before.aims:
            if failed is not None:
                raise failed
            return len(written)
        before = after
    raise BackendUnavailable("The search indexes are replaced faster than they can be written.")


def send(client: Elasticsearch, alias: str, actions: Iterable[Action]) -> set[str]:
    """Write into the index behind an alias and return the ids of what was newer than what it had.

    By alias only: the engine would make an index without our mapping for a name that it does not know.

    Raises:
        BackendUnavailable: after some attempts, not everything is in.
    """
    newer: set[str] = set()
    for batch in _batches(actions):
        left = batch
        for pause in (*_PAUSES, None):
            accepted, left = _send_once(client, alias, left, is_last=pause is None)
            newer |= accepted
            if not left or pause is None:
                break
            time.sleep(pause)
    return newer


def _send_once(
    client: Elasticsearch, alias: str, actions: Sequence[Action], *, is_last: bool
) -> tuple[set[str], list[Action]]:
    """Return the ids that were written, and what has to be sent again."""
    lines = [line for action in actions for line in action.lines(alias)]
    with told("writing"):
        try:
            answer = client.bulk(operations=lines, require_alias=True, filter_path=_ANSWER)
        except TransportError:
            if is_last:
                raise
            return set(), list(actions)
        except ApiError as error:
            if is_last or error.status_code not in PASSING:
                raise
            return set(), list(actions)
    newer: set[str] = set()
    again: list[Action] = []
    for action, item in zip(actions, answer["items"], strict=True):
        result = next(iter(item.values()))
        status = int(result["status"])
        if status < 300:
            newer.add(action.document_id)
        elif status in PASSING and not is_last:
            again.append(action)
        elif status == 409 or (status == 404 and action.kind == "delete" and "error" not in result):
            continue  # it has this version or a newer one; or there was nothing to remove
        else:
            why = explain(result.get("error") or {}, status)
            raise BackendUnavailable(f"The engine refused to write {action.document_id}: {why}.")
    return newer, again


_ANSWER = "items.*.status,items.*.error,items.*.result"


def _look(client: Elasticsearch, aliases: names.Names) -> names.Standing:
    with told("looking for its indexes"):
        return names.look(client, aliases)


def _batches(actions: Iterable[Action]) -> Iterator[list[Action]]:
    batch: list[Action] = []
    size = 0
    for action in actions:
        batch.append(action)
        size += _size(action)
        if len(batch) >= _BATCH or size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(action: Action) -> int:
    """Return about how large an action is: texts stand three times in it."""
    shown = (action.source or {}).get("shown", {})
    return 3 * sum(len(str(text)) for text in shown.values())
