"""Forms of release sets and of one release's page. They read what was asked for; the services decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cms.organisations.models import Organisation
from cms.releases.admin.set_choice import Candidate
from cms.releases.admin.standing import Standing
from cms.releases.admin.taking import TakingForm
from cms.releases.admin.time_form import TimeForm
from cms.releases.calendar import Words
from cms.releases.exceptions import NamedNotAnsweredError
from cms.releases.services import Entry

_NOW, _LATER = "now", "later"
#: What is typed to release at once what stands under embargo.
CONFIRM_WORD = _("SLÄPP")


class SetForm(TimeForm, TakingForm):
    """Which items in which languages go out together, with which digests, when, and under which embargo text."""

    title = forms.CharField(label=_("Rubrik"), max_length=255, help_text=_("Visas bara i redaktionen."))
    when = forms.ChoiceField(
        label=_("När"), choices=[(_NOW, _("Nu")), (_LATER, _("Vid en bestämd tid"))], initial=_LATER,
        widget=forms.RadioSelect,
    )  # fmt: skip
    embargo_text = forms.CharField(
        label=_("Embargotext (om någon får läsa i förväg)"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirm = forms.CharField(
        label=_("Bekräfta"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for candidate, row in self._rows():
            self.add_text(candidate.name_of(row), row)

    @property
    def instant(self) -> dt.datetime | None:
        """When it shall go out; None for now."""
        instant: dt.datetime | None = self.cleaned_data.get("instant")
        return instant

    def entries(self) -> list[Entry]:
        """Return what is ticked, with the digests that the person looked at."""
        return [
            self.entry(candidate.name_of(row), row, candidate.item_type, candidate.item_key)
            for candidate, row in self._chosen()
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for something to release, a note on each correction, a time that exists, the typed word."""
        data = super().clean() or {}
        if not self._chosen():
            raise forms.ValidationError(_t("Välj minst en text som ska släppas."))
        for _candidate, row in self._chosen():
            if row.unanswered:
                self.add_error(
                    None, str(NamedNotAnsweredError(row.title, [str(each) for each in row.unanswered]))
                )
        for candidate, row in self._chosen():
            name = candidate.name_of(row)
            if self.lacks_note(name, row):
                self.add_error(
                    f"note_{name}",
                    _t("Skriv för läsaren vad som rättas i ”%(title)s”.") % {"title": row.title},
                )
        if data.get("when") == _LATER:
            data["instant"] = self.read_instant(data)
        elif data.get("embargo_text", "").strip():
            typed = data.get("confirm", "").strip().casefold()
            if typed != str(CONFIRM_WORD).casefold():
                self.add_error(
                    "confirm",
                    _t("Embargot upphör när du släpper nu. Skriv ”%(word)s” för att bekräfta.")
                    % {"word": CONFIRM_WORD},
                )
        return data

    def _rows(self) -> list[tuple[Candidate, Standing]]:
        return [(candidate, row) for candidate in self.candidates for row in candidate.rows]

    def _chosen(self) -> list[tuple[Candidate, Standing]]:
        return [(candidate, row) for candidate, row in self._rows() if self.is_taken(candidate.name_of(row))]


class MoveForm(TimeForm):
    """The new time, and why."""

    reason = forms.CharField(
        label=_("Skäl, för alla som läser kalendern"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a time that exists and lies ahead."""
        data = super().clean() or {}
        data["instant"] = self.read_instant(data)
        return data


class AnnounceForm(forms.Form):
    """What the public calendar shall say."""

    organisation = forms.ModelChoiceField(label=_("Från"), queryset=Organisation.objects.none())
    status = forms.ChoiceField(
        label=_("Tiden är"),
        choices=[("provisional", _("Preliminär")), ("confirmed", _("Bekräftad: ändras bara med ett skäl"))],
        initial="provisional",
        widget=forms.RadioSelect,
    )
    title_sv = forms.CharField(label=_("Rubrik på svenska"), max_length=160)
    summary_sv = forms.CharField(
        label=_("Beskrivning på svenska"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    title_en = forms.CharField(label=_("Rubrik på engelska"), required=False, max_length=160)
    summary_en = forms.CharField(
        label=_("Beskrivning på engelska"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["organisation"].initial = organisations.first()

    def texts(self) -> dict[str, Words]:
        """Return the words of each language."""
        data = self.cleaned_data
        return {code: Words(data[f"title_{code}"], data[f"summary_{code}"]) for code in ("sv", "en")}


class ReasonForm(forms.Form):
    """Why something public is taken away."""

    reason = forms.CharField(
        label=_("Skäl, för läsaren"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv för läsaren varför texterna dras tillbaka.")},
    )
