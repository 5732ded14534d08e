"""The addresses of API version 1. Each view reads the ledger once or twice and joins finished texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

import orjson
from ninja import NinjaAPI, Query
from ninja.operation import Operation

from cms.common import clock
from cms.ledger import queries
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.queries import Head
from cms.ledger.surrogates import EVERYTHING, note
from cms.organisations.queries import who_answers_now
from pressroom.api.v1 import bodies, errors, schemas
from pressroom.api.v1.errors import ErrorCode, problem
from pressroom.api.v1.filters import (
    CalendarParameters,
    CardParameters,
    ChangesParameters,
    ContactParameters,
    DocumentParameters,
    ItemParameters,
    LanguageParameters,
)
from pressroom.api.v1.included import answer_body, included_of
from pressroom.api.v1.lookups import find_readable, list_versions, pick_edition
from pressroom.change_entries import change_entry
from pressroom.http import show_items
from pressroom.selection import (
    Fault,
    ParameterCode,
    ParametersRefusedError,
    Position,
    encode_cursor,
    refuse_unknown_codes,
)


class _PressRoomAPI(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation after its view: clients are generated from these names, so they never change."""
        return operation.view_func.__name__


api = _PressRoomAPI(
    title="Press room API",
    version="1",
    description="Everything the press room publishes, from the ledger of editions. Read only; no key needed.",
    urls_namespace="api-v1",
    openapi_url=None,  # served by openapi.py, with the payload's own schema in it
    docs_url=None,
)
errors.connect(api)

#: Addresses whose answer changes with the time of day.
FOLLOWS_CLOCK = frozenset({"find_contact"})
#: Addresses that may be asked to wait for the ledger to move.
MAY_WAIT = frozenset({"list_changes"})


@api.get("/items", response={200: schemas.ItemPage, **schemas.REFUSED}, tags=["items"], summary="List items")
def list_items(request: HttpRequest, parameters: Query[ItemParameters]) -> HttpResponse:
    """News (messages, briefings, good examples) that match all filters, newest first. A correction moves nothing."""
    selection, position = parameters.read_selection(), parameters.read_position()
    listing = queries.list_current(
        language=parameters.language,
        item_types=selection.item_types,
        facets=selection.facets,
        before=position.before,
        after=position.after,
        limit=parameters.limit,
        oldest_first=parameters.is_oldest_first,
        **parameters.read_times(),
    )
    if not listing.rows:
        refuse_unknown_codes(selection)
    older = _page_address(parameters, Position(before=listing.older)) if listing.older is not None else None
    newer = _page_address(parameters, Position(after=listing.newer)) if listing.newer is not None else None
    following, former = (newer, older) if parameters.is_oldest_first else (older, newer)
    cards = [row.card for row in listing.rows]
    response = _listed(cards, parameters, next=following, previous=former, head=_head(request))
    return show_items(response, (row.public_id for row in listing.rows))


@api.get(
    "/items/{id}",
    response={200: schemas.served_sparse("Document"), **schemas.NOT_THERE},
    tags=["items"],
    summary="One item",
)
def get_item(request: HttpRequest, id: str, parameters: Query[DocumentParameters]) -> HttpResponse:  # noqa: A002
    """One item in one language, complete, with the languages it can be read in."""
    return _document(NEWS_TYPES, id, parameters)


@api.get(
    "/items/{id}/editions",
    response={200: schemas.EditionList, **schemas.NOT_THERE},
    tags=["items"],
    summary="History of an item",
)
def list_editions(request: HttpRequest, id: str, parameters: Query[LanguageParameters]) -> HttpResponse:  # noqa: A002
    """Every edition of an item in one language, newest first, without texts."""
    found = find_readable(NEWS_TYPES, id, parameters.language)
    if isinstance(found, HttpResponse):
        return found
    current, _versions = found
    entries = [bodies.edition_entry(edition, current) for edition in queries.list_editions(current)]
    return bodies.json_response(orjson.dumps({"items": entries}))


@api.get(
    "/items/{id}/editions/{int:number}",
    response={200: schemas.served_sparse("Document"), **schemas.NOT_THERE},
    tags=["items"],
    summary="One edition of an item",
)
def get_edition(
    request: HttpRequest,
    id: str,  # noqa: A002
    number: int,
    parameters: Query[DocumentParameters],
) -> HttpResponse:
    """One edition as it was printed, to cite. `is_current` says whether it still is the newest."""
    found = find_readable(NEWS_TYPES, id, parameters.language)
    if isinstance(found, HttpResponse):
        return found
    current, _versions = found
    edition = pick_edition(current, number)
    if isinstance(edition, HttpResponse):
        return edition
    document = queries.edition_document(edition, current)
    return _whole(orjson.dumps(document).decode(), parameters, is_current=edition.seq == current.seq)


@api.get(
    "/changes",
    response={200: schemas.ChangePage, **schemas.REFUSED},
    tags=["mirror"],
    summary="What has changed",
)
def list_changes(request: HttpRequest, parameters: Query[ChangesParameters]) -> HttpResponse:
    """The ledger after `since`, in order: every edition of every item and term, removals included.

    Apply the entries in order, then ask again with `since` set to `next`, `head` and `chain` to those of the answer.
    `document` is null for a removal, and for an edition that a later entry replaces.
    """
    head: Head = request.ledger_head  # type: ignore[attr-defined]  # set by gate.from_ledger
    _refuse_other_ledger(parameters, head)
    changes = [
        change
        for change in queries.list_changes(since=parameters.since, limit=parameters.limit)
        if change.seq <= head.seq
    ]
    reached = changes[-1].seq if changes else parameters.since
    body = {
        "changes": [change_entry(change) for change in changes if parameters.wants(change)],
        "next": reached,
        "has_more": reached < head.seq,
        "head": head.seq,
        "chain": head.chain,
    }
    return bodies.json_response(orjson.dumps(body))


@api.get(
    "/contacts",
    response={200: schemas.ContactAnswer, **schemas.NOT_THERE},
    tags=["contacts"],
    summary="Who answers now",
)
def find_contact(request: HttpRequest, parameters: Query[ContactParameters]) -> HttpResponse:
    """Who answers journalists' questions for an organisation at this moment. Looked up live, not in the ledger."""
    versions = list_versions(item_types=["organisation"], public_id=parameters.organisation)
    is_public = any(not row.is_gone for row in versions)  # the registry also holds those not yet printed
    at = clock.now()
    answer = (
        who_answers_now(code=parameters.organisation, language=parameters.language, at=at)
        if is_public
        else None
    )
    if answer is None:
        return problem(ErrorCode.NOT_FOUND, "There is no organisation with this code.")
    return bodies.json_response(orjson.dumps(answer_body(answer)))


@api.get(
    "/calendar",
    response={200: schemas.CardList, **schemas.REFUSED},
    tags=["calendar"],
    summary="Announced releases",
)
def list_calendar(request: HttpRequest, parameters: Query[CalendarParameters]) -> HttpResponse:
    """Releases that have been announced, in the order of their times; cancelled and past ones too."""
    rows = queries.list_terms("calendar", parameters.language)
    if parameters.status is not None:
        rows = [row for row in rows if row.read_card()["calendar"]["status"] == parameters.status]
    return _listed([row.card for row in rows], parameters)


@api.get(
    "/calendar/{id}",
    response={200: schemas.served_sparse("Document"), **schemas.NOT_THERE},
    tags=["calendar"],
    summary="One announced release",
)
def get_calendar_entry(request: HttpRequest, id: str, parameters: Query[DocumentParameters]) -> HttpResponse:  # noqa: A002
    """One entry of the calendar. It says nothing of what will be released but what was written for it."""
    return _document(["calendar"], id, parameters)


def _listed(
    texts: Sequence[str], parameters: CardParameters | DocumentParameters, **members: Any
) -> HttpResponse:
    """Return a list of finished texts in the shape that was asked for."""
    shape = parameters.read_shape()
    members |= included_of(texts, shape.include, parameters.language)
    return bodies.json_response(bodies.joined(map(shape.cut, texts), **members))


def _whole(text: str, parameters: DocumentParameters, **members: Any) -> HttpResponse:
    """Return one finished text in the shape that was asked for."""
    shape = parameters.read_shape()
    members = shape.cut_members(members) | included_of([text], shape.include, parameters.language)
    return bodies.json_response(bodies.with_members(shape.cut(text), **members))


def _document(item_types: Collection[str], public_id: str, parameters: DocumentParameters) -> HttpResponse:
    found = find_readable(item_types, public_id, parameters.language)
    if isinstance(found, HttpResponse):
        return found
    current, versions = found
    return _whole(current.document, parameters, translations=bodies.translations(versions))


def _page_address(parameters: ItemParameters, position: Position) -> str:
    query: Iterable[tuple[str, str]] = [
        ("language", parameters.language),
        *parameters.read_selection().query_items(),
        *parameters.other_query_items(),
        ("limit", str(parameters.limit)),
        ("cursor", encode_cursor(position)),
    ]
    return bodies.address("items", query)


def _refuse_other_ledger(parameters: ChangesParameters, head: Head) -> None:
    """Refuse a position that is none of this ledger: nothing that follows it here would make a true copy."""
    known, chain = parameters.head, parameters.chain
    advice = "You have another ledger's position: start again from 0."
    faults = []
    if (known is None) != (chain is None):
        missing = "head" if known is None else "chain"
        faults.append(Fault(missing, ParameterCode.MISSING_PARAMETER, "Give `head` and `chain` together."))
    if parameters.since > head.seq:
        faults.append(Fault("since", ParameterCode.OUT_OF_RANGE, f"The ledger ends at {head.seq}. {advice}"))
    elif known is not None and chain is not None:
        own = head.chain if known == head.seq else queries.find_chain(known)
        if chain != own:
            detail = f"This ledger has another chain at {known}. {advice}"
            faults.append(Fault("chain", ParameterCode.OTHER_LEDGER, detail))
    if faults:
        raise ParametersRefusedError(faults)


def _head(request: HttpRequest) -> int:
    """Return how far the ledger has come, for an answer that says so."""
    note(EVERYTHING)
    seq: int = request.ledger_head.seq  # type: ignore[attr-defined]  # set by gate.from_ledger
    return seq


def _add_terms(item_type: str, collection: str) -> None:
    """Give a term type its two addresses. Goals are listed whole: their indicators are what one comes for."""
    whole = item_type == "goal"
    listed = schemas.DocumentList if whole else schemas.CardList

    def list_cards(request: HttpRequest, parameters: Query[CardParameters]) -> HttpResponse:
        return _listed([row.card for row in queries.list_terms(item_type, parameters.language)], parameters)

    def list_documents(request: HttpRequest, parameters: Query[DocumentParameters]) -> HttpResponse:
        return _listed(
            [row.document for row in queries.list_terms(item_type, parameters.language)], parameters
        )

    def get_one(request: HttpRequest, id: str, parameters: Query[DocumentParameters]) -> HttpResponse:  # noqa: A002
        return _document([item_type], id, parameters)

    list_them = list_documents if whole else list_cards
    list_them.__name__, get_one.__name__ = f"list_{collection}", f"get_{item_type}"
    api.get(
        f"/{collection}",
        response={200: listed, **schemas.REFUSED},
        tags=["terms"],
        summary=f"All {collection}",
    )(list_them)
    api.get(
        f"/{collection}/{{id}}",
        response={200: schemas.served_sparse("Document"), **schemas.NOT_THERE},
        tags=["terms"],
        summary=f"One {item_type}",
    )(get_one)


for _type, _collection in bodies.COLLECTIONS.items():
    _add_terms(_type, _collection)
