"""Puts the log into Wagtail's admin: its addresses, its place in the menu, a button beside each item's title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.audit.permissions import can_see_log


@hooks.register("register_admin_urls")
def addresses_of_the_log() -> list[URLPattern | URLResolver]:
    """Mount the log at /admin/logg/."""
    return [path("logg/", include("cms.audit.admin.urls"))]


class LogMenuItem(MenuItem):
    """Shown to whom there is a log for."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_log(request.user)  # type: ignore[arg-type]  # the admin has let somebody in


@hooks.register("register_admin_menu_item")
def log_menu_item() -> MenuItem:
    """Add `Logg`."""
    return LogMenuItem(_("Logg"), reverse("audit:log"), name="logg", icon_name="history", order=320)


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from an item to what was done with it."""
    if getattr(page.specific_class, "item_type", "") and can_see_log(user):
        address = f"{reverse('audit:log')}?subject={page.translation_key}"
        yield Button(_t("Logg"), address, icon_name="history", priority=90)
