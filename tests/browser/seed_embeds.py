"""What the embeds' browser tests find: a few printed items, and what happens to them meanwhile."""

from __future__ import annotations

import io

from PIL import Image

from cms.common import charts
from cms.files.services import store
from tests.factories.cms_ledger import (
    correct,
    make_figure,
    make_file,
    make_full_payload,
    make_key,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)

TITLE = "Nya lampor i Rinkeby park"
CORRECTED = "Nya lampor i Rinkeby park i oktober"
OTHER = "Fler fritidsledare på kvällarna"
ARABIC = "مصابيح جديدة في حديقة رينكبي"
REASON = "Bytet är uppskjutet."
SUMMARY = "Alla lampor i parken byts mot starkare, och häckarna klipps ned så att man ser längre."


def _message(**changes):
    changes.setdefault("image", {"alt": "En lampa.", "credit": "Foto: exempel", "renditions": _pictures()})
    return make_full_payload(
        key=make_key("embedded"), title=TITLE, summary=SUMMARY, slug="lampor", body=_body(), **changes
    )


def _pictures():
    """Return the picture's sizes; the bytes are kept by `seed`."""
    return [
        make_file(f"lampa-{width}.png", _png(width), width=width, height=width // 2) for width in (400, 1200)
    ]


def _png(width):
    out = io.BytesIO()
    Image.new("RGB", (width, width // 2), "#0b5a4b").save(out, "PNG")
    return out.getvalue()


def _body():
    columns, rows = ["2024", "2025"], [("Enen", ["12", "15.5"]), ("Tallen", ["7", None])]
    svg = charts.draw(
        chart="bar",
        title="Lyktor",
        description="Antalet lyktor.",
        columns=columns,
        rows=rows,
        unit="lyktor",
        language="sv",
        element_id="f1-svg",
    )
    text = {
        "type": "text",
        "id": "b1",
        "role": "background",
        "heading": "",
        "html": (
            '<p>Läs <a href="https://www.example.org/">rapporten</a> <b>först</b> <i>sen</i>.<br>Ny rad.</p>'
            "<h3>Hur</h3><ul><li>Ett</li></ul>"
        ),
    }
    questions = {
        "type": "questions",
        "id": "b2",
        "heading": "",
        "questions": [{"question": "Kostar det något?", "html": "<p>Nej.</p>"}],
    }
    return [text, questions, make_figure(svg=svg)]


def seed() -> None:
    """Fill an empty database."""
    for width in (400, 1200):
        store(_png(width), "image/png")
    print_editions([make_term("area", "platser", "Platser"), make_term("organisation", "jarva", "Järva")])
    print_editions([make_payload(key=make_key("other"), title=OTHER, summary=SUMMARY)])
    arabic = {"title": ARABIC, "summary": ARABIC, "language": "ar"}
    print_editions([_message(areas=[make_ref("area", "platser", "Platser")]), {**_message(), **arabic}])


def mend() -> None:
    """Correct the message."""
    print_editions([correct(_message(), "Månaden saknades.", title=CORRECTED)])


def take_back() -> None:
    """Withdraw the message."""
    print_editions([withdraw(_message(), REASON)])


def publish_again() -> None:
    """Print the message anew, as it first was."""
    print_editions([_message()])


def item_id() -> str:
    """Return the message's public id."""
    return _message()["id"]
