"""What a reader asks a list for: the query parameters that pages, feeds and API share, and what is wrong with them.

The names are the same everywhere (`type`, `area`, `goal`, `organisation`, `tag`, `place`, `audience`, `cursor`), so a
list page, its feed and its API address differ in their path only. See docs/api.md.
"""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.http import QueryDict

from cms.common import languages
from cms.ledger import queries
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.enums import Dimension
from cms.ledger.payload import Payload
from cms.ledger.typesetting import facet_values

#: The parameters that narrow a list by one code each.
FACETS: tuple[str, ...] = tuple(str(dimension) for dimension in Dimension)
_MAX_SEQ = 2**63 - 1
_MAX_CODE = 80
_CURSOR_LENGTH = 40


class ParameterCode(StrEnum):
    """What can be wrong with one parameter. Stable: clients may switch on it."""

    UNKNOWN_PARAMETER = "unknown_parameter"
    REPEATED_PARAMETER = "repeated_parameter"
    MISSING_PARAMETER = "missing_parameter"
    INVALID_ENCODING = "invalid_encoding"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    INVALID_CURSOR = "invalid_cursor"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_VALUE = "unknown_value"
    OTHER_LEDGER = "other_ledger"
    NOT_A_TIME = "not_a_time"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_INCLUDE = "unknown_include"
    UNKNOWN_SORT = "unknown_sort"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one parameter, said so that a programmer can mend it."""

    parameter: str
    code: ParameterCode
    detail: str


class ParametersRefusedError(Exception):
    """Parameters that cannot be answered; `faults` says which and why. No ValueError: pydantic would swallow it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.parameter}: {fault.detail}" for fault in self.faults))


class ValueRefusedError(ValueError):
    """A value that its parameter cannot have."""

    def __init__(self, code: ParameterCode, detail: str) -> None:
        self.code = code
        self.detail = detail
        super().__init__(detail)


@dataclass(frozen=True)
class Selection:
    """Which news a list shows: any of `item_types` (empty: all), matching every facet; of a search, what has `text`.

    Or what answers the saved search of that name, and nothing else is given.
    """

    item_types: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    saved: str = ""

    @property
    def is_search(self) -> bool:
        """Whether an index has to be asked."""
        return bool(self.text or self.saved)

    def query_items(self) -> list[tuple[str, str]]:
        """Return the selection as query parameters in one fixed order, so that one list has one address."""
        types = [("saved", self.saved)] if self.saved else []
        types += [("q", self.text)] if self.text else []
        types += [("type", ",".join(self.item_types))] if self.item_types else []
        return types + [(name, self.facets[name]) for name in FACETS if name in self.facets]


@dataclass(frozen=True)
class Position:
    """Where in a list a page starts: items older than `before`, or newer than `after` (first_seq of an item)."""

    before: int | None = None
    after: int | None = None


def general_faults(query: QueryDict, *, known: Collection[str], repeatable: Collection[str]) -> list[Fault]:
    """Return the faults of a query string that do not depend on values: names, repeats, encoding.

    Args:
        known: names that the address has.
        repeatable: those of them that may be given more than once.
    """
    faults = []
    for name, values in query.lists():
        if not _is_clean(name) or not all(map(_is_clean, values)):
            faults.append(
                Fault(shown(name), ParameterCode.INVALID_ENCODING, "Send UTF-8 without control characters.")
            )
        elif name not in known:
            allowed = ", ".join(sorted(known)) or "none"
            faults.append(
                Fault(shown(name), ParameterCode.UNKNOWN_PARAMETER, f"This address knows: {allowed}.")
            )
        elif len(values) > 1 and name not in repeatable:
            faults.append(Fault(name, ParameterCode.REPEATED_PARAMETER, "Give it once."))
    return faults


def check_language(value: str) -> str:
    """Return a known language code; raise `unknown_language` for others."""
    if value not in languages.LANGUAGES:
        known = ", ".join(languages.LANGUAGES)
        raise ValueRefusedError(ParameterCode.UNKNOWN_LANGUAGE, f"Known languages: {known}.")
    return value


def check_types(values: Iterable[str]) -> tuple[str, ...]:
    """Return the item types in `values` (each one or several with commas), sorted; raise `unknown_type`."""
    codes = {code for value in values for code in value.split(",") if code}
    if not codes <= NEWS_TYPES:
        known = ", ".join(sorted(NEWS_TYPES))
        raise ValueRefusedError(ParameterCode.UNKNOWN_TYPE, f"Known types: {known}.")
    return tuple(sorted(codes))


def check_code(value: str) -> str:
    """Return a term's code that could exist; raise `unknown_value` for what never can."""
    if not is_possible_id(value):
        raise ValueRefusedError(ParameterCode.UNKNOWN_VALUE, "There is no such code.")
    return value


def is_possible_id(value: str) -> bool:
    """Whether `value` could be a public id; keeps what a database would choke on (NUL, kilobytes) away from it."""
    return 0 < len(value) <= _MAX_CODE and all(char.isalnum() or char in "-_" for char in value)


def selections_of(payload: Payload) -> list[Selection]:
    """Return the lists that an item stands in: of everything, of its type, of each of its terms."""
    facets = sorted(facet_values(payload))
    return [
        Selection(),
        Selection((payload["type"],)),
        *(Selection((), {dimension: value}) for dimension, value in facets),
    ]


def encode_cursor(position: Position) -> str:
    """Return the opaque text of a position."""
    text = f"b{position.before}" if position.before is not None else f"a{position.after}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> Position:
    """Return the position that `cursor` stands for; raise `invalid_cursor` for anything that was not handed out."""
    try:
        text = base64.urlsafe_b64decode(cursor[:_CURSOR_LENGTH] + "=" * (-len(cursor) % 4)).decode("ascii")
        side, seq = text[:1], int(text[1:])
    except (binascii.Error, ValueError):
        side, seq = "", -1
    if side not in ("a", "b") or not 0 <= seq <= _MAX_SEQ:
        raise ValueRefusedError(
            ParameterCode.INVALID_CURSOR,
            "Take cursors from `next` and `previous` of a list; start without one.",
        )
    position = Position(before=seq) if side == "b" else Position(after=seq)
    if encode_cursor(position) != cursor:  # one position has one text, so one page has one address
        raise ValueRefusedError(ParameterCode.INVALID_CURSOR, "This cursor has been altered.")
    return position


def read_selection(query: QueryDict) -> Selection:
    """Return the selection in a query string; for surfaces without a parser of their own.

    An empty value counts as not given: that is how a form says "any".

    Raises:
        ParametersRefusedError: with every fault found.
    """
    faults = general_faults(query, known={"type", *FACETS}, repeatable={"type"})
    item_types: tuple[str, ...] = ()
    facets: dict[str, str] = {}
    if not faults:
        try:
            item_types = check_types(query.getlist("type"))
        except ValueRefusedError as error:
            faults.append(Fault("type", error.code, error.detail))
        for name in FACETS:
            if query.get(name):
                try:
                    facets[name] = check_code(query.getlist(name)[-1])
                except ValueRefusedError as error:
                    faults.append(Fault(name, error.code, error.detail))
    if faults:
        raise ParametersRefusedError(faults)
    return Selection(item_types, facets)


def refuse_unknown_codes(selection: Selection) -> None:
    """Raise when a facet's code names no term in any language. One query; ask only when a list came out empty.

    Raises:
        ParametersRefusedError: one `unknown_value` per code that does not exist.
    """
    if not selection.facets:
        return
    found = queries.find_terms(list(selection.facets.items()))
    faults = [
        Fault(dimension, ParameterCode.UNKNOWN_VALUE, f"There is no {dimension} with the code {shown(code)}.")
        for dimension, code in selection.facets.items()
        if (dimension, code) not in found
    ]
    if faults:
        raise ParametersRefusedError(faults)


def shown(value: str) -> str:
    """Return text from outside so that it can stand in an answer: short, without control characters."""
    return "".join(char if _is_clean(char) else "�" for char in value[:_MAX_CODE])


def _is_clean(value: str) -> bool:
    return not any(char == "�" or unicodedata.category(char) in {"Cc", "Cs"} for char in value)
