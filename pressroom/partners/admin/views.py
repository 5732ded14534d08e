"""The partner desk in the workshop, under /admin/partner/: the registry, and one partner with all that concerns it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin import messages

from cms.common import clock
from pressroom.partners import permissions, services
from pressroom.partners.admin.desk import ActingView, DeskView
from pressroom.partners.admin.forms import KeyForm, PartnerForm, UntilForm
from pressroom.partners.desk_links import links_of
from pressroom.partners.enums import Scope
from pressroom.partners.exceptions import PartnerError
from pressroom.partners.keys import services as keys
from pressroom.partners.keys.exceptions import BadKeyExpiryError
from pressroom.partners.models import Partner, PartnerKey
from pressroom.partners.queries import list_keys, list_partners
from pressroom.partners.reaching import overview, unregistered_hosts
from pressroom.reach.enums import Channel
from pressroom.reach.queries import Period

_DAYS = 30


class PartnerListView(DeskView):
    """Every partner."""

    template_name = "pressroom/partners/list.html"
    page_title = gettext_lazy("Partner")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Partner")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "partners": list_partners(),
            "unregistered": unregistered_hosts(Period.last(_DAYS)),
            "days": _DAYS,
        }


class PartnerFormView(DeskView):
    """Register a partner, or change one."""

    template_name = "pressroom/partners/form.html"
    partner: Partner | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not permissions.may_manage(self.user):
            raise PermissionDenied
        number = kwargs.get("partner_id")
        self.partner = get_object_or_404(Partner, pk=number) if number else None

    def get_page_title(self) -> str:
        return _("Ändra partner") if self.partner else _("Ny partner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initial = PartnerForm.initial_of(self.partner) if self.partner else {}
        form = kwargs.pop("form", None) or PartnerForm(initial=initial)
        return {**super().get_context_data(**kwargs), "form": form, "partner": self.partner}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save it, or say what can't be saved."""
        form = PartnerForm(request.POST)
        if form.is_valid():
            try:
                partner = self._save(form)
            except PartnerError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("%(name)s är sparad.") % {"name": partner.name})
                return HttpResponseRedirect(reverse("partners:partner", args=[partner.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _save(self, form: PartnerForm) -> Partner:
        if self.partner is None:
            return services.register(details=form.details(), by=self.user)
        return services.change(partner=self.partner, details=form.details(), by=self.user)


class PartnerView(ActingView):
    """One partner."""

    template_name = "pressroom/partners/partner.html"
    page_title = gettext_lazy("Partner")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.partner = get_object_or_404(list_partners(), pk=kwargs["partner_id"])

    def get_page_subtitle(self) -> str:
        return self.partner.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "partner": self.partner,
            "links": links_of(self.partner),
            "keys": list_keys(self.partner),
            "reach": self._reach(),
            "key_form": kwargs.get("key_form") or KeyForm(initial={"until": _in_a_year()}),
            "in_a_year": _in_a_year(),
        }

    def _reach(self) -> dict[str, Any]:
        found = overview(self.partner, Period.last(_DAYS))
        channels = [(Channel(total.name).label, total.count) for total in found.channels]
        return {"found": found, "channels": channels, "days": _DAYS}

    def pause(self) -> str:
        """Let it rest."""
        services.pause(partner=self.partner, by=self.user)
        return _("%(name)s vilar. Nycklar och webhooks används inte.") % {"name": self.partner.name}

    def resume(self) -> str:
        """Let it work again."""
        services.resume(partner=self.partner, by=self.user)
        return _("%(name)s är aktiv igen.") % {"name": self.partner.name}

    def issue(self) -> HttpResponse:
        """Give out a key, and show it this once."""
        form = KeyForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(key_form=form), status=422)
        asked = form.cleaned_data
        issued = keys.issue(
            partner=self.partner,
            label=asked["label"],
            scope=Scope(asked["scope"]),
            expires_at=form.expires_at(),
            by=self.user,
        )
        return self._show_once(issued)

    def rotate(self) -> HttpResponse:
        """Exchange a key, and show the new one this once."""
        form = UntilForm(self.request.POST)
        if not form.is_valid():
            raise BadKeyExpiryError(keys.LONGEST.days)
        return self._show_once(keys.rotate(key=self._named(), expires_at=form.expires_at(), by=self.user))

    def revoke(self) -> str:
        """End a key."""
        key = keys.revoke(key=self._named(), by=self.user)
        return _("Nyckeln %(name)s är återkallad.") % {"name": key.name}

    def _named(self) -> PartnerKey:
        return get_object_or_404(self.partner.keys, name=self.request.POST.get("key", ""))

    def _show_once(self, issued: keys.Issued) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(issued=issued))
        response.headers["Cache-Control"] = "no-store"
        return response

    acts = {"pause": pause, "resume": resume, "issue": issue, "rotate": rotate, "revoke": revoke}


def _in_a_year() -> str:
    return (clock.today() + dt.timedelta(days=365)).isoformat()
