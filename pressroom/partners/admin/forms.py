"""Forms of the partner desk. They read what was asked for; the services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.organisations.models import Organisation
from pressroom.partners.models import Partner
from pressroom.partners.services import Details


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
