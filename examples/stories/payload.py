"""Payload of a good example."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.items.checks import section_missing
from cms.items.payload import ItemPageType, common_body, organisation_refs
from cms.ledger.payload import Payload
from cms.ledger.registry import Missing
from examples.stories.models import GoodExample


def add(page: GoodExample, payload: Payload) -> None:
    """Add who took part."""
    payload["participants"] = organisation_refs(page.participants.all(), page.language)


def missing(page: GoodExample) -> list[Missing]:
    """Return what a good example lacks (plan: show the added value of collaboration, and concrete benefit)."""
    found = [
        *section_missing(page, "done", _("”Det här gjorde vi” saknas.")),
        *section_missing(page, "result", _("”Det här ledde det till” saknas.")),
        *section_missing(
            page,
            "residents",
            _("”Det här betyder det för dig” saknas: vi visar konkret nytta för den som bor här."),
        ),
    ]
    if len(page.participants.all()) < 2:
        found.append(
            Missing(
                "participants_missing",
                _("Välj minst två deltagande organisationer: exemplet ska visa samverkan."),
                "participants",
            )
        )
    if not page.places.all():
        found.append(Missing("places_missing", _("Välj en plats: var hände det?"), "places"))
    return found


item_type = ItemPageType(code="example", model=GoodExample, body=common_body, add=add, missing=missing)
