"""Puts the partner desk into Wagtail's admin: its addresses and its place in the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pressroom.partners.permissions import may_see


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
