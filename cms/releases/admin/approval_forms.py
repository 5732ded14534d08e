"""Forms of joint approval in the workshop. They read what was asked for; the services decide whether it may be done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cms.common import clock
from cms.releases.admin.named_fields import NamedForm
from cms.releases.admin.time_form import TimesForm, which_field


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class AskForm(TimesForm, NamedForm):
    """Which languages are approved, when an answer is due, perhaps which release time the answers are bound to."""

    due_day = forms.DateField(label=_("Svar senast, datum"), widget=_day())
    due_time = forms.TimeField(label=_("Klockslag, svensk tid"), initial=dt.time(16, 0), widget=_time())
    due_which = which_field()
    release_day = forms.DateField(label=_("Avsedd dag"), required=False, widget=_day())
    release_time = forms.TimeField(label=_("Avsett klockslag, svensk tid"), required=False, widget=_time())
    release_which = which_field()
    message = forms.CharField(
        label=_("Meddelande till godkännarna"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Språk"),
            choices=languages,
            initial=[code for code, _name in languages],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Välj minst ett språk.")},
        )

    def clean(self) -> dict[str, Any]:
        """Ask for times that exist, a due time that has not passed, and a whole release time or none."""
        data = super().clean() or {}
        data["due_at"] = self.read_time(data, "due_")
        data["release_at"] = None
        if data.get("release_day") or data.get("release_time"):
            data["release_at"] = self.read_time(data, "release_")
        if data["due_at"] and data["due_at"] <= clock.now():
            self.add_error("due_day", _t("Den tiden har redan varit."))
        if data["due_at"] and data["release_at"] and data["release_at"] <= data["due_at"]:
            self.add_error("release_day", _t("Släppet behöver ligga efter den tid då svaren ska vara inne."))
        return data

    @property
    def plain_fields(self) -> list[BoundField]:
        """Return the fields to show in order: which of two hours only where it was asked."""
        hidden = {"due_which", "release_which"} - self.asked_which
        return [field for field in super().plain_fields if field.name not in hidden]


class DeclineForm(forms.Form):
    """Why the organisation declines, and perhaps what it would rather say."""

    reason = forms.CharField(
        label=_("Varför? Redaktören behöver veta vad som ska ändras."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv varför ni avböjer, så att redaktören vet vad som ska ändras.")},
    )
    proposed_wording = forms.CharField(
        label=_("Förslag till annan text (om du vill)"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
