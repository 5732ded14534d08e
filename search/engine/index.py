"""The index that answers: asking it within a time, through moves of its alias, and only while it is ours."""

from __future__ import annotations

import time
from typing import Any

from elasticsearch import NotFoundError
from elasticsearch.dsl import Search

from search.engine import management, names
from search.engine.client import PATIENCE, Address, connect
from search.engine.documents import Abilities
from search.engine.trouble import told
from search.exceptions import BackendUnavailable

#: Seconds for which the mapping that was seen counts as the one there is.
_LOOK_AGAIN = 10.0
_LEAST = 0.02


class Index:
    """One index on one engine. Safe for threads: all it remembers is when it saw what."""

    def __init__(self, address: Address) -> None:
        self.vendor = address.vendor
        self.client = connect(address)
        self.aliases = names.Names(address.index)
        self._seen: tuple[float, Abilities] | None = None

    def abilities(self, *, within: float = PATIENCE) -> Abilities:
        """Return what the index was made for.

        Args:
            within: seconds that the engine may take to tell.

        Raises:
            BackendUnavailable: there is no index, or its mapping is not ours, so its answers would be wrong.
        """
        if self._seen and time.monotonic() - self._seen[0] < _LOOK_AGAIN:
            return self._seen[1]
        found = management.live_abilities(self.client.options(request_timeout=within), self.aliases)
        if found is None:
            self._seen = None
            raise BackendUnavailable(
                f"There is no index {self.aliases.live} with this version's mapping: run `manage.py search reindex`."
            )
        self._seen = (time.monotonic(), found)
        return found

    def execute(self, search: Search[Any], *, until: float, doing: str) -> dict[str, Any]:
        """Ask, and return the engine's answer.

        An index may be replaced between the engine's finding it and its reading; then we ask once more.

        Args:
            until: on the monotonic clock; after it, nobody waits for the answer.
            doing: for the message when it fails.

        Raises:
            BackendUnavailable: also when only a part of the index has answered.
        """
        self.abilities(within=max(_LEAST, until - time.monotonic()))
        for is_last in (False, True):
            left = until - time.monotonic()
            if left < _LEAST:
                break
            client = self.client.options(request_timeout=left)
            limited = search.using(client).index(self.aliases.live)
            limited = limited.extra(timeout=f"{max(1, int(left * 1000))}ms")
            with told(doing):
                try:
                    answer: dict[str, Any] = (
                        limited.params(allow_partial_search_results=False).execute().to_dict()
                    )
                except NotFoundError:
                    if is_last:
                        raise
                    continue
            if answer["timed_out"]:
                break
            return answer
        raise BackendUnavailable(f"The engine did not answer in time while {doing}.")
