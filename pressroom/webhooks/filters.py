"""Which editions an endpoint is told of. The names and values are those of the API's lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from cms.common import languages
from cms.ledger.addresses import SEGMENTS
from cms.ledger.enums import GONE, Dimension
from pressroom.selection import ValueRefusedError, check_code
from pressroom.webhooks.enums import OPTIONAL_KINDS
from pressroom.webhooks.exceptions import FiltersRefusedError

#: What an edition can be found by here; the API has more dimensions, and so may these filters one day.
FACETS = (Dimension.AREA, Dimension.ORGANISATION, Dimension.TAG)
_KINDS = frozenset(str(kind) for kind in OPTIONAL_KINDS)


@dataclass(frozen=True)
class Told:
    """What of an edition filters look at. `facets` are its own and those of the edition that it replaces."""

    kind: str
    item_type: str
    language: str
    facets: Collection[tuple[str, str]]


@dataclass(frozen=True)
class Filters:
    """Any of the values in each list; an empty list narrows nothing. A removal passes whatever `kind` says."""

    kind: frozenset[str] = field(default_factory=frozenset)
    type: frozenset[str] = field(default_factory=frozenset)
    language: frozenset[str] = field(default_factory=frozenset)
    area: frozenset[str] = field(default_factory=frozenset)
    organisation: frozenset[str] = field(default_factory=frozenset)
    tag: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def read(cls, values: Mapping[str, Iterable[str]]) -> Self:
        """Return filters as kept with an endpoint or chosen in a form.

        Raises:
            FiltersRefusedError: naming the first value that can't be.
        """
        found = cls(**{name: frozenset(given) for name, given in values.items()})
        known = {"kind": _KINDS, "type": SEGMENTS.keys(), "language": languages.LANGUAGES.keys()}
        for name, values_known in known.items():
            for value in sorted(getattr(found, name) - set(values_known)):
                raise FiltersRefusedError(name, value)
        for dimension in FACETS:
            for value in sorted(getattr(found, str(dimension))):
                try:
                    check_code(value)
                except ValueRefusedError as error:
                    raise FiltersRefusedError(str(dimension), value[:80]) from error
        return found

    def as_json(self) -> dict[str, Any]:
        """Return the filters that narrow something, as they are kept."""
        named = {row.name: sorted(getattr(self, row.name)) for row in fields(self)}
        return {name: values for name, values in named.items() if values}

    @property
    def needs_facets(self) -> bool:
        """Whether `Told.facets` matters."""
        return any(getattr(self, str(dimension)) for dimension in FACETS)

    def lets_through(self, told: Told) -> bool:
        """Whether an edition is told of."""
        if self.kind and told.kind not in GONE and told.kind not in self.kind:
            return False
        if self.type and told.item_type not in self.type:
            return False
        if self.language and told.language not in self.language:
            return False
        wanted = {str(dimension): getattr(self, str(dimension)) for dimension in FACETS}
        return all(
            not values or any((dimension, value) in told.facets for value in values)
            for dimension, values in wanted.items()
        )
