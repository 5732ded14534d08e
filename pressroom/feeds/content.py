"""What a feed says, before any format: the channel and its entries, from finished cards."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from cms.common.clock import STOCKHOLM
from cms.ledger import addresses, queries
from cms.ledger.queries import Head
from pressroom.selection import FACETS, Selection, refuse_unknown_codes

#: What an empty press room was last changed: never. A feed needs a date, and "now" would be a new feed each second.
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CATEGORIES = ("areas", "goals", "tags", "places", "audiences")


@dataclass(frozen=True)
class Category:
    """A term that an entry belongs to. `scheme` is the address of the list of such terms."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True)
class Picture:
    """An entry's picture in its largest rendition."""

    url: str
    media_type: str
    size: int
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True)
class CorrectionNote:
    """What was corrected, in words, with its date."""

    at: str
    note: str
    sentence: str


@dataclass(frozen=True)
class Entry:
    """One item, as a feed tells of it. `uri` is its permanent name, whatever its address."""

    uri: str
    url: str
    title: str
    summary: str
    language: str
    published_at: dt.datetime
    changed_at: dt.datetime
    responsible: dict[str, Any] | None
    contact: str
    signatories: tuple[str, ...]
    corrections: tuple[CorrectionNote, ...]
    categories: tuple[Category, ...]
    picture: Picture | None
    edition: dict[str, Any]
    example_note: str


@dataclass(frozen=True)
class Channel:
    """A feed: what it is about and its entries, newest first."""

    title: str
    description: str
    publisher: str
    language: str
    url: str
    self_url: str
    changed_at: dt.datetime
    entries: tuple[Entry, ...]


def ui_language(language: str) -> str:
    """Return the language our own words are in around items of `language`."""
    return language if language in dict(settings.LANGUAGES) else "en"


def read_channel(*, language: str, selection: Selection, limit: int, self_url: str, head: Head) -> Channel:
    """Return the feed of a selection of news. One query, and one more when it is empty.

    Raises:
        ParametersRefusedError: it is empty because a code does not exist.
    """
    listing = queries.list_current(
        language=language, item_types=selection.item_types, facets=selection.facets, limit=limit
    )
    if not listing.rows:
        refuse_unknown_codes(selection)
    cards = [row.read_card() for row in listing.rows]
    with translation.override(ui_language(language)):
        entries = tuple(_entry(card) for card in cards)
        name = settings.PUBLIC_NAME
        narrowed = ", ".join(_labels(selection, cards))
        return Channel(
            title=f"{name}: {narrowed}" if narrowed else name,
            description=gettext("Det parterna i %(name)s har enats om att berätta.") % {"name": name},
            publisher=name,
            language=language,
            url=addresses.absolute(_page_path(language, selection)),
            self_url=self_url,
            changed_at=max((entry.changed_at for entry in entries), default=head.moved_at or _NEVER),
            entries=entries,
        )


def xml_text(value: str) -> str:
    """Return text on one line that XML 1.0 can carry: no control characters, no noncharacters (U+FFFE, U+FFFF)."""
    return " ".join(_NOT_XML.sub("", value).split())


def _entry(card: dict[str, Any]) -> Entry:
    edition = card["edition"]
    responsible = card["responsible"]
    if responsible:
        responsible = {**responsible, "name": xml_text(responsible["name"])}
    return Entry(
        uri=card["uri"],
        url=card["url"],
        title=xml_text(card["title"]),
        summary=xml_text(card["summary"]),
        language=card["language"],
        published_at=_instant(edition["first_released_at"]),
        changed_at=_instant(edition["changed_at"]),
        responsible=responsible,
        contact=gettext("Frågor besvaras av %(name)s.") % {"name": responsible["name"]}
        if responsible
        else "",
        signatories=tuple(xml_text(ref["name"]) for ref in card["signatories"]),
        corrections=tuple(_correction(entry) for entry in edition["corrections"]),
        categories=tuple(_category(ref, card["language"]) for field in _CATEGORIES for ref in card[field]),
        picture=_picture(card["image"]),
        edition=edition,
        example_note=gettext("Påhittat exempel.") if card["is_example_data"] else "",
    )


def _correction(correction: dict[str, Any]) -> CorrectionNote:
    day = _instant(correction["at"]).astimezone(STOCKHOLM).date().isoformat()
    note = xml_text(correction["note"])
    return CorrectionNote(
        correction["at"], note, gettext("Rättat %(day)s: %(note)s") % {"day": day, "note": note}
    )


def _category(ref: dict[str, Any], language: str) -> Category:
    scheme = addresses.absolute(addresses.list_path(ref["type"], ui_language(language)))
    return Category(ref["id"], xml_text(ref["name"]), scheme)


def _picture(image: dict[str, Any] | None) -> Picture | None:
    if not image or not image["renditions"]:
        return None
    file = image["renditions"][-1]
    return Picture(
        url=file["url"],
        media_type=file["media_type"],
        size=file["size"],
        width=file.get("width", 0),
        height=file.get("height", 0),
        alt=xml_text(image["alt"]),
        credit=xml_text(image["credit"]),
    )


def _labels(selection: Selection, cards: Sequence[dict[str, Any]]) -> list[str]:
    """Return the names of what the feed is narrowed by; a term's name is found on any item that has it."""
    types = {
        "message": gettext("meddelanden"),
        "briefing": gettext("lägesbilder"),
        "example": gettext("goda exempel"),
    }
    labels = [types[code] for code in selection.item_types]
    for dimension in FACETS:
        if code := selection.facets.get(dimension):
            named = (ref["name"] for card in cards[:1] for ref in _refs(card) if _is(ref, dimension, code))
            labels.append(xml_text(next(named, code)))
    return labels


def _refs(card: dict[str, Any]) -> list[dict[str, Any]]:
    fields = ("signatories", "participants", *_CATEGORIES)
    refs = [card["owner"], card["responsible"], *(ref for field in fields for ref in card.get(field, ()))]
    return [ref for ref in refs if ref]


def _is(ref: dict[str, Any], item_type: str, code: str) -> bool:
    return bool(ref["type"] == item_type and ref["id"] == code)


def _page_path(language: str, selection: Selection) -> str:
    """Return the page that shows what the feed holds: a type's list, a term's page, else the front page."""
    spoken = ui_language(language)
    if len(selection.item_types) == 1 and not selection.facets:
        return addresses.list_path(selection.item_types[0], spoken)
    if len(selection.facets) == 1 and not selection.item_types:
        ((dimension, code),) = selection.facets.items()
        return addresses.item_path(item_type=dimension, language=spoken, public_id=code)
    return f"/{spoken}/"


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
