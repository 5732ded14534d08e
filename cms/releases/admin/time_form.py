"""The part of a form that asks for a Swedish date and time, and which of the two in the hour that comes twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cms.common import clock
from cms.releases.swedish_time import AmbiguousTimeError, NoSuchTimeError, instant_of


class TimeForm(forms.Form):
    """Asks for an instant that exists and lies ahead. A form built on it calls `read_instant` in its `clean`."""

    day = forms.DateField(
        label=_("Datum"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("Klockslag, svensk tid"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    which = forms.ChoiceField(
        label=_("Vilken av de två timmarna"),
        required=False,
        choices=[("first", _("Den första (sommartid)")), ("second", _("Den andra (normaltid)"))],
        widget=forms.RadioSelect,
    )
    #: Whether the page must show `which`.
    asks_which = False

    def read_instant(self, data: dict[str, Any]) -> dt.datetime | None:
        """Return the instant that was asked for; None after adding the error that says why there is none."""
        day, time = data.get("day"), data.get("time")
        if day is None or time is None:
            if not {"day", "time"} & set(self.errors):
                self.add_error("day", _t("Ange både datum och klockslag."))
            return None
        which = data.get("which")
        try:
            instant = instant_of(day, time, second=which == "second" if which else None)
        except NoSuchTimeError as error:
            self.add_error("time", str(error))
            return None
        except AmbiguousTimeError as error:
            self.asks_which = True
            self.add_error("which", str(error))
            return None
        self.asks_which = bool(which)
        if instant <= clock.now():
            self.add_error("day", _t("Den tiden har redan varit. Välj ”Nu” eller en senare tid."))
            return None
        return instant
