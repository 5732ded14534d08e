"""Payload of a joint message."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.items.checks import section_missing
from cms.items.payload import ItemPageType, common_body
from cms.ledger.registry import Missing
from cms.messages.models import JointMessage


def missing(page: JointMessage) -> list[Missing]:
    """Return what a joint message lacks."""
    return [
        *section_missing(page, "statement", _("Själva budskapet saknas.")),
        *section_missing(
            page,
            "residents",
            _("”Det här betyder det för dig” saknas: vi visar konkret nytta för den som bor här."),
        ),
    ]


item_type = ItemPageType(code="message", model=JointMessage, body=common_body, missing=missing)
