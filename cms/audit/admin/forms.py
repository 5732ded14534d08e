"""What the log can be narrowed to."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.audit.enums import Act
from cms.audit.queries import Criteria
from cms.common import clock


class FilterForm(forms.Form):
    """Empty fields narrow nothing. `subject` is the key of an item or a release, from a link on its page."""

    title = forms.CharField(label=_("Rubrik"), required=False, max_length=255)
    act = forms.ChoiceField(label=_("Händelse"), required=False, choices=[("", _("Alla")), *Act.choices])
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    person = forms.CharField(label=_("Person"), required=False, max_length=255)
    since = forms.DateField(
        label=_("Från och med"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Till och med"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    subject = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, organisations: Collection[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["organisation"].choices = [("", _("Alla")), *organisations]  # type: ignore[attr-defined]

    def criteria(self, *, subjects: Collection[uuid.UUID]) -> Criteria:
        """Return what was asked for, of a valid form. Days are Swedish ones.

        Args:
            subjects: the keys that the form's `subject` stands for.
        """
        asked = self.cleaned_data
        return Criteria(
            subjects=subjects,
            title=asked["title"],
            act=asked["act"],
            organisation=asked["organisation"],
            person=asked["person"],
            since=_midnight(asked["since"]),
            until=_midnight(asked["until"], days=1),
        )


def _midnight(day: dt.date | None, *, days: int = 0) -> dt.datetime | None:
    """Return when a Swedish day begins, or the one `days` later; None stays None, as does the end of the calendar."""
    if day is None:
        return None
    try:
        begins = dt.datetime.combine(day + dt.timedelta(days=days), dt.time(), clock.STOCKHOLM)
        return begins.astimezone(clock.UTC)
    except OverflowError:
        return None
