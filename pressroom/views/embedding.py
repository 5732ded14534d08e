"""The page where a web editor chooses what to show on another site, sees it, and copies what to paste.

A plain form: every choice is in the address, and the page works without script. With script it follows each choice
(`pressroom/static/pressroom/embed/builder.js`), by asking this page again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext

from csp.decorators import csp_update

from cms.common import languages
from cms.ledger import addresses, queries
from cms.ledger.models import CurrentEdition
from pressroom.http import ledger_response
from pressroom.selection import FACETS, ParametersRefusedError, is_possible_id
from pressroom.snippets.addresses import frame_path
from pressroom.snippets.choice import Embed, as_kind, read_embed
from pressroom.snippets.markup import snippets_for
from pressroom.snippets.room import room_for
from pressroom.snippets.targets import embed_of
from pressroom.views import listing, routes, wording
from pressroom.views.frame import Frame, page_alternates, render_page

_NEWEST = 20


def show(request: HttpRequest, language: str) -> HttpResponseBase:
    """Show the page."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return ledger_response(request, lambda _head: _build(request.GET, language))

    # It shows what it is about: a frame of our own.
    framing: HttpResponseBase = csp_update({"frame-src": ["'self'"]})(answer)(request)
    return framing


@dataclass(frozen=True)
class _Choice:
    """What was chosen, the item it is about, and what is wrong with it (a sentence, or nothing) with its status."""

    embed: Embed
    document: dict[str, Any] | None = None
    fault: str = ""
    status: int = 200

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The figures of the chosen item."""
        blocks = self.document["body"] if self.document else []
        return [block for block in blocks if block["type"] == "figure"]

    @property
    def is_complete(self) -> bool:
        """Whether there is something to show."""
        return not self.fault and (self.embed.kind == "list" or bool(self.document))


def _build(query: QueryDict, language: str) -> HttpResponse:
    with translation.override(language):
        title = gettext("Bädda in på er webbplats")
        description = gettext(
            "Visa pressrummets nyheter på en annan webbplats: välj, se hur det blir och kopiera."
        )
        choice = _read(query, language)
    frame = Frame(
        language=language,
        title=title,
        path=routes.page_path("embed", language),
        description=description,
        alternates=page_alternates("embed"),
        nav="embed",
        is_indexed=not query,
    )
    terms = listing.terms_by_type(language)
    newest = queries.list_current(language=choice.embed.language, limit=_NEWEST).rows
    with translation.override(language):
        types = [
            listing.Choice(code, wording.type_plural(code), code in choice.embed.selection.item_types)
            for code in ("message", "briefing", "example")
        ]
    context = {
        "types": types,
        "choice": choice,
        "embed": choice.embed,
        "link": query.get("link", "").strip()[:500],
        "menus": listing.menus(terms, choice.embed.selection),
        "newest": newest if _holds(newest, choice.embed.item) else [*_chosen(choice), *newest],
        "languages": [
            listing.Choice(code, entry.own_name, code == choice.embed.language)
            for code, entry in languages.LANGUAGES.items()
        ],
        "result": _result(choice, language) if choice.is_complete else None,
    }
    return render_page("pressroom/pages/embedding.html", frame, context, status=choice.status)


def _read(query: QueryDict, language: str) -> _Choice:
    """Return what the form's fields choose. A pasted address wins over the fields that it answers."""
    pasted = query.get("link", "").strip()
    if pasted:
        target = embed_of(pasted)
        if target is None:
            return _Choice(
                Embed("list", language),
                fault=gettext("Adressen är inte en sida i pressrummet som kan visas på andra platser."),
                status=404,
            )
        figure = target.figure or query.get("figure", "")
        kind = as_kind(query.get("kind", "")) if target.kind == "item" else target.kind
        embed = replace(target, kind="item" if kind == "list" and target.item else kind, figure=figure)
        how = _how(query, embed)
        return _with_item(replace(embed, theme=how.theme, is_full=how.is_full, number=how.number))
    kind = as_kind(query.get("kind", ""))
    given = QueryDict(mutable=True)
    for name in _names(kind):
        if values := [value for value in query.getlist(name) if value]:
            given.setlist(name, values)
    given.setdefault("language", language)
    try:
        embed = read_embed(given, kind=kind, item=query.get("item", ""), figure=query.get("figure", ""))
    except ParametersRefusedError:
        return _Choice(
            Embed("list", language), fault=gettext("Något av valen finns inte. Välj i listorna."), status=400
        )
    return _with_item(embed)


def _how(query: QueryDict, embed: Embed) -> Embed:
    """Return the fields beside a pasted address: how it is to look."""
    given = QueryDict(mutable=True)
    for name in {"theme", "text", "number"} & set(_names(embed.kind)):
        if query.get(name):
            given.setlist(name, query.getlist(name))
    try:
        return read_embed(given, kind=embed.kind)
    except ParametersRefusedError:
        return Embed(embed.kind)


def _names(kind: str) -> tuple[str, ...]:
    own = {"list": ("type", *FACETS, "number"), "item": ("text",), "figure": ()}
    return ("language", "theme", *own[kind])


def _with_item(embed: Embed) -> _Choice:
    """Add the item; for a figure also choose its first one, unless one is chosen."""
    if embed.kind == "list":
        return _Choice(embed)
    if not embed.item:
        return _Choice(embed, fault=gettext("Välj ett inlägg i listan, eller klistra in dess adress."))
    current = (
        queries.find_item(public_id=embed.item, language=embed.language)
        if is_possible_id(embed.item)
        else None
    )
    if current is None or current.is_gone:
        fault = gettext("Inlägget finns inte på det språket, eller är tillbakadraget.")
        return _Choice(embed, fault=fault, status=404)
    choice = _Choice(embed, current.read_document())
    if embed.kind == "item":
        return choice
    if not choice.figures:
        return replace(choice, fault=gettext("Det inlägget har inga figurer. Lägesbilder brukar ha det."))
    ids = [block["id"] for block in choice.figures]
    return replace(choice, embed=replace(embed, figure=embed.figure if embed.figure in ids else ids[0]))


def _result(choice: _Choice, language: str) -> dict[str, Any]:
    embed, document = choice.embed, choice.document
    if document is None:
        path = routes.with_query(routes.page_path("news", embed.language), embed.selection.query_items())
        with translation.override(language):
            title = _list_title(embed)
        link = addresses.absolute(path)
    else:
        figure = next((block for block in choice.figures if block["id"] == embed.figure), None)
        is_figure = embed.kind == "figure" and figure is not None
        title = figure["title"] if is_figure and figure else document["title"]
        link = f"{document['url']}#{embed.figure}" if is_figure else document["url"]
    room = room_for(embed, document)
    return {
        "title": title,
        "link": link,
        "snippets": snippets_for(embed, link=link, title=title, room=room),
        "frame_path": frame_path(embed),
        "height": room.pixels,
    }


def _list_title(embed: Embed) -> str:
    kinds = ", ".join(wording.type_plural(code) for code in embed.selection.item_types)
    return gettext("%(what)s från %(name)s") % {
        "what": kinds or gettext("Nyheter"),
        "name": settings.PUBLIC_NAME,
    }


def _holds(rows: Any, item: str) -> bool:
    return not item or any(row.public_id == item for row in rows)


def _chosen(choice: _Choice) -> list[CurrentEdition]:
    document = choice.document
    if document is None:
        return []
    return [CurrentEdition(public_id=document["id"], title=document["title"])]
