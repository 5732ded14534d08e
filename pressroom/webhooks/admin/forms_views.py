"""Make a webhook, and change one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin import messages

from pressroom.outgoing.exceptions import AddressRefusedError
from pressroom.webhooks import services
from pressroom.webhooks.admin.desk import EndpointView, WebhookDeskView
from pressroom.webhooks.admin.forms import NewWebhookForm, WebhookForm
from pressroom.webhooks.exceptions import WebhookError


class NewWebhookView(WebhookDeskView):
    """Choose whose, where to and what; then its secrets are shown, once."""

    template_name = "pressroom/webhooks/form.html"
    page_title = gettext_lazy("Ny webhook")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or NewWebhookForm(
            initial={"partner": self.request.GET.get("partner")}
        )
        return {**super().get_context_data(**kwargs), "form": form}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it, or show what is wrong."""
        form = NewWebhookForm(request.POST)
        if not form.is_valid():
            return self.show(422, form=form)
        try:
            made = services.create_endpoint(partner=form.cleaned_data["partner"], by=self.user, **form.read())
        except (WebhookError, AddressRefusedError) as error:
            return self.show(422, form=form, problem=str(error))
        # Not sent on to its page: what is shown here is shown once, and never stored.
        self.template_name = "pressroom/webhooks/secrets.html"
        return self.show(201, made=made.secrets, endpoint=made.endpoint)


class ChangeWebhookView(EndpointView):
    """Another address or other filters."""

    template_name = "pressroom/webhooks/form.html"
    page_title = gettext_lazy("Ändra webhook")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or WebhookForm(initial=self._initial())
        return {**super().get_context_data(**kwargs), "form": form, "endpoint": self.endpoint}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save it, or show what is wrong."""
        form = WebhookForm(request.POST, initial=self._initial())
        if not form.is_valid():
            return self.show(422, form=form)
        try:
            services.change_endpoint(endpoint=self.endpoint, by=self.user, **form.read())
        except (WebhookError, AddressRefusedError) as error:
            return self.show(422, form=form, problem=str(error))
        messages.success(request, _("Webhooken är sparad."))
        return HttpResponseRedirect(reverse("webhooks:detail", args=[self.endpoint.pk]))

    def _initial(self) -> dict[str, Any]:
        own = self.endpoint
        return {"name": own.name, "url": own.url, "is_full": "1" if own.is_full else "", **own.filters}
