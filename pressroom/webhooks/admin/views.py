"""All webhooks, and one with its log and everything that can be done with it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wagtail.admin import messages

from cms.common.acting import ActingView
from pressroom.partners.desk_access import asked_partner
from pressroom.webhooks import queries, replaying, services
from pressroom.webhooks.admin.desk import EndpointView, WebhookDeskView
from pressroom.webhooks.admin.forms import ReplayForm
from pressroom.webhooks.admin.wording import told_delivery, told_filters
from pressroom.webhooks.enums import DeliveryState, Scheme
from pressroom.webhooks.exceptions import WebhookError
from pressroom.webhooks.models import WebhookDelivery

_PER_PAGE = 50


class WebhookListView(WebhookDeskView):
    """Every webhook, by partner, with what waits and what was given up."""

    template_name = "pressroom/webhooks/list.html"
    page_title = gettext_lazy("Webhooks")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Webhooks")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partner = asked_partner(self.request)
        return {
            **super().get_context_data(**kwargs),
            "rows": queries.list_endpoints(partner),
            "partner": partner,
        }


class WebhookView(EndpointView, ActingView):
    """One webhook. Its buttons post `act`."""

    template_name = "pressroom/webhooks/detail.html"
    page_title = gettext_lazy("Webhook")
    refusals = (WebhookError,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.endpoint.refresh_from_db()
        wanted = self.request.GET.get("state", "")
        state = wanted if wanted in DeliveryState.values else ""
        deliveries = queries.list_deliveries(self.endpoint, state=state)
        page = Paginator(deliveries, _PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "endpoint": self.endpoint,
            "filters": told_filters(self.endpoint),
            "secrets": queries.list_secrets(self.endpoint),
            "replay_form": kwargs.get("replay_form") or ReplayForm(),
            "page": page,
            "rows": [told_delivery(row) for row in page],
            "state": state,
            "states": DeliveryState.choices,
        }

    def pause(self) -> str:
        """Let it wait."""
        services.pause_endpoint(endpoint=self.endpoint, by=self.user)
        return _("Webhooken är pausad. Det som släpps väntar.")

    def resume(self) -> str:
        """Send again."""
        services.resume_endpoint(endpoint=self.endpoint, by=self.user)
        return _("Webhooken är påslagen.")

    def disable(self) -> str:
        """Send nothing and keep nothing for it."""
        services.disable_endpoint(endpoint=self.endpoint, by=self.user)
        return _("Webhooken är avstängd.")

    def remove(self) -> HttpResponse:
        """Delete it."""
        services.remove_endpoint(endpoint=self.endpoint, by=self.user)
        messages.success(self.request, _("Webhooken är borttagen."))
        return HttpResponseRedirect(reverse("webhooks:list"))

    def test(self) -> str:
        """Send a test message."""
        replaying.send_test(endpoint=self.endpoint, by=self.user)
        return _("Ett testmeddelande är på väg. Läs om sidan om en stund.")

    def rotate(self) -> HttpResponse:
        """Make a new secret and show it, once."""
        scheme = self.request.POST.get("scheme", "")
        if scheme not in Scheme.values:
            raise Http404
        made = services.rotate_secret(endpoint=self.endpoint, scheme=Scheme(scheme), by=self.user)
        self.template_name = "pressroom/webhooks/secrets.html"
        return self.show(made=[made], is_rotated=True)

    def replay(self) -> str:
        """Send one message again."""
        number = self.request.POST.get("delivery", "")
        delivery = get_object_or_404(
            WebhookDelivery.objects.select_related("endpoint"),
            endpoint=self.endpoint,
            seq__isnull=False,
            pk=int(number) if number.isdecimal() and len(number) < 18 else 0,
        )
        replaying.replay_delivery(delivery=delivery, by=self.user)
        return _("Meddelandet skickas igen.")

    def replay_dead(self) -> str:
        """Send again all that was given up."""
        return self._replayed(replaying.replay_dead(endpoint=self.endpoint, by=self.user))

    def replay_since(self) -> str | HttpResponse:
        """Send again all from a number or a time on."""
        form = ReplayForm(self.request.POST)
        if not form.is_valid():
            return self.show(422, replay_form=form)
        seq, at = form.read()
        if seq is None and at is not None:
            seq = replaying.first_seq_since(at)
        if seq is None:
            return self._replayed(0)
        return self._replayed(replaying.replay_since(endpoint=self.endpoint, seq=seq, by=self.user))

    def _replayed(self, count: int) -> str:
        said = ngettext("%(n)s meddelande skickas igen.", "%(n)s meddelanden skickas igen.", count)
        return said % {"n": count}

    def tell(self, said: str) -> None:
        messages.success(self.request, said)

    acts = {
        "pause": pause,
        "resume": resume,
        "disable": disable,
        "remove": remove,
        "test": test,
        "rotate": rotate,
        "replay": replay,
        "replay_dead": replay_dead,
        "replay_since": replay_since,
    }
