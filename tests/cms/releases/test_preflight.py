"""The look before the instant: what it finds, whom it tells, and that it changes nothing public."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core import mail

import pytest

from cms.accounts.models import User
from cms.common import clock
from cms.ledger.models import Edition
from cms.releases import notices, preconditions, publisher
from cms.releases.models import Release
from cms.releases.preflight import preflight, preflight_due
from cms.releases.services import cancel_release, plan_release
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry,
    entry_for,
    identity,
    make_desk,
    make_message,
    make_tag,
)

pytestmark = pytest.mark.django_db
AT = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk("jarva")


def plan(desk: Desk, *pages: object, at: dt.datetime = AT) -> Release:
    return plan_release(entries=[entry_for(page) for page in pages], by=desk.editor, at=at)  # type: ignore[arg-type]


def test_sound_release_has_no_problem_and_the_look_is_noted(desk: Desk) -> None:
    release = plan(desk, make_message(desk))
    before = Edition.objects.count()
    with clock.set_to(AT - 20 * MINUTE):
        assert preflight(release) == []
    release.refresh_from_db()
    assert (release.preflight_at, release.preflight_problems) == (AT - 20 * MINUTE, "")
    assert (release.status, Edition.objects.count()) == ("planned", before)


def test_each_item_that_would_stop_it_is_named_once(desk: Desk) -> None:
    good, bad, worse = (make_message(desk, title=title) for title in ("Alm", "Björk", "Cypress"))
    release = plan(desk, good, bad, worse)
    edit(bad, title="Björk två")
    edit(worse, title="Cypress två")
    problems = preflight(release)
    assert len(problems) == len(set(problems)) == 2
    assert [("Björk" in problem, "Cypress" in problem) for problem in problems] == [
        (True, False),
        (False, True),
    ]
    release.refresh_from_db()
    assert release.preflight_problems == "\n".join(problems)


def test_reference_inside_the_set_is_no_problem_of_its_item(desk: Desk) -> None:
    """Only the set as a whole can say so: each item by itself lacks what goes out with it."""
    tag = make_tag("lyktor")
    page, bad = make_message(desk, tags=[tag], title="Alm"), make_message(desk, title="Björk")
    chief = User.objects.get(is_superuser=True)
    release = plan_release(entries=[entry(*identity(tag)), entry_for(page), entry_for(bad)], by=chief, at=AT)
    assert preflight(release) == []
    edit(bad, title="Björk två")
    [problem] = preflight(release)
    assert "Björk" in problem


def test_bytes_that_are_gone_are_found(
    desk: Desk, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_message(desk, title="Alm")
    release = plan(desk, page)
    payload = preconditions.review("message", page.translation_key, "sv").payload
    settings.PRIVATE_FILES_ROOT = tmp_path
    monkeypatch.setattr(preconditions, "build", lambda source: payload)  # which would store them again
    [problem] = preflight(release)
    assert "Alm" in problem


def test_what_is_printed_meanwhile_is_not_noted_on(desk: Desk) -> None:
    release = plan(desk, make_message(desk))
    cancel_release(release=release, by=desk.editor)
    preflight(release)
    assert Release.objects.get(pk=release.pk).preflight_at is None


class TestByItself:
    def test_looks_half_an_hour_before_and_no_earlier(self, desk: Desk) -> None:
        page = make_message(desk, title="Alm")
        release = plan(desk, page)
        edit(page, title="Björk")
        with clock.set_to(AT - 30 * MINUTE - dt.timedelta(seconds=1)):
            assert preflight_due() == 0
        release.refresh_from_db()
        assert (release.preflight_at, mail.outbox) == (None, [])
        with clock.set_to(AT - 30 * MINUTE):
            assert preflight_due() == 1
        [letter] = mail.outbox
        assert letter.to == [desk.editor.email]
        assert letter.subject == "Hinder för släppet: Alm"
        assert "Björk" in letter.body

    def test_tells_once(self, desk: Desk) -> None:
        page = make_message(desk)
        plan(desk, page)
        edit(page, title="Björk")
        with clock.set_to(AT - 20 * MINUTE):
            assert [preflight_due(), preflight_due()] == [1, 0]
        assert len(mail.outbox) == 1

    def test_says_nothing_of_what_is_sound(self, desk: Desk) -> None:
        release = plan(desk, make_message(desk))
        with clock.set_to(AT - 20 * MINUTE):
            assert preflight_due() == 0
        release.refresh_from_db()
        assert release.preflight_at == AT - 20 * MINUTE
        assert mail.outbox == []

    def test_leaves_cancelled_ones_alone(self, desk: Desk) -> None:
        page = make_message(desk)
        cancel_release(release=plan(desk, page), by=desk.editor)
        edit(page, title="Björk")
        with clock.set_to(AT - 20 * MINUTE):
            assert preflight_due() == 0

    def test_publisher_does_it(self, desk: Desk) -> None:
        page = make_message(desk)
        plan(desk, page)
        edit(page, title="Björk")
        with clock.set_to(AT - 20 * MINUTE):
            publisher.keep_house()
        assert len(mail.outbox) == 1


@pytest.mark.parametrize("gone", [True, False], ids=["owner is gone", "owner has no address"])
def test_nobody_to_tell_is_no_fault(desk: Desk, gone: bool) -> None:
    page = make_message(desk)
    release = plan(desk, page)
    edit(page, title="Björk")
    User.objects.filter(pk=desk.editor.pk).update(email="")
    Release.objects.filter(pk=release.pk).update(created_by=None if gone else desk.editor)
    with clock.set_to(AT - 20 * MINUTE):
        assert preflight_due() == 1
    assert mail.outbox == []


def test_broken_mail_server_stops_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object) -> None:
        raise OSError("connection refused")

    page = make_message(desk)
    release = plan(desk, page)
    edit(page, title="Björk")
    monkeypatch.setattr(notices, "send_mail", broken)
    with clock.set_to(AT - 20 * MINUTE):
        assert preflight_due() == 1
    assert f"The owner of release {release.key} could not be told by mail" in caplog.text
