"""The query parameters of every address, parsed by django-ninja and described by it in OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, Self

from django.http import QueryDict

from pydantic import AfterValidator, BaseModel, Field, ValidationError, ValidationInfo, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import PydanticCustomError

from cms.common import languages
from cms.ledger.addresses import NEWS_TYPES
from pressroom import selection
from pressroom.api.v1.errors import faults_of
from pressroom.api.v1.waiting import MAX_WAIT
from pressroom.selection import FACETS, ParametersRefusedError, Position, Selection, ValueRefusedError

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
_MAX_SEQ = 2**63 - 1


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


class Parameters(BaseModel):
    """Base of every address's parameters: known names only, each given once, in clean UTF-8."""

    @model_validator(mode="wrap")
    @classmethod
    def _all_faults_at_once(
        cls, values: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        query: QueryDict = info.context["request"].GET if info.context else QueryDict()
        faults = selection.general_faults(
            query, known=cls.model_fields.keys(), repeatable={"type"} & cls.model_fields.keys()
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


class ItemParameters(Parameters):
    """Of the list of items: one code per dimension, all must match; any of the types."""

    language: Language
    type: Annotated[list[str], _check(selection.check_types)] = Field(
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
    limit: int = Field(default=100, ge=1, le=MAX_LIMIT, description="Changes in one answer.")
    wait: int = Field(
        default=0,
        ge=0,
        le=MAX_WAIT,
        description="Seconds that the question may wait when nothing is new; it is answered as soon as something is.",
    )


class CalendarParameters(Parameters):
    """Of the calendar of announced releases."""

    language: Language
    status: Literal["provisional", "confirmed", "cancelled", "released"] | None = Field(
        default=None, description="Only entries of this status."
    )


class ContactParameters(Parameters):
    """Of the look-up of who answers now."""

    organisation: Annotated[str, _check(selection.check_code)] = Field(description="Code of an organisation.")
    language: Language
