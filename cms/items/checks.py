"""What an item lacks before release: each with the field to mend and the reason why it matters."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.common.text import plain
from cms.items.models import Item
from cms.ledger.registry import Missing


def common_missing(page: Item) -> list[Missing]:
    """Return what is missing whatever the item's type."""
    return list(_common(page))


def _common(page: Item) -> Iterator[Missing]:
    language = page.language
    if not page.title.strip():
        yield Missing("title_missing", _("Rubriken saknas."), "title", language)
    if not page.summary.strip():
        yield Missing(
            "summary_missing",
            _("Ingressen saknas: den visas i listor, flöden och sökträffar."),
            "summary",
            language,
        )
    if page.responsible_id is None:
        yield Missing(
            "responsible_missing",
            _("Ansvarig aktör saknas: läsaren ska veta vem som svarar på frågor."),
            "responsible",
        )
    elif not page.responsible.press_contacts.exists():
        yield Missing(
            "contact_missing",
            _("%(organisation)s har ingen presskontakt, så ingen kan svara på frågor.")
            % {"organisation": page.responsible},
            "responsible",
        )
    if not page.areas.all():
        yield Missing(
            "areas_missing", _("Välj minst ett prioriterat område, så att texten hittas där."), "areas"
        )
    if not page.audiences.all():
        yield Missing("audiences_missing", _("Välj minst en målgrupp: vem är texten till för?"), "audiences")
    if not page.goals.all():
        yield Missing(
            "goals_missing",
            _("Inget mål är valt. Välj ett om texten handlar om något av målen."),
            "goals",
            is_blocking=False,
        )
    if page.image is None:
        yield Missing(
            "image_missing", _("Ingen bild är vald. Texten kan släppas utan."), "image", is_blocking=False
        )
    else:
        if not (page.image_alt or page.image.alt_text).strip():
            yield Missing(
                "alt_missing",
                _("Bilden saknar alternativtext för den som inte ser den."),
                "image_alt",
                language,
            )
        if not page.image.credit.strip():
            yield Missing("credit_missing", _("Bilden saknar uppgift om fotograf eller upphov."), "image")


def section_missing(page: Item, kind: str, message: str, *, field: str = "body") -> list[Missing]:
    """Return the lack of a section of this kind with any text in it."""
    body = page.body  # type: ignore[attr-defined]  # every item type has one
    if any(entry.block_type == kind and plain(entry.value["text"].source) for entry in body):
        return []
    return [Missing(f"{kind}_missing", message, field, page.language)]
