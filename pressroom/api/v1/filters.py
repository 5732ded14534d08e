"""The query parameters of every address, parsed by django-ninja and described by it in OpenAPI."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from django.http import QueryDict

from pydantic import AfterValidator, BaseModel, Field, ValidationError, ValidationInfo, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import PydanticCustomError

from cms.common import languages
from cms.ledger.addresses import NEWS_TYPES, SEGMENTS
from cms.ledger.queries import Change
from pressroom import selection
from pressroom.api.v1 import times
from pressroom.api.v1.errors import faults_of
from pressroom.api.v1.shapes import field_names
from pressroom.api.v1.sparse import Included, Shape, choose, split
from pressroom.api.v1.waiting import MAX_WAIT
from pressroom.selection import (
    FACETS,
    ParameterCode,
    ParametersRefusedError,
    Position,
    Selection,
    ValueRefusedError,
)

#: Where in a card stands what each parameter filters or sorts by. Nothing else can be asked for.
FILTERED_BY: Mapping[str, tuple[str, ...]] = {
    "language": ("language",),
    "type": ("type",),
    "area": ("areas.id",),
    "goal": ("goals.id",),
    "organisation": ("owner.id", "responsible.id", "signatories.id", "participants.id"),
    "tag": ("tags.id",),
    "place": ("places.id",),
    "audience": ("audiences.id",),
    "released_since": ("edition.first_released_at",),
    "released_until": ("edition.first_released_at",),
    "sort": ("edition.first_released_at",),
}
#: Orders that an index has ready, at any size of the ledger.
SORTS = ("-first_released_at", "first_released_at")
MAX_LIMIT = 100
DEFAULT_LIMIT = 20
_MAX_SEQ = 2**63 - 1
_MAX_NUMBER = 2**31 - 1


def _check(check: Callable[[Any], Any]) -> AfterValidator:
    """Return `check` as a validator that says a refused value's own code."""

    def validate(value: Any) -> Any:
        if value is None:
            return None
        try:
            check(value)
        except ValueRefusedError as error:
            raise PydanticCustomError(
                str(error.code), "{detail}", {"detail": error.detail.rstrip(".")}
            ) from error
        return value

    return AfterValidator(validate)


def _check_types(values: list[str]) -> None:
    if "" in values:  # a form may leave it empty; whoever asks the API means something by it
        raise ValueRefusedError(ParameterCode.UNKNOWN_TYPE, "An empty type is none.")
    selection.check_types(values)


def _check_sort(value: str) -> None:
    if value not in SORTS:
        raise ValueRefusedError(ParameterCode.UNKNOWN_SORT, f"Choose from: {', '.join(SORTS)}.")


Language = Annotated[
    str,
    _check(selection.check_language),
    Field(
        default=languages.DEFAULT,
        description="Language of the texts. Items that do not exist in it are left out, never shown in another.",
        json_schema_extra={"enum": list(languages.LANGUAGES)},
    ),
]
Code = Annotated[str | None, _check(selection.check_code)]


#: Parameters that take several values, repeated or with commas.
_REPEATABLE = frozenset({"type", "fields", "include"})


def _several(known: Sequence[str], code: ParameterCode, description: str) -> Any:
    """Return the type of a parameter that takes any of `known`, refused with `code` otherwise."""

    def check(values: list[str]) -> None:
        choose(values, known, code)

    return Annotated[
        list[str],
        _check(check),
        Field(
            default=[],
            description=description,
            json_schema_extra={"items": {"type": "string", "enum": [*known]}},
        ),
    ]


CardFields = _several(
    field_names("Card"),
    ParameterCode.UNKNOWN_FIELD,
    "Only these members of each entry, beside `type`, `id` and `language`; repeat it or separate with commas.",
)
DocumentFields = _several(
    field_names("Document"),
    ParameterCode.UNKNOWN_FIELD,
    "Only these members, beside `type`, `id` and `language`; repeat it or separate with commas.",
)
Include = _several(
    [*Included],
    ParameterCode.UNKNOWN_INCLUDE,
    "Cards of the terms and organisations that are referred to, and who answers for them now, each once in `included`.",
)
Instant = Annotated[str | None, _check(times.read)]


class Parameters(BaseModel):
    """Base of every address's parameters: known names only, each given once, in clean UTF-8."""

    @model_validator(mode="wrap")
    @classmethod
    def _all_faults_at_once(
        cls, values: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        query: QueryDict = info.context["request"].GET if info.context else QueryDict()
        faults = selection.general_faults(
            query, known=cls.model_fields.keys(), repeatable=_REPEATABLE & cls.model_fields.keys()
        )
        try:
            parameters = handler(values)
        except ValidationError as error:
            named = {fault.parameter for fault in faults}
            faults += [fault for fault in faults_of(error.errors()) if fault.parameter not in named]
            raise ParametersRefusedError(faults) from error
        if faults:
            raise ParametersRefusedError(faults)
        return parameters


class LanguageParameters(Parameters):
    """Of an address that answers in one language."""

    language: Language


class CardParameters(LanguageParameters):
    """Of a list of cards."""

    fields: CardFields  # type: ignore[valid-type]
    include: Include  # type: ignore[valid-type]

    def read_shape(self) -> Shape:
        """Return how much of each entry is wanted."""
        return Shape.of(self.fields, self.include)


class DocumentParameters(LanguageParameters):
    """Of whole documents."""

    fields: DocumentFields  # type: ignore[valid-type]
    include: Include  # type: ignore[valid-type]

    def read_shape(self) -> Shape:
        """Return how much of each document is wanted."""
        return Shape.of(self.fields, self.include)


class ItemParameters(CardParameters):
    """Of the list of items: one code per dimension, all must match; any of the types.

    What is filtered by is in every card, where `FILTERED_BY` says: who is shown an item can see why.
    """

    type: Annotated[list[str], _check(_check_types)] = Field(
        default=[],
        description="Item type; repeat it or separate with commas for several.",
        json_schema_extra={"items": {"type": "string", "enum": [*sorted(NEWS_TYPES)]}},
    )
    area: Code = Field(default=None, description="Code of a prioritised area.")
    goal: Code = Field(default=None, description="Code of a goal.")
    organisation: Code = Field(
        default=None, description="Code of an organisation: owner, responsible, signatory or participant."
    )
    tag: Code = Field(default=None, description="Code of a tag.")
    place: Code = Field(default=None, description="Code of a place.")
    audience: Code = Field(default=None, description="Code of an audience.")
    released_since: Instant = Field(
        default=None,
        description="Only items that became public then or later: a date in Sweden, or RFC 3339 with offset.",
    )
    released_until: Instant = Field(
        default=None,
        description="Only items that became public on that date or before; before that instant if it is one.",
    )
    sort: Annotated[str, _check(_check_sort)] = Field(
        default=SORTS[0],
        description="By when an item became public: newest first, or oldest first.",
        json_schema_extra={"enum": [*SORTS]},
    )
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="Items on a page.")
    cursor: Annotated[str | None, _check(selection.decode_cursor)] = Field(
        default=None, description="Opaque position, from `next` or `previous` of a list."
    )

    def read_selection(self) -> Selection:
        """Return what the list shall show."""
        facets = {name: value for name in FACETS if (value := getattr(self, name)) is not None}
        return Selection(selection.check_types(self.type), facets)

    def read_position(self) -> Position:
        """Return where the page starts."""
        return selection.decode_cursor(self.cursor) if self.cursor is not None else Position()

    @property
    def is_oldest_first(self) -> bool:
        """Whether the list goes the other way round."""
        return self.sort == SORTS[1]

    def other_query_items(self) -> list[tuple[str, str]]:
        """Return what else leads to the next page, in one fixed order; defaults are left out."""
        pairs = (("released_since", self.released_since), ("released_until", self.released_until))
        times = [(name, value) for name, value in pairs if value is not None]
        order = [("sort", self.sort)] if self.sort != SORTS[0] else []
        return [*times, *order, *self.read_shape().query_items()]

    def read_times(self) -> dict[str, dt.datetime | None]:
        """Return between which instants an item must have become public, as `list_current` takes them."""
        return {
            "released_since": times.read(self.released_since) if self.released_since else None,
            "released_before": times.read(self.released_until, end=True) if self.released_until else None,
        }


class ChangesParameters(Parameters):
    """Of the ledger's changes."""

    since: int = Field(
        default=0,
        ge=0,
        le=_MAX_SEQ,
        description="The last `seq` you have; 0 for everything from the beginning.",
    )
    head: int | None = Field(
        default=None, ge=0, le=_MAX_SEQ, description="The `head` of the answer that `since` is from."
    )
    chain: str | None = Field(
        default=None,
        description="The `chain` of that answer. Refused when this ledger has another one at `head`.",
    )
    language: Annotated[str | None, _check(selection.check_language)] = Field(
        default=None,
        description="Only changes in this language. Every entry is counted by `limit`, also those left out.",
        json_schema_extra={"enum": list(languages.LANGUAGES)},
    )
    type: _several(  # type: ignore[valid-type]
        sorted(SEGMENTS),
        ParameterCode.UNKNOWN_TYPE,
        "Only changes of these types of items and terms; repeat it or separate with commas.",
    )
    limit: int = Field(
        default=100, ge=1, le=MAX_LIMIT, description="Changes that one answer goes on by, at most."
    )
    wait: int = Field(
        default=0,
        ge=0,
        le=MAX_WAIT,
        description="Seconds that the question may wait when nothing is new; it is answered as soon as something is.",
    )

    def wants(self, change: Change) -> bool:
        """Whether a change is among those that were asked for."""
        types = split(self.type)
        return self.language in {None, change.language} and (not types or change.item_type in types)


class CalendarParameters(CardParameters):
    """Of the calendar of announced releases."""

    status: Literal["provisional", "confirmed", "cancelled", "released"] | None = Field(
        default=None, description="Only entries of this status."
    )


class EditionParameters(LanguageParameters):
    """Of what stands in one edition."""

    edition: int | None = Field(
        default=None, ge=1, le=_MAX_NUMBER, description="The edition's number; the newest if none is given."
    )


class ContactParameters(Parameters):
    """Of the look-up of who answers now."""

    organisation: Annotated[str, _check(selection.check_code)] = Field(description="Code of an organisation.")
    language: Language
