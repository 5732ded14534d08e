"""The side menu: what an editor comes for, in Swedish; what only superusers need is left to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail import hooks

#: Wagtail's own entries under our names and in our order.
_RENAMED = {
    "explorer": (_("Redaktion"), 100),
    "images": (_("Bilder"), 300),
    "documents": (_("Dokument"), 310),
}
#: Entries that speak of Wagtail's own publishing, or of Wagtail itself.
_FOR_SUPERUSERS = frozenset({"reports", "settings", "help", "snippets", "translations"})


@hooks.register("construct_main_menu", order=1000)
def arrange_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """Rename, order and thin out the menu."""
    menu_items[:] = [
        item for item in menu_items if request.user.is_superuser or item.name not in _FOR_SUPERUSERS
    ]
    for item in menu_items:
        if item.name in _RENAMED:
            item.label, item.order = _RENAMED[item.name]
    menu_items[:] = [item for item in menu_items if item.name != "help"]
