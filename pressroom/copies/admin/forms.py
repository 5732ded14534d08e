"""The form that names pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


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
