"""Puts joint approval into Wagtail's admin: its addresses, its place in the menu, what waits on the first page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.accounts.models import User
from cms.approval.models import ApprovalRequest
from cms.approval.moves import whose_move
from cms.approval.queries import list_undecided, list_waiting_for, visible_requests
from cms.common import clock
from cms.common.wording import in_words

#: How many requests the first page shows.
_ROWS = 8


class SignPanel(Component):
    """Texts that wait for my organisation's word, the most urgent first."""

    name = "godkann"
    order = 15
    template_name = "cms/home/sign.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        now = clock.now()
        return {
            "waiting": [
                {
                    "signature": row,
                    "request": row.request,
                    "due": in_words(row.request.due_at),
                    "is_late": row.request.due_at <= now,
                }
                for row in list_waiting_for(self.user)
            ]
        }


class AskedPanel(Component):
    """What my organisations have a part in, the most urgent first: whose move it is, organisation by organisation."""

    name = "tillfragade"
    order = 25
    template_name = "cms/home/asked.html"

    def __init__(self, asked: Sequence[ApprovalRequest]) -> None:
        self.asked = asked

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"asked": [whose_move(request) for request in self.asked]}


@hooks.register("register_admin_urls")
def addresses_of_approvals() -> list[URLPattern | URLResolver]:
    """Mount joint approval at /admin/godkannanden/."""
    return [path("godkannanden/", include("cms.releases.admin.approval_urls"))]


@hooks.register("register_admin_menu_item")
def approvals_menu_item() -> MenuItem:
    """Add `Godkännanden`."""
    return MenuItem(
        _("Godkännanden"), reverse("approvals:list"), name="godkannanden", icon_name="check", order=105
    )


@hooks.register("construct_homepage_panels", order=1100)  # after our own panels have replaced Wagtail's
def sign_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show on the first page what waits for my word and for others'; nothing when nothing does."""
    user: User = request.user  # type: ignore[assignment]
    if list_waiting_for(user):
        panels.append(SignPanel(user))
    if asked := list(list_undecided(visible_requests(user))[:_ROWS]):
        panels.append(AskedPanel(asked))
