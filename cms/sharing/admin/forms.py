"""Forms of sharing. They read what was asked for; the services decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cms.sharing.services import MOST_AT_ONCE, Recipient

_SEPARATOR = re.compile(r"[;\t]|,")
_INSTANT = "%Y-%m-%dT%H:%M"


class InstantInput(forms.DateTimeInput):
    """A date and time as browsers ask for them, in Swedish time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=_INSTANT)


class PeopleField(forms.CharField):
    """One person a line: name, mail address and, if there is one, organisation, with semicolons between."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> list[Recipient]:  # type: ignore[override]  # the field's value is a list
        """Return the people.

        Raises:
            ValidationError: naming the line that can't be read.
        """
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if not lines and self.required:
            raise ValidationError(_t("Skriv minst en person, en på varje rad."))
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(_t("Dela med högst %(most)s personer åt gången.") % {"most": MOST_AT_ONCE})
        return [self._person(number, line) for number, line in enumerate(lines, start=1)]

    def validate(self, value: Any) -> None:
        """Nothing more: `to_python` has said it."""

    def run_validators(self, value: Any) -> None:
        """Nothing more: text validators don't know a list."""

    def _person(self, number: int, line: str) -> Recipient:
        parts = [part.strip() for part in _SEPARATOR.split(line) if part.strip()]
        addresses = [part for part in parts if "@" in part]
        words = [part for part in parts if "@" not in part]
        if len(addresses) != 1 or not words or len(words) > 2:
            raise ValidationError(
                _t("Rad %(number)s: skriv namn; e-postadress; organisation.") % {"number": number}
            )
        try:
            validate_email(addresses[0])
        except ValidationError as error:
            raise ValidationError(
                _t("Rad %(number)s: ”%(address)s” är ingen e-postadress.")
                % {"number": number, "address": addresses[0]}
            ) from error
        return Recipient(words[0][:160], addresses[0], words[1][:160] if len(words) > 1 else "")


class ShareForm(forms.Form):
    """Whom to show it to, until when, with which words."""

    people = PeopleField(
        label=_("Personer, en på varje rad"),
        help_text=_("Namn; e-postadress; organisation. Var och en får en egen länk i ett eget mejl."),
    )
    expires_at = forms.DateTimeField(
        label=_("Gäller till, svensk tid"), widget=InstantInput, input_formats=[_INSTANT]
    )
    message = forms.CharField(
        label=_("Meddelande i mejlet"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Skriv inget som inte får stå i ett mejl."),
    )


class DraftForm(ShareForm):
    """The same for one item: which of its languages."""

    def __init__(self, *args: Any, languages: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Språk"),
            choices=languages,
            initial=[code for code, _name in languages],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Välj minst ett språk.")},
        )
        self.order_fields(["languages"])


class ExtendForm(forms.Form):
    """Until when instead."""

    expires_at = forms.DateTimeField(
        label=_("Ny sluttid, svensk tid"), widget=InstantInput, input_formats=[_INSTANT]
    )


class TermsForm(forms.Form):
    """The embargo's text."""

    embargo_text = forms.CharField(
        label=_("Embargotext"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
