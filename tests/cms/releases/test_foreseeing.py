"""What is foreseen of a release is what its printing then appends, edition by edition."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from cms.approval import services as approvals
from cms.common import clock
from cms.ledger.append import NewEdition
from cms.ledger.models import Edition
from cms.ledger.proofs import agreed_of
from cms.releases import calendar, printing
from cms.releases.calendar import Words
from cms.releases.enums import Action
from cms.releases.exceptions import ContentChangedError
from cms.releases.foreseeing import agreed_payloads, foresee
from cms.releases.models import Release
from cms.releases.services import plan_release, release_now
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry,
    entry_for,
    identity,
    locale,
    make_approved_for,
    make_chief,
    make_desk,
    make_message,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 3, 2, 12, 0, tzinfo=dt.UTC)
AT = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Row:
    """A row of a release."""

    item_key: uuid.UUID
    action: str
    language: str = "sv"
    note: str = ""
    digest: str = ""


@pytest.fixture(autouse=True)
def _still() -> Any:
    with clock.set_to(NOW):
        yield


@pytest.fixture
def desk() -> Desk:
    return make_desk("jarva")


def said(payload: Any, kind: Any, note: str, agreed: Any) -> tuple[Any, ...]:
    return payload, str(kind), note, list(agreed)


def foreseen(release: Release) -> list[NewEdition]:
    items = list(release.items.all())
    return foresee(items, agreed_payloads(release), release=release, at=AT)


def assert_comes_true(release: Release) -> list[NewEdition]:
    """Foresee, print, and hold the one against the other."""
    found = foreseen(release)
    before = Edition.objects.count()
    with clock.set_to(AT):
        printing.print_release(release.pk)
    printed = Edition.objects.filter(seq__gt=before).order_by("seq")
    assert [said(entry.payload, entry.kind, entry.note, entry.agreed) for entry in found] == [
        said(orjson.loads(row.payload), row.kind, row.note, agreed_of(row)) for row in printed
    ]
    return found


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.DELETE])
def test_what_is_taken_away_is_foreseen_as_it_will_be_printed(desk: Desk, action: Action) -> None:
    page = make_message(desk, title="Stämde inte")
    release_now(entries=[entry_for(page)], by=desk.editor)
    release = plan_release(entries=[entry_for(page, action=action, note="Fel.")], by=desk.editor, at=AT)
    [found] = assert_comes_true(release)
    assert found.payload["title"] == {Action.WITHDRAW: "Stämde inte", Action.DELETE: ""}[action]
    assert found.payload["body"] == []


def test_one_language_is_taken_away(desk: Desk) -> None:
    page = make_message(desk, title="Lamporna")
    english = page.copy_for_translation(locale("en"), copy_parents=True)
    edit(english, title="The lights")
    release_now(entries=[entry_for(page), entry_for(english)], by=desk.editor)
    taken = entry_for(english, action=Action.WITHDRAW, note="Wrong.")
    [found] = assert_comes_true(plan_release(entries=[taken], by=desk.editor, at=AT))
    assert (found.payload["language"], found.payload["title"]) == ("en", "The lights")


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.PUBLISH])
def test_what_is_not_there_is_not_foreseen(action: Action) -> None:
    assert foresee([Row(uuid.uuid4(), action)], [None], release=None, at=AT) == []


def test_publication_correction_and_removal(desk: Desk) -> None:
    new, old, gone = (make_message(desk) for _ in range(3))
    release_now(entries=[entry_for(page) for page in (old, gone)], by=desk.editor)
    edit(old, title="Rättad rubrik")
    release = plan_release(
        entries=[
            entry_for(new),
            entry_for(old, action=Action.CORRECT, note="Fel rubrik."),
            entry_for(gone, action=Action.WITHDRAW, note="Stämde inte."),
        ],
        by=desk.editor,
        at=AT,
    )
    kinds = [str(found.kind) for found in assert_comes_true(release)]
    assert kinds == ["published", "corrected", "withdrawn"]


def test_signatures_of_the_agreed_time(desk: Desk) -> None:
    release = plan_release(entries=[entry_for(make_approved_for(desk, AT))], by=desk.editor, at=AT)
    [found] = assert_comes_true(release)
    assert [agreed["organisation"] for agreed in found.agreed] == ["jarva", "polisen"]


def test_signatures_for_another_time_count_for_nothing(desk: Desk) -> None:
    keys = [make_approved_for(desk, AT).translation_key]
    assert [key for key, _digest in approvals.list_assents(item_keys=keys, at=AT)] == keys
    assert approvals.list_assents(item_keys=keys, at=AT + dt.timedelta(hours=1)) == {}
    assert approvals.list_assents(item_keys=keys, at=None) == {}


def test_new_name_reprints_what_shows_the_old_one_and_the_calendar_ends(desk: Desk) -> None:
    release_now(entries=[entry_for(make_message(desk))], by=desk.editor)
    desk.area.name = "Nytt namn"
    desk.area.save()
    wanted = entry(*identity(desk.area), action=Action.CORRECT, note="Nytt namn.")
    release = plan_release(entries=[wanted], by=make_chief(), at=AT)
    calendar.announce(
        release=release, organisation=desk.organisation, texts={"sv": Words("Besked")}, by=make_chief()
    )
    kinds = [(found.payload["type"], str(found.kind)) for found in assert_comes_true(release)]
    assert kinds[0] == ("area", "corrected")
    assert ("message", "refreshed") in kinds
    assert kinds[-1][0] == "calendar"


def test_without_a_release_nobody_has_agreed_to_anything(desk: Desk) -> None:
    page = make_message(desk)
    release = plan_release(entries=[entry_for(page)], by=desk.editor, at=AT)
    [found] = foresee(list(release.items.all()), agreed_payloads(release), release=None, at=AT)
    assert found.agreed == ()


def test_removal_of_what_is_not_there_and_a_text_that_is_missing_are_left_out(desk: Desk) -> None:
    gone, new = make_message(desk), make_message(desk)
    release_now(entries=[entry_for(gone)], by=desk.editor)
    taken = entry_for(gone, action=Action.WITHDRAW, note="Stämde inte.")
    release = plan_release(entries=[taken, entry_for(new)], by=desk.editor, at=AT)
    items = list(release.items.all())
    items[0].item_key = items[1].item_key  # which is not out
    assert foresee(items, [None, None], release=release, at=AT) == []


def test_what_could_not_be_printed_is_refused(desk: Desk) -> None:
    page = make_message(desk)
    release = plan_release(entries=[entry_for(page)], by=desk.editor, at=AT)
    edit(page, title="Ändrad")
    with pytest.raises(ContentChangedError):
        agreed_payloads(release)
