"""The part of a form that asks for a Swedish date and time, and which of the two in the hour that comes twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cms.common import clock
from cms.releases.swedish_time import AmbiguousTimeError, NoSuchTimeError, instant_of


def which_field() -> forms.ChoiceField:
    """Return the field that asks which of the two hours is meant."""
    return forms.ChoiceField(
        label=_("Vilken av de två timmarna"),
        required=False,
        choices=[("first", _("Den första (sommartid)")), ("second", _("Den andra (normaltid)"))],
        widget=forms.RadioSelect,
    )


class TimesForm(forms.Form):
    """Reads Swedish times from threes of fields `<prefix>day`, `<prefix>time` and `<prefix>which`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: The `which` fields that the page must show: a person chose an hour that comes twice.
        self.asked_which: set[str] = set()

    def read_time(self, data: dict[str, Any], prefix: str = "") -> dt.datetime | None:
        """Return the instant that was asked for; None after adding the error that says why there is none."""
        names = [f"{prefix}{part}" for part in ("day", "time", "which")]
        day, time, which = (data.get(name) for name in names)
        if day is None or time is None:
            if not set(names[:2]) & set(self.errors):
                self.add_error(names[0], _t("Ange både datum och klockslag."))
            return None
        try:
            instant = instant_of(day, time, second=which == "second" if which else None)
        except NoSuchTimeError as error:
            self.add_error(names[1], str(error))
            return None
        except AmbiguousTimeError as error:
            self.asked_which.add(names[2])
            self.add_error(names[2], str(error))
            return None
        if which:
            self.asked_which.add(names[2])
        return instant


class TimeForm(TimesForm):
    """Asks for an instant that exists and lies ahead. A form built on it calls `read_instant` in its `clean`."""

    day = forms.DateField(
        label=_("Datum"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("Klockslag, svensk tid"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    which = which_field()

    @property
    def asks_which(self) -> bool:
        """Whether the page must show `which`."""
        return bool(self.asked_which)

    def read_instant(self, data: dict[str, Any]) -> dt.datetime | None:
        """Return the instant that was asked for; None after adding the error that says why there is none."""
        instant = self.read_time(data)
        if instant is not None and instant <= clock.now():
            self.add_error("day", _t("Den tiden har redan varit. Välj ”Nu” eller en senare tid."))
            return None
        return instant
