"""Who may look at the desk of partners, and which partner's part of it a request asks for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from cms.accounts.models import User
from pressroom.partners import permissions
from pressroom.partners.models import Partner


class ForPartnerDesk(TemplateView):
    """A page for those who may see partners. It is told whether the person may manage them (`may_manage`)."""

    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Let nobody else in, before anything is looked up."""
        super().setup(request, *args, **kwargs)
        if not permissions.may_see(self.user):
            raise PermissionDenied

    @property
    def user(self) -> User:
        """Who looks. The admin's decorator has seen to it that somebody is logged in."""
        return self.request.user  # type: ignore[return-value]  # AUTH_USER_MODEL is cms.User

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "may_manage": permissions.may_manage(self.user)}


def asked_partner(request: HttpRequest) -> Partner | None:
    """Return the partner that a request narrows to (`partner`), or None; 404 for one that is not there."""
    number = request.GET.get("partner", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    return get_object_or_404(Partner, pk=int(number))
