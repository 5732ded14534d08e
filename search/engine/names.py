"""The engine's indexes of ours, and what each is: the one that answers, one being built, one that has been replaced.

Each index has a name of its own that is never used again; aliases say what it is. Aliases are moved in one step, so
there is no moment at which nothing answers, and none at which two do.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass

from elasticsearch import Elasticsearch, NotFoundError

from cms.common import clock

_TIME = "%Y%m%d%H%M%S"


@dataclass(frozen=True)
class Names:
    """The aliases below one prefix."""

    live: str

    @property
    def building(self) -> str:
        """Return the alias of the index that a rebuild fills."""
        return f"{self.live}-building"

    @property
    def retired(self) -> str:
        """Return the alias of indexes that have been replaced and are about to go."""
        return f"{self.live}-retired"

    def new(self) -> str:
        """Return a name that no index has had."""
        return f"{self.live}-{clock.now():{_TIME}}-{secrets.token_hex(3)}"

    def made_at(self, index: str) -> dt.datetime | None:
        """Return when one of our indexes was made; None for others, however much they are called like ours."""
        found = re.fullmatch(rf"{re.escape(self.live)}-(\d{{14}})-[0-9a-f]{{6}}", index)
        return dt.datetime.strptime(found[1], _TIME).replace(tzinfo=dt.UTC) if found else None


@dataclass(frozen=True)
class Standing:
    """Which indexes there are at one moment; names, or empty. Two equal ones: nothing has moved between them."""

    live: str = ""
    building: str = ""
    retired: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()

    @property
    def aims(self) -> tuple[str, str]:
        """Return the indexes that a write has to reach: the one that answers, and one being built or empty."""
        return self.live, self.building


def look(client: Elasticsearch, names: Names) -> Standing:
    """Return which of our indexes there are now, seen in one request. What we have not made is never a stray."""
    try:
        found = client.indices.get_alias(index=f"{names.live},{names.live}-*", ignore_unavailable=True).body
    except NotFoundError:
        return Standing()

    def having(alias: str) -> list[str]:
        return sorted(name for name, index in found.items() if alias in index["aliases"])

    live, building = having(names.live), having(names.building)
    retired = having(names.retired)
    return Standing(
        live=live[-1] if live else "",
        building=building[-1] if building else "",
        retired=tuple(retired),
        strays=tuple(
            sorted(
                name for name in {*found} - {*live, *building, *retired} if names.made_at(name) is not None
            )
        ),
    )
