"""Puts webhooks into Wagtail's admin: their addresses and their place in the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pressroom.partners import desk_links
from pressroom.partners.models import Partner
from pressroom.webhooks.permissions import can_manage_webhooks
from pressroom.webhooks.queries import count_endpoints


@hooks.register("register_admin_urls")
def addresses_of_webhooks() -> list[URLPattern | URLResolver]:
    """Mount webhooks at /admin/webhooks/."""
    return [path("webhooks/", include("pressroom.webhooks.admin.urls"))]


class WebhooksMenuItem(MenuItem):
    """Shown to whoever runs the partner desk."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_webhooks(request.user)  # type: ignore[arg-type]  # the admin has let somebody in


@hooks.register("register_admin_menu_item")
def webhooks_menu_item() -> MenuItem:
    """Add `Webhooks`."""
    return WebhooksMenuItem(
        _("Webhooks"), reverse("webhooks:list"), name="webhooks", icon_name="link-external", order=315
    )


def _link(partner: Partner) -> desk_links.DeskLink:
    count = count_endpoints(partner)
    return desk_links.DeskLink(
        text=_t("Webhooks"),
        address=f"{reverse('webhooks:list')}?partner={partner.pk}",
        note=ngettext("%(n)s webhook", "%(n)s webhooks", count) % {"n": count},
    )


desk_links.add(_link)
