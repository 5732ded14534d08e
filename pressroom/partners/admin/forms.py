"""Forms of the partner desk. They read what was asked for; the services decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.common import clock
from cms.organisations.models import Organisation
from pressroom.partners.enums import Scope
from pressroom.partners.models import Partner
from pressroom.partners.services import Details
from pressroom.reach.queries import Period

#: Days that are shown where nobody has asked for others.
_DAYS = 30


class PartnerForm(forms.Form):
    """What is registered of a partner."""

    name = forms.CharField(label=_("Namn"), max_length=160)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.prefetch_related("texts"),
        required=False,
        help_text=_("Om partnern också är en av organisationerna här."),
    )
    contact_name = forms.CharField(label=_("Kontaktperson"), max_length=120, required=False)
    contact_email = forms.EmailField(label=_("E-post"), required=False)
    hosts = forms.CharField(
        label=_("Värdnamn"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Ett på varje rad, till exempel www.exempel.se. Inbäddningar som visas där räknas till partnern."
        ),
    )

    def details(self) -> Details:
        """Return what a valid form says."""
        asked = self.cleaned_data
        return Details(**(asked | {"hosts": asked["hosts"].split()}))

    @classmethod
    def initial_of(cls, partner: Partner) -> dict[str, Any]:
        """Return what the form shows of a partner before it is changed."""
        return {
            "name": partner.name,
            "organisation": partner.organisation_id,
            "contact_name": partner.contact_name,
            "contact_email": partner.contact_email,
            "hosts": "\n".join(str(host) for host in partner.hosts.all()),
        }


class UntilForm(forms.Form):
    """The last Swedish day on which a key works."""

    until = forms.DateField(
        label=_("Gäller till och med"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def expires_at(self) -> dt.datetime:
        """Return the end of the day that a valid form names. The end of the calendar is the end of its last day."""
        day: dt.date = self.cleaned_data["until"]
        day = min(day, dt.date.max - dt.timedelta(days=2)) + dt.timedelta(days=1)
        return dt.datetime.combine(day, dt.time(), clock.STOCKHOLM).astimezone(clock.UTC)


class KeyForm(UntilForm):
    """What a new key is for."""

    label = forms.CharField(
        label=_("Används till"), max_length=80, help_text=_("Till exempel: webbplatsens server.")
    )
    scope = forms.ChoiceField(label=_("Ger rätt att"), choices=Scope.choices)
    field_order = ("label", "scope", "until")


class PeriodForm(forms.Form):
    """From which day to which, both within. Empty fields are the last thirty days."""

    since = forms.DateField(
        label=_("Från och med"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Till och med"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def period(self) -> Period:
        """Return what a form asks for; what can't be read is taken for empty."""
        asked = self.cleaned_data if self.is_valid() else {}
        usual = Period.last(_DAYS)
        return Period(asked.get("since") or usual.since, asked.get("until") or usual.until)
