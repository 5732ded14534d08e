"""Public addresses: the one place that knows them. Paths are root-relative and never change for a given id.

Items:    /sv/meddelanden/7fk3m9q2xd/sommaren-i-jarva/        terms: /sv/omraden/unga-i-riskzon/
History:  /sv/meddelanden/7fk3m9q2xd/historik/                one edition: /sv/meddelanden/7fk3m9q2xd/utgava/2/
Proof:    /api/v1/items/7fk3m9q2xd/editions/2/proof?language=sv
Files:    /filer/<asset>/<name> (newest bytes)                exact bytes: /filer/<asset>/<first 16 of sha-256>/<name>
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.urls import reverse

from cms.ledger.payload import FileRef

#: Path segment of each item type per language; a language without its own uses English.
SEGMENTS: dict[str, dict[str, str]] = {
    "message": {"sv": "meddelanden", "en": "messages"},
    "briefing": {"sv": "lagesbilder", "en": "briefings"},
    "example": {"sv": "goda-exempel", "en": "good-examples"},
    "organisation": {"sv": "organisationer", "en": "organisations"},
    "area": {"sv": "omraden", "en": "areas"},
    "goal": {"sv": "mal", "en": "goals"},
    "place": {"sv": "platser", "en": "places"},
    "audience": {"sv": "malgrupper", "en": "audiences"},
    "tag": {"sv": "amnen", "en": "topics"},
    "calendar": {"sv": "kalender", "en": "calendar"},
}
#: What lists show as news; every other type is a term that news is tagged with.
NEWS_TYPES = frozenset({"message", "briefing", "example"})
#: Segment of the list of all news.
NEWS = {"sv": "nyheter", "en": "news"}
HISTORY = {"sv": "historik", "en": "history"}
EDITION = {"sv": "utgava", "en": "edition"}

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread


def public_id(key: uuid.UUID) -> str:
    """Return the ten-character public id of an item: the first 50 bits of its translation key, in base 32."""
    bits = key.int >> 78
    return "".join(_ALPHABET[(bits >> shift) & 31] for shift in range(45, -1, -5))


def segment(item_type: str, language: str) -> str:
    """Return the path segment of an item type in a language."""
    names = SEGMENTS[item_type]
    return names.get(language, names["en"])


def type_of_segment(name: str, language: str) -> str | None:
    """Return the item type whose segment in `language` is `name`, or None."""
    return next((code for code in SEGMENTS if segment(code, language) == name), None)


def news_segment(language: str) -> str:
    """Return the path segment of the list of all news in a language."""
    return NEWS.get(language, NEWS["en"])


def item_path(*, item_type: str, language: str, public_id: str, slug: str = "") -> str:
    """Return the path of an item's page. Terms carry no slug after their id."""
    tail = f"{slug}/" if slug else ""
    return f"/{language}/{segment(item_type, language)}/{public_id}/{tail}"


def history_path(*, item_type: str, language: str, public_id: str) -> str:
    """Return the path of the list of an item's editions."""
    return f"/{language}/{segment(item_type, language)}/{public_id}/{HISTORY.get(language, HISTORY['en'])}/"


def edition_path(*, item_type: str, language: str, public_id: str, number: int) -> str:
    """Return the path of one edition of an item, counted from 1 per language."""
    word = EDITION.get(language, EDITION["en"])
    return f"/{language}/{segment(item_type, language)}/{public_id}/{word}/{number}/"


def proof_path(*, public_id: str, language: str, number: int) -> str:
    """Return the path of the signed proof of one edition of a news item, in the API."""
    return f"/api/v1/items/{public_id}/editions/{number}/proof?language={language}"


def list_path(item_type: str, language: str) -> str:
    """Return the path of the list of an item type."""
    return f"/{language}/{segment(item_type, language)}/"


def file_path(file: FileRef) -> str:
    """Return the versioned path of a file: these exact bytes, for ever (or 404)."""
    return f"/filer/{file['asset']}/{file['sha256'][:16]}/{file['name']}"


def stable_file_path(file: FileRef) -> str:
    """Return the path under which the newest public bytes of an asset are found."""
    return f"/filer/{file['asset']}/{file['name']}"


def workshop_file_path(file: FileRef) -> str:
    """Return where the workshop sees a file of a draft, which has no public address yet."""
    return reverse("printed_file", args=[file["sha256"], file["name"]])


def absolute(path: str) -> str:
    """Return `path` under the press room's own address (`settings.PUBLIC_BASE_URL`, no trailing slash)."""
    return f"{settings.PUBLIC_BASE_URL}{path}"


def tag_uri(edition_key: str, language: str) -> str:
    """Return the permanent id of an item in a language as a `urn:uuid` with language, independent of any domain.

    RFC 4287 section 4.2.6: an atom:id never changes, also when the entry is relocated or migrated.
    """
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(edition_key), language)}"
