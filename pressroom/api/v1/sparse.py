"""Less of an entry (`fields`), or what it refers to with it (`include`). See docs/api.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import orjson

from pressroom.api.v1.shapes import ALWAYS
from pressroom.selection import ParameterCode, ValueRefusedError


class Included(StrEnum):
    """What can be embedded beside the entries."""

    TERMS = "terms"
    ORGANISATIONS = "organisations"
    CONTACTS = "contacts"


@dataclass(frozen=True)
class Shape:
    """How much is wanted: only these fields (none: all), and these things with them."""

    fields: frozenset[str] = frozenset()
    include: frozenset[str] = frozenset()

    @classmethod
    def of(cls, fields: Iterable[str], include: Iterable[str]) -> Self:
        """Return the shape that two parameters ask for."""
        return cls(frozenset(split(fields)), frozenset(split(include)))

    def query_items(self) -> list[tuple[str, str]]:
        """Return it as query parameters in one fixed order."""
        pairs = (("fields", self.fields), ("include", self.include))
        return [(name, ",".join(sorted(values))) for name, values in pairs if values]

    def cut(self, text: str) -> str:
        """Return a finished JSON object with the wanted members only; the text itself when all are."""
        if not self.fields:
            return text
        wanted = self.fields.union(ALWAYS)
        return orjson.dumps(
            {name: value for name, value in orjson.loads(text).items() if name in wanted}
        ).decode()

    def cut_members(self, members: dict[str, Any]) -> dict[str, Any]:
        """Return those of the members that are added to a document which are wanted."""
        return {name: value for name, value in members.items() if not self.fields or name in self.fields}


def split(values: Iterable[str]) -> list[str]:
    """Return the single values of a parameter that may be repeated and separated with commas."""
    return [name for value in values for name in value.split(",") if name]


def choose(values: Iterable[str], known: Sequence[str], code: ParameterCode) -> None:
    """Refuse with `code` what is none of `known`. An empty value is none either.

    Raises:
        ValueRefusedError: naming what can be chosen.
    """
    chosen = [name for value in values for name in value.split(",")]
    if not set(chosen) <= set(known):
        raise ValueRefusedError(code, f"Choose from: {', '.join(known)}.")
