"""Payloads and editions for tests, without any workshop: what a release would have printed.

Example:
    payload = make_payload(title="Sommaren i Järva", areas=[make_ref("area", "trygghet", "Trygghet")])
    print_editions([payload])
    print_editions([correct(payload, "Fel datum.", title="Sommaren i Järva 2026")])
    print_editions([withdraw(payload, "Uppgiften stämde inte.")])
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from cms.common import clock
from cms.ledger import addresses
from cms.ledger.append import NewEdition, append
from cms.ledger.enums import EditionKind
from cms.ledger.models import Edition
from cms.ledger.payload import SCHEMA_VERSION, Attachment, FigureBlock, FileRef, Image, Payload, Ref
from cms.ledger.proofs import Agreement

#: When the first edition of a test is released unless it says otherwise.
FIRST_RELEASE = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)

_NAMESPACE = uuid.UUID("6f0b4a1e-5d1c-4c57-9a3e-0d2f6f3c7b11")
_numbers = itertools.count(1)
_releases = itertools.count(1)


def make_key(name: str) -> uuid.UUID:
    """Return the translation key that `name` always has in tests."""
    return uuid.uuid5(_NAMESPACE, name)


def make_ref(item_type: str, code: str, name: str, **more: str) -> Ref:
    """Return a reference to a term or item."""
    return {"type": item_type, "id": code, "name": name, **more}  # type: ignore[typeddict-item]


def make_file(name: str = "underlag.pdf", data: bytes = b"%PDF-1.7 exempel", **more: Any) -> FileRef:
    """Return a file reference whose digest is that of `data`. The bytes themselves are not stored."""
    media_types = {"pdf": "application/pdf", "csv": "text/csv", "jpg": "image/jpeg", "png": "image/png"}
    file: dict[str, Any] = {
        "asset": hashlib.sha256(name.encode()).hexdigest()[:12],
        "name": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "media_type": media_types.get(name.rsplit(".", 1)[-1], "application/octet-stream"),
    }
    return file | more  # type: ignore[return-value]


def make_image(alt: str = "Ungdomar spelar fotboll på Kvarnbyplan.", credit: str = "Foto: exempel") -> Image:
    """Return a picture in two sizes."""
    sizes = ((400, 225), (1200, 675))
    files = [make_file(f"plan-{w}.jpg", f"bild {w}".encode(), width=w, height=h) for w, h in sizes]
    return {"alt": alt, "credit": credit, "renditions": files}


def make_attachment(title: str = "Underlag (pdf)") -> Attachment:
    """Return a document to download."""
    return {"title": title, "file": make_file()}


def make_figure(block_id: str = "f1", **overrides: Any) -> FigureBlock:
    """Return a figure of an obviously invented series."""
    figure: dict[str, Any] = {
        "type": "figure",
        "id": block_id,
        "title": "Påhittade lyktor per kvarter",
        "description": "Antalet påhittade lyktor ökade i två kvarter av tre.",
        "unit": "lyktor",
        "period": "2024-2025",
        "source": "Påhittad mätning, exempeldata",
        "source_url": "",
        "method": "Räknade för hand i ett påhittat kvarter.",
        "chart": "bar",
        "row_header": "Kvarter",
        "columns": ["2024", "2025"],
        "rows": [
            {"label": "Enen", "values": ["12", "15.5"]},
            {"label": "Tallen", "values": ["7", None]},
        ],
        "svg": "<svg viewBox='0 0 10 10' role='img'><title>Påhittade lyktor</title></svg>",
        "csv": make_file("lyktor.csv", b"Kvarter;2024;2025\r\n"),
    }
    return figure | overrides  # type: ignore[return-value]


def make_payload(**overrides: Any) -> Payload:
    """Return a complete joint message in Swedish; every field can be replaced.

    Each call is another item. To print the same item again (another language, a correction), take the payload and
    change it: `{**payload, "language": "en"}`; `key` and `id` must be the same.
    """
    number = next(_numbers)
    key = uuid.UUID(str(overrides.pop("key", make_key(f"item-{number}"))))
    payload: dict[str, Any] = {
        "schema": SCHEMA_VERSION,
        "type": "message",
        "id": addresses.public_id(key),
        "key": str(key),
        "language": "sv",
        "listed": True,
        "title": f"Sommaren i Järva, del {number}",
        "slug": f"sommaren-i-jarva-del-{number}",
        "summary": "Parterna öppnar fler mötesplatser för unga under sommarlovet.",
        "is_example_data": True,
        "owner": make_ref("organisation", "jarva", "Järva stadsdelsförvaltning"),
        "responsible": make_ref("organisation", "jarva", "Järva stadsdelsförvaltning"),
        "signatories": [make_ref("organisation", "jarva", "Järva stadsdelsförvaltning")],
        "areas": [],
        "goals": [],
        "audiences": [],
        "tags": [],
        "places": [],
        "image": None,
        "share_image": None,
        "attachments": [],
        "body": [
            {
                "type": "text",
                "id": "b1",
                "role": "statement",
                "heading": "",
                "html": "<p>Parkleken i Rinkeby har öppet varje kväll i juli.</p>",
            }
        ],
    }
    return payload | overrides  # type: ignore[return-value]


def make_full_payload(**overrides: Any) -> Payload:
    """Return a message that uses every kind of block, reference and file."""
    police = make_ref("organisation", "polisen", "Lokalpolisområde Järva", short_name="Polisen Järva")
    jarva = make_ref("organisation", "jarva", "Järva stadsdelsförvaltning")
    full: dict[str, Any] = {
        "signatories": [jarva, police],
        "areas": [make_ref("area", "unga-i-riskzon", "Unga i riskzon")],
        "goals": [make_ref("goal", "fler-i-fritid", "Fler unga i fritidsaktiviteter")],
        "audiences": [make_ref("audience", "boende", "Boende")],
        "tags": [make_ref("tag", "sommar", "Sommar")],
        "places": [make_ref("place", "rinkeby", "Rinkeby")],
        "image": make_image(),
        "share_image": make_file("dela.png", b"delningsbild", width=1200, height=630),
        "attachments": [make_attachment()],
        "body": [
            {
                "type": "text",
                "id": "b1",
                "role": "statement",
                "heading": "",
                "html": "<p>Vi öppnar i juni.</p>",
            },
            {
                "type": "questions",
                "id": "b2",
                "heading": "Frågor och svar",
                "questions": [{"question": "Kostar det något?", "html": "<p>Nej.</p>"}],
            },
            {
                "type": "quote",
                "id": "b3",
                "text": "Vi ses i parken.",
                "name": "Anna Exempel",
                "title": "enhetschef",
                "organisation": jarva,
            },
            make_figure(),
        ],
    }
    return make_payload(**(full | overrides))


def make_term(item_type: str, code: str, title: str, **overrides: Any) -> Payload:
    """Return the payload of a term (area, goal, organisation, place, audience, tag); its id is its code."""
    term: dict[str, Any] = {
        "type": item_type,
        "id": code,
        "key": make_key(f"{item_type}/{code}"),
        "title": title,
        "slug": code,
        "summary": "",
        "listed": False,
        "owner": None,
        "responsible": None,
        "signatories": [],
        "body": [],
        "order": 0,
    }
    return make_payload(**(term | overrides))


def refresh(payload: Payload, **changes: Any) -> NewEdition:
    """Return an edition that prints the item anew after a name changed somewhere."""
    return NewEdition({**payload, **changes}, EditionKind.REFRESHED)  # type: ignore[typeddict-item]


def correct(payload: Payload, note: str = "Fel datum rättat.", **changes: Any) -> NewEdition:
    """Return a correction of the item with `changes`."""
    return NewEdition({**payload, **changes}, EditionKind.CORRECTED, note)  # type: ignore[typeddict-item]


def withdraw(payload: Payload, note: str = "Uppgiften stämde inte.") -> NewEdition:
    """Return the withdrawal of the item, explained by `note`."""
    return NewEdition(payload, EditionKind.WITHDRAWN, note)


def delete(payload: Payload) -> NewEdition:
    """Return the deletion of the item, without explanation."""
    return NewEdition(payload, EditionKind.DELETED)


def agreed_by(payload: Payload, at: dt.datetime) -> list[Agreement]:
    """Return what a payload's signatories would have agreed to at `at`."""
    return [
        {"organisation": ref["id"], "name": ref["name"], "at": clock.isoformat(at)}
        for ref in payload["signatories"]
    ]


def agreed(entries: Sequence[NewEdition], at: dt.datetime) -> list[NewEdition]:
    """Return `entries` for a release at `at`: all signatories have agreed an hour before, unless one says otherwise."""
    hour = dt.timedelta(hours=1)
    return [replace(entry, agreed=entry.agreed or agreed_by(entry.payload, at - hour)) for entry in entries]


def print_editions(
    entries: Sequence[NewEdition | Payload], *, released_at: dt.datetime | None = None, release: str = ""
) -> list[Edition]:
    """Print `entries` as one release; a bare payload is published. Each release is a minute after the former.

    The chain depends on `release`: name it where whole answers are compared.
    """
    number = next(_releases)
    at = released_at or FIRST_RELEASE + dt.timedelta(minutes=number)
    new = [
        entry if isinstance(entry, NewEdition) else NewEdition(entry, EditionKind.PUBLISHED)
        for entry in entries
    ]
    with transaction.atomic():
        return append(
            agreed(new, at),
            release_key=make_key(release or f"release-{number}"),
            released_at=at,
        )
