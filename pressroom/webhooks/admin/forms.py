"""Forms of webhooks. They read what was asked for; the services decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cms.common.languages import LANGUAGES
from cms.ledger import queries
from pressroom.outgoing.exceptions import AddressRefusedError
from pressroom.outgoing.targets import MOST_CHARACTERS, read_target
from pressroom.partners.models import Partner
from pressroom.webhooks.enums import OPTIONAL_KINDS
from pressroom.webhooks.filters import FACETS, Filters

_TYPES = [
    ("message", _("Meddelanden")),
    ("briefing", _("Lägesbilder")),
    ("example", _("Goda exempel")),
    ("calendar", _("Kalender")),
    ("organisation", _("Organisationer")),
    ("area", _("Prioriterade områden")),
    ("goal", _("Mål")),
    ("place", _("Platser")),
    ("audience", _("Målgrupper")),
    ("tag", _("Ämnen")),
]


def _terms(item_type: str) -> Sequence[tuple[str, str]]:
    """Return the terms that can be chosen, by code, as they are printed in Swedish."""
    return [(row.public_id, row.title) for row in queries.list_term_names([item_type], "sv")]


class WebhookForm(forms.Form):
    """Where to, and what of it. An empty choice narrows nothing."""

    name = forms.CharField(
        label=_("Namn"), max_length=120, help_text=_("Vad mottagaren är, t.ex. ”Webbplatsens nyheter”.")
    )
    url = forms.CharField(
        label=_("Adress"),
        max_length=MOST_CHARACTERS,
        help_text=_("Börjar med https:// och leder till en dator på det öppna nätet."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    is_full = forms.ChoiceField(
        label=_("Innehåll"),
        choices=[("", _("Bara vad som har hänt och adressen dit")), ("1", _("Också hela texten"))],
        required=False,
        widget=forms.RadioSelect,
    )
    kind = forms.MultipleChoiceField(
        label=_("Händelser"),
        choices=[(kind.value, kind.label) for kind in OPTIONAL_KINDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Inget valt: alla. Att något har dragits tillbaka eller tagits bort skickas alltid."),
    )
    type = forms.MultipleChoiceField(
        label=_("Innehållstyper"), choices=_TYPES, required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.MultipleChoiceField(
        label=_("Språk"),
        choices=[(code, language.swedish_name) for code, language in LANGUAGES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    area = forms.MultipleChoiceField(label=_("Områden"), required=False, widget=forms.CheckboxSelectMultiple)
    organisation = forms.MultipleChoiceField(label=_("Organisationer"), required=False)
    tag = forms.MultipleChoiceField(label=_("Ämnen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get
        for dimension in FACETS:
            field = self.fields[str(dimension)]
            known = list(_terms(str(dimension)))
            # A term that has been withdrawn since stays chosen until somebody takes it away.
            lost = [code for code in kept(str(dimension), []) if code not in dict(known)]
            field.choices = known + [(code, code) for code in lost]  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        """Return the address.

        Raises:
            ValidationError: it may not be asked, with the reason.
        """
        url: str = self.cleaned_data["url"].strip()
        try:
            read_target(url)
        except AddressRefusedError as error:
            raise ValidationError(str(error)) from error
        return url

    def read(self) -> dict[str, Any]:
        """Return what the services take of it."""
        data = self.cleaned_data
        names = ("kind", "type", "language", *(str(dimension) for dimension in FACETS))
        return {
            "name": data["name"],
            "url": data["url"],
            "is_full": bool(data["is_full"]),
            "filters": Filters.read({name: data[name] for name in names}),
        }


class NewWebhookForm(WebhookForm):
    """The same with whose it is."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.filter(is_active=True))

    field_order = ["partner"]


class ReplayForm(forms.Form):
    """From where on to send again: a number of the ledger, or a day and time."""

    seq = forms.IntegerField(label=_("Från löpnummer"), min_value=1, max_value=2**53, required=False)
    at = forms.DateTimeField(
        label=_("eller från tid, svensk tid"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data.get("seq")) == bool(data.get("at")):
            raise ValidationError(_t("Ange antingen löpnummer eller tid."))
        return data

    def read(self) -> tuple[int | None, dt.datetime | None]:
        """Return the number or the instant."""
        return self.cleaned_data["seq"], self.cleaned_data["at"]
