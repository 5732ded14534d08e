"""Swedish times in the forms of approval and of moving: both days on which the clock is changed, and what has been."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

import pytest

from cms.common import clock
from cms.common.wording import in_words
from cms.releases.admin.approval_forms import AskForm
from cms.releases.admin.set_forms import MoveForm

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=clock.UTC)


def due(day: str, time: str, which: str = "") -> tuple[forms.Form, str, str]:
    data = {"languages": ["sv"], "due_day": day, "due_time": time, "due_which": which}
    return AskForm(data, languages=[("sv", "svenska")]), "due_", "due_at"


def release(day: str, time: str, which: str = "") -> tuple[forms.Form, str, str]:
    data = {
        "languages": ["sv"], "due_day": "2026-03-02", "due_time": "16:00",
        "release_day": day, "release_time": time, "release_which": which,
    }  # fmt: skip
    return AskForm(data, languages=[("sv", "svenska")]), "release_", "release_at"


def move(day: str, time: str, which: str = "") -> tuple[forms.Form, str, str]:
    return MoveForm({"day": day, "time": time, "which": which, "reason": "Regn."}), "", "instant"


FORMS = pytest.mark.parametrize("made", [due, release, move])


def checked(form: forms.Form) -> dict[str, Any]:
    with clock.set_to(NOW):
        form.is_valid()
    return form.cleaned_data


@FORMS
def test_swedish_time_becomes_an_instant_and_is_said_in_swedish(made: Any):
    form, _prefix, name = made("2026-03-03", "09:00")
    instant = checked(form)[name]
    assert instant == dt.datetime(2026, 3, 3, 8, 0, tzinfo=clock.UTC)
    assert in_words(instant) == "tisdag 3 mars 2026 kl. 09.00, svensk tid"


@FORMS
def test_the_hour_that_is_skipped_is_refused(made: Any):
    form, prefix, name = made("2026-03-29", "02:30")
    assert checked(form)[name] is None
    assert "Klockan 02.30 finns inte den dagen" in form.errors[f"{prefix}time"][0]


@FORMS
def test_the_hour_that_comes_twice_is_asked_for(made: Any):
    form, prefix, name = made("2026-10-25", "02:30")
    assert checked(form)[name] is None
    assert "kommer två gånger den dagen" in form.errors[f"{prefix}which"][0]
    assert form.asked_which == {f"{prefix}which"}


@FORMS
@pytest.mark.parametrize(
    ("which", "hour", "said"), [("first", 0, "(sommartid)"), ("second", 1, "(normaltid)")]
)
def test_the_hour_that_comes_twice_can_be_told(made: Any, which: str, hour: int, said: str):
    form, _prefix, name = made("2026-10-25", "02:30", which)
    instant = checked(form)[name]
    assert instant == dt.datetime(2026, 10, 25, hour, 30, tzinfo=clock.UTC)
    assert in_words(instant) == f"söndag 25 oktober 2026 kl. 02.30, svensk tid {said}"


@FORMS
def test_what_has_been_is_refused(made: Any):
    form, _prefix, _name = made("2026-02-01", "09:00")
    checked(form)
    assert form.errors


@pytest.mark.parametrize("made", [due, release])
def test_which_of_two_hours_is_only_shown_when_it_was_asked(made: Any):
    form, prefix, _name = made("2026-10-25", "02:30")
    plain = [field.name for field in AskForm(languages=[]).plain_fields]
    assert not [name for name in plain if name.endswith("which")]
    checked(form)
    assert [field.name for field in form.plain_fields if field.name.endswith("which")] == [f"{prefix}which"]
