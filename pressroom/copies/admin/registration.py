"""Puts partners' pages into Wagtail's admin: their addresses, their place in the menu, links to them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.common.wording import in_words
from pressroom.copies.enums import FLAGGED, CopyState
from pressroom.copies.queries import count_pages, list_copies
from pressroom.partners import desk_links
from pressroom.partners.models import Partner
from pressroom.partners.permissions import may_see


@hooks.register("register_admin_urls")
def addresses_of_pages() -> list[URLPattern | URLResolver]:
    """Mount the pages at /admin/partnersidor/."""
    return [path("partnersidor/", include("pressroom.copies.admin.urls"))]


class PagesMenuItem(MenuItem):
    """Shown to who may see partners."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)  # type: ignore[arg-type]  # the admin has let somebody in


@hooks.register("register_admin_menu_item")
def pages_menu_item() -> MenuItem:
    """Add `Partnersidor`."""
    return PagesMenuItem(
        _("Partnersidor"), reverse("copies:list"), name="copies", icon_name="doc-full-inverse", order=312
    )


def _link(partner: Partner) -> desk_links.DeskLink:
    count, flagged = count_pages(partner)
    note = ngettext("%(n)s sida", "%(n)s sidor", count) % {"n": count}
    if flagged:
        note += ", " + ngettext("%(n)s att titta på", "%(n)s att titta på", flagged) % {"n": flagged}
    return desk_links.DeskLink(
        text=_t("Sidor med våra texter"),
        address=f"{reverse('copies:list')}?partner={partner.pk}",
        note=note,
    )


def _links_of_item(item: str) -> list[desk_links.DeskLink]:
    return [
        desk_links.DeskLink(
            text=f"{row.page.partner.name}: {row.page.url}",
            address=reverse("copies:page", args=[row.page_id]),
            note=f"{CopyState(row.state).label}, {_t('sedan %(when)s') % {'when': in_words(row.since)}}",
            is_flagged=row.state in FLAGGED,
        )
        for row in list_copies(item)
    ]


desk_links.add(_link)
desk_links.add_to_item(_links_of_item)
