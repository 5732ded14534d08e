"""The payload: the JSON document that an edition carries. Version 1.

A payload is complete: everything a public surface shows of an item in one language, resolved when it was printed,
without any absolute address (those depend on the domain; `cms.ledger.addresses` makes them). It holds only what has a
canonical form (`cms.common.digests`): no floats, values of figures as decimal strings.

Builders of the item types make these (`cms/*/payload.py`, `examples/*/payload.py`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, TypeGuard

from cms.common.text import one_line

SCHEMA_VERSION = 1


class Ref(TypedDict):
    """A printed thing that this one names: `id` is its stable code, `name` its label in the payload's language."""

    type: str
    id: str
    name: str
    short_name: NotRequired[str]


class FileRef(TypedDict):
    """Bytes that the edition needs. `asset` is the stable address part; `sha256` names the exact bytes."""

    asset: str
    name: str
    sha256: str
    size: int
    media_type: str
    width: NotRequired[int]
    height: NotRequired[int]


class Image(TypedDict):
    """A picture with its renditions, smallest first. `alt` is empty only when the picture is decorative."""

    alt: str
    credit: str
    renditions: list[FileRef]


class Attachment(TypedDict):
    """A document to download."""

    title: str
    file: FileRef


class TextBlock(TypedDict):
    """A section of rich text. `role` is what it is in the item, e.g. `statement`, `background`, `residents`."""

    type: Literal["text"]
    id: str
    role: str
    heading: str
    html: str


class Question(TypedDict):
    """One question and its answer (rich text)."""

    question: str
    html: str


class QuestionsBlock(TypedDict):
    """Questions and answers."""

    type: Literal["questions"]
    id: str
    heading: str
    questions: list[Question]


class QuoteBlock(TypedDict):
    """A quotation with who says it. `organisation` is null for somebody outside the parties."""

    type: Literal["quote"]
    id: str
    text: str
    name: str
    title: str
    organisation: Ref | None


class FigureRow(TypedDict):
    """One row of a figure's table; `values` has one decimal string, or null for 'no value', per column."""

    label: str
    values: list[str | None]


class FigureBlock(TypedDict):
    """A figure: a table of values with unit, period, source and method, drawn as `svg` (a finished, safe element)."""

    type: Literal["figure"]
    id: str
    title: str
    description: str
    unit: str
    period: str
    source: str
    source_url: str
    method: str
    chart: Literal["bar", "line", "table"]
    row_header: str
    columns: list[str]
    rows: list[FigureRow]
    svg: str
    csv: FileRef


Block = TextBlock | QuestionsBlock | QuoteBlock | FigureBlock


class SeriesPoint(TypedDict):
    """One value of an indicator: `period` as shown ("2024", "våren 2025"), `value` a decimal string."""

    period: str
    value: str


class Indicator(TypedDict):
    """A measure of a goal over time, with where it comes from. `svg` is its finished chart."""

    id: str
    name: str
    unit: str
    source: str
    source_url: str
    method: str
    series: list[SeriesPoint]
    svg: str


class CalendarFacts(TypedDict):
    """When something is to be released, and how sure that is. `starts_at` is RFC 3339 in UTC."""

    starts_at: str
    zone: Literal["Europe/Stockholm"]
    status: Literal["provisional", "confirmed", "cancelled", "released"]


class Payload(TypedDict):
    """One item in one language.

    `type` is the item type's code (`message`, `briefing`, `example`; a term: `organisation`, `area`, `goal`, `place`,
    `audience`, `tag`; or `calendar`, the announcement of a release); `id` its public id, the same in all languages;
    `key` the translation key (UUID).
    `listed` is true for what the press room lists as news, false for terms.
    """

    schema: int
    type: str
    id: str
    key: str
    language: str
    listed: bool
    title: str
    slug: str
    summary: str
    is_example_data: bool
    owner: Ref | None
    responsible: Ref | None
    signatories: list[Ref]
    areas: list[Ref]
    goals: list[Ref]
    audiences: list[Ref]
    tags: list[Ref]
    places: list[Ref]
    image: Image | None
    share_image: FileRef | None
    attachments: list[Attachment]
    body: list[Block]
    # Only for good examples: who took part.
    participants: NotRequired[list[Ref]]
    # Only for goals.
    goal_kind: NotRequired[Literal["overall", "effect"]]
    indicators: NotRequired[list[Indicator]]
    # Only for organisations.
    short_name: NotRequired[str]
    website: NotRequired[str]
    answers_for: NotRequired[str]
    logo: NotRequired[FileRef | None]
    # Only for entries of the calendar.
    calendar: NotRequired[CalendarFacts]
    # Order among terms of the same type.
    order: NotRequired[int]


def empty_payload(*, item_type: str, public_id: str, key: uuid.UUID, language: str, title: str) -> Payload:
    """Return a payload with every required field and nothing in it."""
    return Payload(
        schema=SCHEMA_VERSION,
        type=item_type,
        id=public_id,
        key=str(key),
        language=language,
        listed=False,
        title=one_line(title),
        slug="",
        summary="",
        is_example_data=False,
        owner=None,
        responsible=None,
        signatories=[],
        areas=[],
        goals=[],
        audiences=[],
        tags=[],
        places=[],
        image=None,
        share_image=None,
        attachments=[],
        body=[],
    )


_REF_KEYS = {"type", "id", "name"}
_REF_MOST = _REF_KEYS | {"short_name"}


def is_ref(value: Any) -> TypeGuard[Ref]:
    """Whether a value inside a payload is a Ref: exactly its keys, so that a quotation (it has a name) is none."""
    return isinstance(value, dict) and _REF_KEYS <= value.keys() <= _REF_MOST


def is_file(value: Any) -> TypeGuard[FileRef]:
    """Whether a value inside a payload is a FileRef."""
    return isinstance(value, dict) and "sha256" in value and "asset" in value


def refs_of(payload: Payload) -> list[Ref]:
    """Return every reference to a printed thing anywhere in the payload, in document order."""
    return [value for value in _walk(payload) if is_ref(value)]


def files_of(payload: Payload) -> list[FileRef]:
    """Return every file reference anywhere in the payload, in document order, without repeats."""
    found: dict[tuple[str, str, str], FileRef] = {}
    for value in _walk(payload):
        if is_file(value):
            found.setdefault((value["asset"], value["sha256"], value["name"]), value)
    return list(found.values())


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside a payload, outermost first."""
    if isinstance(value, dict):
        yield value
        for entry in value.values():
            yield from _walk(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _walk(entry)
