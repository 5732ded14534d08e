"""Terms and news for the scratch databases: invented, realistic in size, and the same in every run.

Items are numbered from the newest (0) backwards, and everything about an item follows from its number. So the newest
items of a small ledger and of a large one are the same, and their first pages have the same bytes to make.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from cms.ledger import addresses
from cms.ledger.append import NewEdition
from cms.ledger.enums import EditionKind
from cms.ledger.payload import SCHEMA_VERSION, FileRef, Payload, Ref
from tests.bench.vocabulary import LANGUAGES, RARE_TAG, TERMS

FIRST_RELEASE = dt.datetime(2026, 1, 7, 8, 0, tzinfo=dt.UTC)

_NAMESPACE = uuid.UUID("1f7a2c36-51a4-4b4e-9a43-5d0b8f2f7d55")
_TYPES = ("message", "message", "message", "briefing", "example")
_TEXTS = {
    "sv": (
        "parterna öppnar fler mötesplatser för unga under sommaren och berättar varje månad hur det går med belysning "
        "trygghet arbete skola fritid boende samverkan lyktor parker vägar torg tunnlar bibliotek simhallar lotsar "
        "kvällar helger varje plats har en ansvarig som svarar på frågor och visar vad som har blivit gjort hittills"
    ),
    "en": (
        "the parties open more meeting places for young people during the summer and tell every month how it goes "
        "with lighting safety work school leisure housing lanterns parks roads squares tunnels libraries pools "
        "evenings weekends every place has somebody who answers questions and shows what has been done so far"
    ),
}
_WORDS = {language: text.split() for language, text in _TEXTS.items()}


def key_of(name: str) -> uuid.UUID:
    """Return the key that `name` always has here."""
    return uuid.uuid5(_NAMESPACE, name)


def term_editions(languages: Sequence[str] = LANGUAGES) -> list[NewEdition]:
    """Return every term in these languages, as a first release prints them."""
    payloads = [
        _term(item_type, code, names, language, order)
        for item_type, terms in TERMS.items()
        for order, (code, *names) in enumerate(terms)
        for language in languages
    ]
    return [NewEdition(payload, EditionKind.PUBLISHED) for payload in payloads]


def news_editions(count: int) -> Iterator[tuple[int, NewEdition]]:
    """Yield exactly `count` editions of news, oldest first, each with its item's number.

    Every second item is in both languages, one in twenty has been corrected, one in a hundred withdrawn.
    """
    numbers, planned = 0, 0
    while planned < count:
        planned += len(_kinds(numbers))
        numbers += 1
    for number in reversed(range(numbers)):
        kinds = _kinds(number)
        if number == numbers - 1:
            kinds = kinds[: len(kinds) - (planned - count)]
        for language, kind in kinds:
            note = "" if kind == EditionKind.PUBLISHED else "Fel datum i andra stycket."
            yield number, NewEdition(news(number, language), kind, note)


def news(number: int, language: str) -> Payload:
    """Return the payload of news item `number`. In other languages than Swedish the words are English."""
    chance = random.Random(number)  # the same in every run
    key = key_of(f"news-{number}")
    item_type = chance.choice(_TYPES)
    owner, *signatories = _refs(chance, "organisation", 3, language)
    tags = _refs(chance, "tag", 2, language)
    if number % 500 == 3:
        tags.append(_ref("tag", RARE_TAG, TERMS["tag"][0], language))
    title = f"{_sentence(chance, language, 6).rstrip('.')} {number}"
    payload: dict[str, Any] = {
        "schema": SCHEMA_VERSION,
        "type": item_type,
        "id": addresses.public_id(key),
        "key": str(key),
        "language": language,
        "listed": True,
        "title": title,
        "slug": f"pahittad-nyhet-{number}",
        "summary": _text(chance, language, 2),
        "is_example_data": True,
        "owner": owner,
        "responsible": owner,
        "signatories": [owner, *signatories],
        "areas": _refs(chance, "area", chance.choice((1, 1, 2)), language),
        "goals": _refs(chance, "goal", 2, language),
        "audiences": _refs(chance, "audience", 2, language),
        "tags": tags,
        "places": _refs(chance, "place", chance.choice((1, 2)), language),
        "image": {
            "alt": _sentence(chance, language, 9),
            "credit": "Bild: påhittad",
            "renditions": [
                _file(f"bild-{number}", f"bild-{number}-{width}.jpg", width) for width in (480, 960, 1600)
            ],
        },
        "share_image": _file(f"dela-{number}", f"dela-{number}.png", 1200),
        "attachments": [],
        "body": _body(chance, language, owner),
    }
    if item_type == "example":
        payload["participants"] = [owner, *signatories]
    return payload  # type: ignore[return-value]


def _words_of(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else LANGUAGES.index("en")


def _kinds(number: int) -> list[tuple[str, EditionKind]]:
    kinds = [("sv", EditionKind.PUBLISHED)]
    if number % 2 == 0:
        kinds.append(("en", EditionKind.PUBLISHED))
    if number % 20 == 7:
        kinds.append(("sv", EditionKind.CORRECTED))
    elif number % 100 == 13:
        kinds.append(("sv", EditionKind.WITHDRAWN))
    return kinds


def _body(chance: random.Random, language: str, owner: Ref) -> list[dict[str, Any]]:
    sections = [
        {
            "type": "text",
            "id": f"b{position}",
            "role": role,
            "heading": "" if role == "statement" else _sentence(chance, language, 4),
            "html": "".join(f"<p>{_text(chance, language, 3)}</p>" for _ in range(paragraphs)),
        }
        for position, (role, paragraphs) in enumerate(
            (("statement", 2), ("residents", 1), ("background", 2)), start=1
        )
    ]
    questions = {
        "type": "questions",
        "id": "b4",
        "heading": _sentence(chance, language, 3),
        "questions": [
            {"question": _sentence(chance, language, 6), "html": f"<p>{_text(chance, language, 2)}</p>"}
            for _ in range(3)
        ],
    }
    quote = {
        "type": "quote",
        "id": "b5",
        "text": _text(chance, language, 1),
        "name": "Anna Påhittad",
        "title": "enhetschef",
        "organisation": owner,
    }
    return [*sections, questions, quote]


def _term(item_type: str, code: str, names: list[str], language: str, order: int) -> Payload:
    payload: dict[str, Any] = {
        "schema": SCHEMA_VERSION,
        "type": item_type,
        "id": code,
        "key": str(key_of(f"{item_type}/{code}")),
        "language": language,
        "listed": False,
        "title": names[_words_of(language)],
        "slug": code,
        "summary": "",
        "is_example_data": True,
        "owner": None,
        "responsible": None,
        "signatories": [],
        "areas": [],
        "goals": [],
        "audiences": [],
        "tags": [],
        "places": [],
        "image": None,
        "share_image": None,
        "attachments": [],
        "body": [],
        "order": order,
    }
    if item_type == "organisation":
        payload |= {
            "short_name": code,
            "website": "https://example.se",
            "answers_for": "Frågor.",
            "logo": None,
        }
    if item_type == "goal":
        payload |= {"goal_kind": "overall" if order == 0 else "effect", "indicators": []}
    return payload  # type: ignore[return-value]


def _refs(chance: random.Random, item_type: str, count: int, language: str) -> list[Ref]:
    terms = [term for term in TERMS[item_type] if term[0] != RARE_TAG]
    return [_ref(item_type, term[0], term, language) for term in chance.sample(terms, count)]


def _ref(item_type: str, code: str, term: tuple[str, str, str], language: str) -> Ref:
    ref: dict[str, str] = {"type": item_type, "id": code, "name": term[1 + _words_of(language)]}
    if item_type == "organisation":
        ref["short_name"] = code
    return ref  # type: ignore[return-value]


def _file(asset: str, name: str, width: int) -> FileRef:
    """Return a reference to bytes that do not exist: nobody fetches them here."""
    return {
        "asset": hashlib.sha256(asset.encode()).hexdigest()[:12],
        "name": name,
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "size": width * 90,
        "media_type": "image/png" if name.endswith("png") else "image/jpeg",
        "width": width,
        "height": width * 9 // 16,
    }


def _sentence(chance: random.Random, language: str, words: int) -> str:
    return " ".join(chance.choices(_WORDS.get(language, _WORDS["en"]), k=words)).capitalize() + "."


def _text(chance: random.Random, language: str, sentences: int) -> str:
    return " ".join(_sentence(chance, language, chance.randint(8, 16)) for _ in range(sentences))
