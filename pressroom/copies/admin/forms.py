"""The form that names pages, and which partner's pages are asked for."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from pressroom.partners.models import Partner


class PagesForm(forms.Form):
    """Addresses, one on each line. The services read and judge them."""

    MOST = 100_000
    pages = forms.CharField(
        label=_("Sidor"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "En adress på varje rad. Vet du vilken text som ska finnas där: skriv textens adress efter ett mellanslag."
        ),
    )


def asked_partner(request: HttpRequest) -> Partner | None:
    """Return the partner that a request narrows to (`partner`), or None; 404 for one that is not there."""
    number = request.GET.get("partner", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    return get_object_or_404(Partner, pk=int(number))
