"""What the pages of the desk have in common."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.common import acting
from pressroom.partners.desk_access import ForPartnerDesk
from pressroom.partners.exceptions import PartnerError


class DeskView(WagtailAdminTemplateMixin, ForPartnerDesk):
    """A page for those who may see partners."""

    header_icon = "globe"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("partners:list"), "label": _("Partner")},
            {"url": "", "label": self.get_page_subtitle() or self.get_page_title()},
        ]


class ActingView(DeskView, acting.ActingView):
    """A page whose buttons post `act`."""

    refusals = (PartnerError,)

    def tell(self, said: str) -> None:
        messages.success(self.request, said)
