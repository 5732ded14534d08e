"""Puts the partner desk into Wagtail's admin: its addresses, its place in the menu, a button on each item's page."""

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

from cms.ledger.addresses import NEWS_TYPES, public_id
from pressroom.partners.permissions import may_see
from pressroom.partners.reaching import titles_of


@hooks.register("register_admin_urls")
def addresses_of_partners() -> list[URLPattern | URLResolver]:
    """Mount the desk at /admin/partner/."""
    return [path("partner/", include("pressroom.partners.admin.urls"))]


class PartnerMenuItem(MenuItem):
    """Shown to who may see partners."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)  # type: ignore[arg-type]  # the admin has let somebody in


@hooks.register("register_admin_menu_item")
def partner_menu_item() -> MenuItem:
    """Add `Partner`."""
    return PartnerMenuItem(
        _("Partner"), reverse("partners:list"), name="partner", icon_name="globe", order=310
    )


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from an item that has been public to where it was shown."""
    if getattr(page.specific_class, "item_type", "") in NEWS_TYPES and may_see(user):
        item = public_id(page.translation_key)
        if titles_of([item]):
            yield Button(
                _t("Var den visas"), reverse("partners:item", args=[item]), icon_name="globe", priority=95
            )
