"""What the pages of the desk have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from pressroom.partners import permissions
from pressroom.partners.exceptions import PartnerError


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may see partners."""

    header_icon = "globe"
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not permissions.may_see(self.user):
            raise PermissionDenied

    @property
    def user(self) -> User:
        """Who looks. The admin's decorator has seen to it that somebody is logged in."""
        return self.request.user  # type: ignore[return-value]  # AUTH_USER_MODEL is cms.User

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("partners:list"), "label": _("Partner")},
            {"url": "", "label": self.get_page_subtitle() or self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "may_manage": permissions.may_manage(self.user)}


class ActingView(DeskView):
    """A page whose buttons post `act`; what is refused is shown on the page, and nothing has changed."""

    acts: dict[str, Callable[[Any], str | HttpResponse]]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, or show why it may not be done."""
        act = self.acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            said = act(self)
        except PartnerError as error:
            return self.render_to_response(self.get_context_data(problem=str(error)), status=422)
        if isinstance(said, HttpResponse):
            return said
        messages.success(request, said)
        return HttpResponseRedirect(request.get_full_path())
