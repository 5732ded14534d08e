"""Forms of the release desk. They read what was asked for; services.py decides whether it may be done."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cms.releases.admin.named_fields import NamedForm
from cms.releases.admin.standing import Standing
from cms.releases.admin.taking import TakingForm
from cms.releases.admin.time_form import TimeForm
from cms.releases.enums import Action
from cms.releases.services import Entry

_NOW, _LATER = "now", "later"


class ReleaseForm(TimeForm, NamedForm, TakingForm):
    """Which languages go out, with which digest, when, and what is said of a correction."""

    when = forms.ChoiceField(
        label=_("När"), choices=[(_NOW, _("Nu")), (_LATER, _("Vid en bestämd tid"))], initial=_NOW,
        widget=forms.RadioSelect,
    )  # fmt: skip

    asks_always = False  # only what is named in a language that is ticked

    def __init__(self, *args: Any, standings: Sequence[Standing], **kwargs: Any) -> None:
        named = {organisation.pk: organisation for row in standings for organisation in row.unanswered}
        super().__init__(*args, named=named.values(), **kwargs)
        self.standings = standings
        for row in standings:
            self.add_text(row.language, row, is_taken=row.can_go)

    @property
    def instant(self) -> dt.datetime | None:
        """When it shall go out; None for now."""
        instant: dt.datetime | None = self.cleaned_data.get("instant")
        return instant

    def chosen(self) -> list[Standing]:
        """Return the languages that are ticked."""
        return [row for row in self.standings if self.is_taken(row.language)]

    def entries(self, item_type: str, item_key: uuid.UUID) -> list[Entry]:
        """Return what shall go out, with the digests that the person looked at."""
        return [self.entry(row.language, row, item_type, item_key) for row in self.chosen()]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one language, for a note on each correction, and for a time that exists."""
        data = super().clean() or {}
        if not self.chosen():
            raise forms.ValidationError(_t("Välj minst ett språk som ska släppas."))
        self.require_answers(organisation for row in self.chosen() for organisation in row.unanswered)
        for row in self.chosen():
            if self.lacks_note(row.language, row):
                self.add_error(
                    f"note_{row.language}", _t("Skriv för läsaren vad som rättas i den %(language)s texten.")
                    % {"language": row.name},
                )  # fmt: skip
        if data.get("when") == _LATER:
            data["instant"] = self.read_instant(data)
        return data


class WithdrawForm(forms.Form):
    """Which languages are taken away, how, and why."""

    action = forms.ChoiceField(
        label=_("Hur"),
        choices=[
            (Action.WITHDRAW.value, _("Dra tillbaka: rubriken och skälet står kvar för läsaren")),
            (Action.DELETE.value, _("Ta bort helt: bara att något funnits står kvar, och skälet")),
        ],
        initial=Action.WITHDRAW.value,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Skäl, för läsaren"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Visas på sidan i stället för texten, i flöden och i API:et."),
        error_messages={"required": _("Skriv för läsaren varför texten dras tillbaka.")},
    )

    def __init__(self, *args: Any, standings: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        public = [row for row in standings if row.is_public]
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Språk"),
            choices=[(row.language, row.name) for row in public],
            initial=[row.language for row in public],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Välj minst ett språk.")},
        )

    def entries(self, item_type: str, item_key: uuid.UUID) -> list[Entry]:
        """Return what shall be taken away."""
        return [
            Entry(
                item_type=item_type,
                item_key=item_key,
                language=language,
                action=Action(self.cleaned_data["action"]),
                note=self.cleaned_data["reason"],
            )
            for language in self.cleaned_data["languages"]
        ]
