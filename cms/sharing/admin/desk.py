"""What the pages of sharing have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from cms.sharing import archive, permissions, services
from cms.sharing.admin.forms import ExtendForm
from cms.sharing.exceptions import BadExpiryError
from cms.sharing.models import Share
from cms.sharing.queries import Told, told
from cms.sharing.standing import database_now

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class SharingDeskMixin(WagtailAdminTemplateMixin):
    """Furniture, and what may be done with one share wherever it is listed."""

    header_icon = "mail"
    request: HttpRequest

    @property
    def user(self) -> User:
        """The editor. The admin's decorator has seen to it that somebody is logged in."""
        return self.request.user  # type: ignore[return-value]  # AUTH_USER_MODEL is cms.User

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("sharing:list"), "label": _("Delning")},
            {"url": "", "label": self.get_page_title()},
        ]

    def rows(self, shares: Any) -> list[dict[str, Any]]:
        """Return shares in words, each with whether the person may end or extend it."""
        found: list[Told] = told(list(shares), database_now())
        return [
            {
                "told": row,
                "may_change": row.share.revoked_at is None and permissions.may_change(self.user, row.share),
            }
            for row in found
        ]

    def revoke(self) -> str:
        """End the link that the pressed button names; return what to say."""
        share = services.revoke(share=self._named(), by=self.user)
        return _("Länken till %(name)s är återkallad.") % {"name": share.name}

    def extend(self) -> str:
        """Give the named link the posted end; return what to say."""
        form = ExtendForm(self.request.POST)
        if not form.is_valid():
            raise BadExpiryError(services.LONGEST.days)
        share = services.extend(share=self._named(), by=self.user, expires_at=form.cleaned_data["expires_at"])
        return _("Länken till %(name)s har fått en ny sluttid.") % {"name": share.name}

    def _named(self) -> Share:
        number = self.request.POST.get("share", "")
        seen = permissions.shares_seen_by(self.user)
        return get_object_or_404(seen, pk=int(number) if number.isdecimal() and len(number) < 18 else 0)


def download(shares: Any, kind: str, name: str) -> HttpResponse | StreamingHttpResponse:
    """Return the record of `shares` as a file for the archive."""
    day = database_now().strftime("%Y%m%d")
    if kind == "csv":
        lines: Iterator[str] = archive.csv_lines(shares)
        response: Any = StreamingHttpResponse(lines, content_type=MEDIA_TYPES[kind])
    else:
        response = HttpResponse(archive.json_text(shares), content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
