"""What an item lacks before release: each with the field to mend and the reason why it matters."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail.blocks import Block

from cms.common.text import plain
from cms.items.models import Item
from cms.items.reading import reading_advice
from cms.ledger.registry import Missing


def common_missing(page: Item) -> list[Missing]:
    """Return what is missing whatever the item's type."""
    return [
        *_text_missing(page),
        *_contact_missing(page),
        *_terms_missing(page),
        *_image_missing(page),
        *attachments_missing(page),
        *reading_advice(page),
    ]


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
    body = page.body
    if any(entry.block_type == kind and plain(entry.value["text"].source) for entry in body):
        return []
    return [Missing(f"{kind}_missing", message, field, page.language)]


def unfinished_blocks(page: Item) -> list[Missing]:
    """Return the blocks that are begun but not filled in. Wagtail saves such drafts; a reader must not get them."""
    found = []
    for entry in page.body:
        try:
            entry.block.clean(entry.value)
        except ValidationError as error:
            names = ", ".join(_labels(entry.block, error)) or " ".join(error.messages)
            message = _("Avsnittet ”%(block)s” är inte färdigt (%(names)s). Fyll i det eller ta bort det.")
            values = {"block": entry.block.label, "names": names}
            found.append(Missing(f"{entry.block_type}_unfinished", message % values, "body", page.language))
    return found


def attachments_missing(page: Item) -> list[Missing]:
    """Return the attachments without a document or a title."""
    return [
        Missing(
            "attachment_unfinished", _("En bilaga saknar dokument eller titel."), "attachments", page.language
        )
        for attachment in page.attachments.all()
        if attachment.document_id is None or not attachment.title.strip()
    ]


def _labels(block: Block, error: ValidationError) -> list[str]:
    """Return the labels of the fields that an error is about, as the form shows them."""
    errors = getattr(error, "block_errors", None) or {}
    names = errors if isinstance(errors, dict) else {}
    return [
        str(block.child_blocks[name].label) for name in names if name in getattr(block, "child_blocks", {})
    ]
