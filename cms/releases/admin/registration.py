"""Puts the release desk into Wagtail's admin: its addresses, its place in the menu, its buttons beside terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.action_menu import ActionMenuItem

from cms.ledger import registry


@hooks.register("register_admin_urls")
def addresses_of_the_desk() -> list[URLPattern | URLResolver]:
    """Mount the release desk at /admin/slapp/."""
    return [path("slapp/", include("cms.releases.admin.urls"))]


@hooks.register("register_admin_menu_item")
def releases_menu_item() -> MenuItem:
    """Add `Släpp`."""
    return MenuItem(_("Släpp"), reverse("releases:list"), name="slapp", icon_name="upload", order=110)


@hooks.register("register_admin_menu_item")
def public_menu_item() -> MenuItem:
    """Add `Ute nu`."""
    return MenuItem(_("Ute nu"), reverse("releases:public"), name="ute", icon_name="view", order=120)


class ReviewTermItem(ActionMenuItem):
    """In the save menu of a term or organisation: go on to its release."""

    label = _("Granska och släpp…")
    name = "granska"
    icon_name = "upload"
    order = 5

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and review_address(context["instance"]) is not None

    def get_url(self, context: dict[str, Any]) -> str | None:
        return review_address(context["instance"])


@hooks.register("construct_snippet_action_menu")
def snippet_actions(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Offer the release of whatever can be printed."""
    item = ReviewTermItem()
    if item.is_shown(context):
        menu_items.append(item)


@hooks.register("register_snippet_listing_buttons")
def snippet_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Add the release to each row's menu."""
    if url := review_address(snippet):
        yield Button(_("Granska och släpp…"), url, icon_name="upload", priority=15)


def review_address(instance: Any) -> str | None:
    """Return the release page of a printable row that is no page, or None."""
    code = getattr(instance, "item_type", "") or instance._meta.model_name
    key = getattr(instance, "translation_key", None) or getattr(instance, "key", None)
    if key is None or not registry.is_registered(code):
        return None
    return reverse("releases:review", args=[code, key])
