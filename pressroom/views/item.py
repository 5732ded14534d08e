"""The page of one item or term, its history, and its former editions; gone and untranslated ones explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext

from cms.common import clock
from cms.ledger import addresses, queries
from cms.ledger.documents import proof_url
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.proofs import agreed_of
from pressroom.http import clock_bucket, ledger_response
from pressroom.selection import is_possible_id
from pressroom.views import document_page, errors, routes
from pressroom.views.agreeing import link_of, list_agreed
from pressroom.views.answering import answer_for
from pressroom.views.frame import Frame, alternates_of, render_page
from pressroom.views.guard import moved_to, public_page

_MAX_NUMBER = 2**31 - 1


@public_page
def show(
    request: HttpRequest, language: str, segment: str, public_id: str, slug: str = ""
) -> HttpResponseBase:
    """Show an item or term; send a wrong or missing slug to the right one; show the history at its reserved word."""
    if slug and slug == addresses.HISTORY.get(language, addresses.HISTORY["en"]):
        return _at(request, language, segment, public_id, _history)

    def page(request: HttpRequest, current: CurrentEdition, at: dt.datetime) -> HttpResponse:
        if request.path != current.path:
            return moved_to(request, current.path)
        return document_page.render_current(request, current, at)

    return _at(request, language, segment, public_id, page)


@public_page
def edition(
    request: HttpRequest, *, language: str, segment: str, public_id: str, word: str, number: str
) -> HttpResponseBase:
    """Show one edition of an item as it was printed."""
    if word != addresses.EDITION.get(language, addresses.EDITION["en"]) or int(number) > _MAX_NUMBER:
        raise Http404
    if number != str(int(number)):
        raise Http404  # one edition has one address: no 01

    def page(request: HttpRequest, current: CurrentEdition, at: dt.datetime) -> HttpResponse:
        found = queries.find_edition(current, int(number))
        if found is None:
            raise Http404
        if not queries.is_readable(found, current):
            return errors.gone(request, {"is_former": True, "current_path": current.path})
        return document_page.render_edition(queries.edition_document(found, current), current, at)

    return _at(request, language, segment, public_id, page)


def _at(
    request: HttpRequest,
    language: str,
    segment: str,
    public_id: str,
    page: Callable[[HttpRequest, CurrentEdition, dt.datetime], HttpResponse],
) -> HttpResponseBase:
    """Find what is at an address and let `page` show it; explain what is gone or in other languages only."""
    item_type = addresses.type_of_segment(segment, language)
    if item_type is None or not is_possible_id(public_id):
        raise Http404
    at = clock.now()

    def build(head: queries.Head) -> HttpResponse:
        current = queries.find_current(item_type=item_type, public_id=public_id, language=language)
        if current is None:
            return _in_other_languages(request, item_type, public_id)
        if current.is_gone:
            return _gone(request, current, at)
        return page(request, current, at)

    return ledger_response(request, build, variant=clock_bucket(at))


def _in_other_languages(request: HttpRequest, item_type: str, public_id: str) -> HttpResponse:
    found = queries.list_languages_of(item_type=item_type, public_id=public_id)
    if not found:
        raise Http404
    return errors.not_in_language(request, {"translations": found})


def _gone(request: HttpRequest, current: CurrentEdition, at: dt.datetime) -> HttpResponse:
    """Explain a withdrawal; of what was deleted, say nothing but that something was here."""
    if current.kind == EditionKind.DELETED:
        return errors.gone(request, {"is_deleted": True})
    document = current.read_document()
    others = [
        entry for entry in queries.list_translations(current.item_key) if entry.language != current.language
    ]
    context = {
        "item_type": current.item_type,
        "reason": current.note,
        "withdrawn_at": current.changed_at,
        "responsible": document["responsible"] or document["owner"],
        "answer": answer_for(document, at),
        "translations": others,
        "reason_language": current.language,
    }
    return errors.gone(request, context)


def _history_entry(edition: Edition, current: CurrentEdition) -> dict[str, Any]:
    """Return one edition for the history; of one whose text is no longer public, only that it was there."""
    is_readable = queries.is_readable(edition, current)
    card = current.read_card()
    refs = [*card["signatories"], card["owner"]]
    return {
        "edition": edition,
        "path": edition.path() if is_readable else "",
        "is_current": edition.seq == current.seq,
        "agreed": list_agreed(agreed_of(edition), refs, current.language) if is_readable else [],
        "proof_url": link_of(proof_url(edition)) if is_readable else None,
    }


def _history(request: HttpRequest, current: CurrentEdition, at: dt.datetime) -> HttpResponse:
    path = addresses.history_path(
        item_type=current.item_type, language=current.language, public_id=current.public_id
    )
    editions = [_history_entry(row, current) for row in queries.list_editions(current)]
    with translation.override(routes.ui_language(current.language)):
        title = gettext("Historik: %(title)s") % {"title": current.title}
    alternates = {
        code: addresses.history_path(item_type=current.item_type, language=code, public_id=current.public_id)
        for code in alternates_of(queries.list_translations(current.item_key))
    }
    frame = Frame(language=current.language, title=title, path=path, alternates=alternates, is_indexed=False)
    context: dict[str, Any] = {"current": current, "editions": editions}
    return render_page("pressroom/pages/history.html", frame, context)
