"""Puts sharing into Wagtail's admin: its addresses and its place in the menu."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def addresses_of_sharing() -> list[URLPattern | URLResolver]:
    """Mount sharing at /admin/delning/."""
    return [path("delning/", include("cms.sharing.admin.urls"))]


@hooks.register("register_admin_menu_item")
def sharing_menu_item() -> MenuItem:
    """Add `Delning`."""
    return MenuItem(_("Delning"), reverse("sharing:list"), name="delning", icon_name="mail", order=115)
