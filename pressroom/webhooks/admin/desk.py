"""What the pages of webhooks have in common."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from pressroom.webhooks.models import WebhookEndpoint
from pressroom.webhooks.permissions import can_manage_webhooks


class WebhookDeskView(WagtailAdminTemplateMixin, TemplateView):
    """Furniture, for whoever runs the partner desk and nobody else."""

    header_icon = "link-external"
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Let nobody else in, before anything is looked up: who may not see webhooks is not told which there are."""
        super().setup(request, *args, **kwargs)
        if not can_manage_webhooks(self.user):
            raise PermissionDenied

    @property
    def user(self) -> User:
        """The editor. The admin's decorator has seen to it that somebody is logged in."""
        return self.request.user  # type: ignore[return-value]  # AUTH_USER_MODEL is cms.User

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("webhooks:list"), "label": _("Webhooks")},
            {"url": "", "label": self.get_page_title()},
        ]

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with what the act has to say. The admin lets no browser keep any of its pages."""
        return self.render_to_response(self.get_context_data(**context), status=status)


class EndpointView(WebhookDeskView):
    """A page about one webhook."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = WebhookEndpoint.objects.select_related("partner")
        self.endpoint = get_object_or_404(rows, pk=kwargs["endpoint_id"])

    def get_page_subtitle(self) -> str:
        return str(self.endpoint)
