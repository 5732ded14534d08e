"""What an item lacks before release: each with the field to mend and the reason why it matters."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.common.text import plain
from cms.items.models import Item
from cms.ledger.registry import Missing


def common_missing(page: Item) -> list[Missing]:
    """Return what is missing whatever the item's type."""
    return [*_text_missing(page), *_contact_missing(page), *_terms_missing(page), *_image_missing(page)]


def _text_missing(page: Item) -> Iterator[Missing]:
    if not page.title.strip():
        yield Missing("title_missing", _("Rubriken saknas."), "title", page.language)
    if not page.summary.strip():
        message = _("Ingressen saknas: den visas i listor, flöden och sökträffar.")
        yield Missing("summary_missing", message, "summary", page.language)


def _contact_missing(page: Item) -> Iterator[Missing]:
    if page.responsible is None:
        message = _("Ansvarig aktör saknas: läsaren ska veta vem som svarar på frågor.")
        yield Missing("responsible_missing", message, "responsible")
    elif not page.responsible.press_contacts.exists():
        message = _("%(organisation)s har ingen presskontakt, så ingen kan svara på frågor.")
        yield Missing("contact_missing", message % {"organisation": page.responsible}, "responsible")


def _terms_missing(page: Item) -> Iterator[Missing]:
    if not page.areas.all():
        message = _("Välj minst ett prioriterat område, så att texten hittas där.")
        yield Missing("areas_missing", message, "areas")
    if not page.audiences.all():
        yield Missing("audiences_missing", _("Välj minst en målgrupp: vem är texten till för?"), "audiences")
    if not page.goals.all():
        message = _("Inget mål är valt. Välj ett om texten handlar om något av målen.")
        yield Missing("goals_missing", message, "goals", is_blocking=False)


def _image_missing(page: Item) -> Iterator[Missing]:
    if page.image is None:
        message = _("Ingen bild är vald. Texten kan släppas utan.")
        yield Missing("image_missing", message, "image", is_blocking=False)
        return
    if not (page.image_alt or page.image.alt_text).strip():
        message = _("Bilden saknar alternativtext för den som inte ser den.")
        yield Missing("alt_missing", message, "image_alt", page.language)
    if not page.image.credit.strip():
        yield Missing("credit_missing", _("Bilden saknar uppgift om fotograf eller upphov."), "image")


def section_missing(page: Item, kind: str, message: str, *, field: str = "body") -> list[Missing]:
    """Return the lack of a section of this kind with any text in it."""
    body = page.body  # type: ignore[attr-defined]  # every item type has one
    if any(entry.block_type == kind and plain(entry.value["text"].source) for entry in body):
        return []
    return [Missing(f"{kind}_missing", message, field, page.language)]
