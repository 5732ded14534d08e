"""What a host can choose to show: a list, one item or one figure, and how. Read from a query string."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from django.http import QueryDict

from cms.common import languages
from pressroom.selection import (
    Fault,
    ParameterCode,
    ParametersRefusedError,
    Selection,
    ValueRefusedError,
    check_language,
    read_selection,
)

Kind = Literal["list", "item", "figure"]
KINDS: tuple[Kind, ...] = ("list", "item", "figure")
#: A frame cannot take its host's colours, so it has no `inherit`.
THEMES = ("light", "dark", "auto")
DEFAULT_NUMBER = 5
MAX_NUMBER = 20


@dataclass(frozen=True)
class Embed:
    """One thing shown on another site.

    `theme` is empty for the usual one: an element inherits the host's colours, a frame is light. `is_full` shows an
    item with its whole text. `figure` is the id of a block of `item`.
    """

    kind: Kind
    language: str = languages.DEFAULT
    selection: Selection = field(default_factory=Selection)
    number: int = DEFAULT_NUMBER
    item: str = ""
    figure: str = ""
    is_full: bool = False
    theme: str = ""

    def query_items(self) -> list[tuple[str, str]]:
        """Return what distinguishes it from the usual, as parameters in one fixed order."""
        items = [("language", self.language)] if self.language != languages.DEFAULT else []
        if self.kind == "list":
            items += self.selection.query_items()
            items += [("number", str(self.number))] if self.number != DEFAULT_NUMBER else []
        if self.kind == "item" and self.is_full:
            items.append(("text", "full"))
        return items


def read_embed(query: QueryDict, *, kind: Kind, item: str = "", figure: str = "") -> Embed:
    """Return what a query string chooses. An empty value counts as not given.

    Args:
        query: language, theme, and what `kind` has: selection and number, or `text=full`.
        item: the public id, for an item or figure.
        figure: the block's id.

    Raises:
        ParametersRefusedError: with every fault found; also for names that the kind does not have, since a misspelt
            filter would otherwise show everything.
    """
    rest = query.copy()
    faults: list[Fault] = []
    language = _take(rest, "language") or languages.DEFAULT
    try:
        check_language(language)
    except ValueRefusedError as error:
        faults.append(Fault("language", error.code, error.detail))
    theme = _take_one_of(rest, "theme", THEMES, faults)
    number = _take_number(rest, faults) if kind == "list" else DEFAULT_NUMBER
    is_full = kind == "item" and _take_one_of(rest, "text", ("full", "summary"), faults) == "full"
    selection = Selection()
    if kind == "list":
        try:
            selection = read_selection(rest)
        except ParametersRefusedError as refusal:
            faults += refusal.faults
    else:
        faults += [
            Fault(name, ParameterCode.UNKNOWN_PARAMETER, "Only a list is narrowed.") for name in sorted(rest)
        ]
    if faults:
        raise ParametersRefusedError(faults)
    return Embed(kind, language, selection, number, item, figure, is_full, theme)


def as_kind(value: str) -> Kind:
    """Return `value` as a kind; a list for anything else."""
    return next((kind for kind in KINDS if kind == value), "list")


def _take(query: QueryDict, name: str) -> str:
    values: list[str] = query.pop(name, [""])
    return values[-1]


def _take_one_of(query: QueryDict, name: str, known: tuple[str, ...], faults: list[Fault]) -> str:
    value = _take(query, name)
    if value and value not in known:
        faults.append(Fault(name, ParameterCode.UNKNOWN_VALUE, f"Known values: {', '.join(known)}."))
    return value


def _take_number(query: QueryDict, faults: list[Fault]) -> int:
    value = _take(query, "number") or str(DEFAULT_NUMBER)
    if value.isascii() and value.isdigit() and len(value) < 4 and 1 <= int(value) <= MAX_NUMBER:
        return int(value)
    faults.append(
        Fault("number", ParameterCode.OUT_OF_RANGE, f"Give one whole number from 1 to {MAX_NUMBER}.")
    )
    return DEFAULT_NUMBER
