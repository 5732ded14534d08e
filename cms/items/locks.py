"""The lock on an item while signatures are out: everybody approves the same text, so nobody changes it meanwhile."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wagtail.locks import BaseLock

from cms.approval.models import ApprovalRequest


class ApprovalLock(BaseLock):
    """Nobody edits while a request stands. Taking the request back opens the item in one action."""

    def __init__(self, item: Any, request: ApprovalRequest) -> None:
        super().__init__(item)
        self.request = request

    def for_user(self, user: Any) -> bool:
        """Hold for everybody, whoever asked."""
        return True

    def get_message(self, user: Any) -> str:
        """Say why, and where to take the request back."""
        owner = self.object.owner_organisation
        return format_html(
            '{} {} <a href="{}">{}</a>',
            _("Texten är låst medan undertecknarna godkänner den."),
            _("Redaktörer i %(owner)s kan låsa upp den genom att ta tillbaka begäran.") % {"owner": owner},
            reverse("approvals:detail", args=[self.request.key]),
            _("Se svaren eller ta tillbaka begäran"),
        )

    def get_locked_by(self, user: Any) -> str:
        """Say what holds it."""
        return _("Låst för godkännande")

    def get_description(self, user: Any) -> str:
        """Say what follows."""
        return _("Ingen kan ändra texten förrän alla har svarat eller begäran tas tillbaka.")
