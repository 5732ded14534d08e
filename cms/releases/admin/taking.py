"""The part of a form that asks which texts go out: a box, the digest that the person looked at, the reader's note."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.releases.admin.standing import Standing
from cms.releases.services import Entry


class TakingForm(forms.Form):
    """A form built on it adds the fields of each text under a name of its own, and reads them back as entries."""

    def add_text(self, name: str, row: Standing, *, is_taken: bool = False) -> None:
        """Add the fields of one language of an item: only if it can go out, but what a browser sends is read."""
        if not row.can_go and not self.is_bound:
            return
        self.fields[f"take_{name}"] = forms.BooleanField(label=row.name, required=False, initial=is_taken)
        self.fields[f"digest_{name}"] = forms.CharField(
            required=False, initial=row.digest, max_length=64, widget=forms.HiddenInput
        )
        self.fields[f"note_{name}"] = forms.CharField(
            label=_("Vad som rättas, för läsaren"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def is_taken(self, name: str) -> bool:
        """Whether the text is ticked."""
        return bool(self.cleaned_data.get(f"take_{name}"))

    def lacks_note(self, name: str, row: Standing) -> bool:
        """Whether it is a correction of which nothing is said to the reader."""
        return row.is_public and not self.cleaned_data.get(f"note_{name}", "").strip()

    def entry(self, name: str, row: Standing, item_type: str, item_key: uuid.UUID) -> Entry:
        """Return what shall go out, with the digest that the person looked at."""
        return Entry(
            item_type=item_type,
            item_key=item_key,
            language=row.language,
            action=row.action,
            digest=self.cleaned_data.get(f"digest_{name}", ""),
            note=self.cleaned_data.get(f"note_{name}", "") if row.is_public else "",
        )
