"""Shapes of the answers, for OpenAPI. Views return finished text; `tests/pressroom/api` hold it to these shapes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

#: A schema that openapi.py makes from the ledger's own types; replaced there by a reference.
PLACEHOLDER = "x-schema-of"


def served(name: str) -> Any:
    """Return a type that stands for the component `name` (`Document`, `Card`) made by openapi.py."""
    return Annotated[dict[str, Any], WithJsonSchema({PLACEHOLDER: name})]


def served_sparse(name: str) -> Any:
    """Return a type that stands for a component, or for its sparse form when `fields` were asked for."""
    return Annotated[dict[str, Any], WithJsonSchema({PLACEHOLDER: [name, f"Sparse{name}"]})]


#: Media types of answers that are no JSON; `file_of` names one, openapi.py puts it in its place.
FILES = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}
FILE_PLACEHOLDER = "x-file"


def file_of(form: str, shape: type[BaseModel]) -> Any:
    """Return the type of an answer in a format: `shape` for JSON, a file for the others."""
    if form not in FILES:
        return shape
    kind = {"type": "string"} if form != "png" else {"type": "string", "contentMediaType": "image/png"}
    return Annotated[str, WithJsonSchema({FILE_PLACEHOLDER: FILES[form], **kind})]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ParameterFault(_Shape):
    """One thing that is wrong with one parameter."""

    parameter: str
    code: str = Field(description="Stable; listed in the documentation.")
    detail: str


class Translation(_Shape):
    """A language in which an item can be read."""

    language: str
    title: str
    url: str
    api_url: str


class Problem(BaseModel):
    """RFC 9457 problem details. `code` is stable; `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ParameterFault] = Field(default=[], description="With `invalid_parameters`.")
    languages: list[Translation] = Field(default=[], description="Where else it can be read.")
    reason: str = Field(default="", description="With `withdrawn`: why, as readers are told.")
    withdrawn_at: str = Field(default="", description="With `withdrawn`: when (RFC 3339).")


class ContactEntry(_Shape):
    """A press contact."""

    name: str
    role: str
    phone: str
    email: str
    hours: str
    is_open: bool


class ContactAnswer(_Shape):
    """Who answers now. When nobody does: whom to call meanwhile, and when somebody does again."""

    organisation: str
    name: str
    website: str
    is_open: bool
    contacts: list[ContactEntry]
    duty_phone: str
    opens_at: str | None


class Included(_Shape):
    """What was asked for with `include`, each once; what is not public in the language is left out."""

    terms: list[served("Card")] = Field(default_factory=list)  # type: ignore[valid-type]
    organisations: list[served("Card")] = Field(default_factory=list)  # type: ignore[valid-type]
    contacts: list[ContactAnswer] = Field(default_factory=list)


class CardList(_Shape):
    """All of a kind, in their order."""

    items: list[served_sparse("Card")]  # type: ignore[valid-type]
    included: Included = Field(default_factory=Included)


class DocumentList(_Shape):
    """All of a kind, whole, in their order."""

    items: list[served_sparse("Document")]  # type: ignore[valid-type]
    included: Included = Field(default_factory=Included)


class ItemPage(_Shape):
    """One page of a list."""

    items: list[served_sparse("Card")]  # type: ignore[valid-type]
    next: str | None = Field(description="Address of the next, older page; null at the end.")
    previous: str | None = Field(description="Address of the previous, newer page; null at the beginning.")
    head: int = Field(
        description="The ledger's newest `seq`; a mirror that starts from lists follows from here."
    )
    included: Included = Field(default_factory=Included)


class Proof(_Shape):
    """The signed proof of one edition. docs/api.md shows how to verify a copy with it."""

    type: str
    id: str
    language: str
    number: int
    is_current: bool
    payload: str | None = Field(
        description="The printed payload, canonical JSON (RFC 8785) to the byte; null once its text is withdrawn."
    )
    digest: str = Field(description="SHA-256 of `payload` in UTF-8.")
    statement: str = Field(
        description="Canonical JSON, to the byte: who `agreed` when, to which `digest`, released when."
    )
    signature: str = Field(description="Of `statement` in UTF-8, in base64url without padding.")
    algorithm: Literal["Ed25519"]
    key_id: str
    keys_url: str
    url: str = Field(description="The page of the edition, or the one that explains the withdrawal.")


class PublicKey(_Shape):
    """A key that editions are or were signed with."""

    key_id: str = Field(description="The key's thumbprint (RFC 7638).")
    algorithm: Literal["Ed25519"]
    public_key: str = Field(description="32 bytes in base64url without padding.")
    since: str
    retired_at: str | None = Field(description="Null while it signs.")
    last_seq: int | None = Field(
        description="The newest edition when it retired: a statement with a higher `seq` is forged."
    )


class KeyList(_Shape):
    """Every key ever used, the one that signs now first."""

    keys: list[PublicKey]
    jwks_url: str = Field(description="The same keys as a JSON Web Key Set (RFC 7517, RFC 8037).")


class Source(_Shape):
    """Where a figure or an indicator stands, and in which edition."""

    type: str
    id: str
    language: str
    title: str
    is_example_data: bool
    url: str
    uri: str
    edition: served("EditionFacts")  # type: ignore[valid-type]


_ADDRESS = {"type": "string", "format": "uri"}
#: No model: pydantic has a method `json`, and this is a member's name.
Formats = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "description": "The same figure in the same edition. Drawings are null for what is only a table.",
            "properties": {
                "json": _ADDRESS,
                "csv": _ADDRESS,
                "svg": {"type": ["string", "null"], "format": "uri"},
                "png": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "Answers 404 `no_drawing` for scripts that our letters do not have.",
                },
            },
            "required": ["json", "csv", "svg", "png"],
        }
    ),
]


class FigureValues(_Shape):
    """One row of a figure; a value for each column, null where there is none."""

    label: str
    values: list[str | None]


class ListedFigure(_Shape):
    """A figure's table of values."""

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
    rows: list[FigureValues]
    formats: Formats


class Figure(ListedFigure):
    """The same, with where it stands."""

    of: Source


class FigureList(_Shape):
    """The figures of one edition of an item, in their order."""

    items: list[ListedFigure]
    of: Source


class SeriesValue(_Shape):
    """One value of an indicator."""

    period: str
    value: str


class ListedIndicator(_Shape):
    """A measure of a goal with its values, oldest first."""

    id: str
    name: str
    unit: str
    source: str
    source_url: str
    method: str
    series: list[SeriesValue]
    formats: Formats


class GoalIndicator(ListedIndicator):
    """The same, with where it stands."""

    of: Source


class IndicatorList(_Shape):
    """The indicators of one edition of a goal, in their order."""

    items: list[ListedIndicator]
    of: Source


class EditionEntry(_Shape):
    """One line of an item's history."""

    seq: int
    number: int
    kind: str
    note: str
    released_at: str
    digest: str
    is_current: bool
    is_readable: bool = Field(description="False for editions from before a withdrawal.")
    url: str | None


class EditionList(_Shape):
    """An item's editions, newest first."""

    items: list[EditionEntry]


class ChangeEntry(_Shape):
    """One edition in ledger order. (`type`, `id`, `language`) names what it changes."""

    seq: int
    kind: str = Field(
        description="published, refreshed, corrected, withdrawn or deleted; the last two are removals."
    )
    type: str
    id: str
    language: str
    number: int
    released_at: str
    digest: str = Field(description="SHA-256 of the edition's canonical payload.")
    note: str
    document: served("Document") | None  # type: ignore[valid-type]


class ChangePage(_Shape):
    """A stretch of the ledger."""

    changes: list[ChangeEntry]
    next: int = Field(description="`since` of your next question.")
    has_more: bool = Field(description="Whether to ask again at once.")
    head: int = Field(description="The ledger's newest `seq`; `head` of your next question.")
    chain: str = Field(
        description="The ledger's chain at `head`; `chain` of your next question. Empty for an empty ledger."
    )


REFUSED: dict[int, Any] = {400: Problem}
NOT_THERE: dict[int, Any] = {400: Problem, 404: Problem, 410: Problem}
