"""Puts joint approval into Wagtail's admin: its addresses, its place in the menu, what waits on the first page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.accounts.models import User
from cms.approval.queries import list_waiting_for
from cms.common.wording import in_words


class SignPanel(Component):
    """Texts that wait for my organisation's word, the most urgent first."""

    name = "godkann"
    order = 15
    template_name = "cms/home/sign.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "waiting": [
                {"signature": row, "request": row.request, "due": in_words(row.request.due_at)}
                for row in list_waiting_for(self.user)
            ]
        }


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
    """Show on the first page what waits for my word; nothing when nothing does."""
    user: User = request.user  # type: ignore[assignment]
    if list_waiting_for(user):
        panels.append(SignPanel(user))
