"""What a release is going to print, as its previews show it: what it takes away, and what it can't print."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest

from cms.ledger.models import Edition
from cms.releases.enums import Action
from cms.releases.foreseeing import agreed_payloads, foresee
from cms.releases.printing import print_release
from cms.releases.services import plan_release, release_now
from tests.factories.cms_workshop import entry_for, make_chief, make_desk, make_message

pytestmark = pytest.mark.django_db

AT = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Row:
    """A row of a release."""

    item_key: uuid.UUID
    action: str
    language: str = "sv"
    note: str = ""
    digest: str = ""


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.DELETE])
def test_what_is_taken_away_is_foreseen_as_it_will_be_printed(action: Action) -> None:
    page = make_message(make_desk(), title="Stämde inte")
    release_now(entries=[entry_for(page)], by=make_chief())
    release = plan_release(entries=[entry_for(page, action=action, note="Fel.")], by=make_chief())
    [foreseen] = foresee(list(release.items.all()), agreed_payloads(release), release=release, at=AT)
    print_release(release.pk)
    printed = Edition.objects.get(release_key=release.key)
    assert (foreseen.kind, foreseen.note) == (printed.kind, printed.note)
    assert foreseen.payload["title"] == {Action.WITHDRAW: "Stämde inte", Action.DELETE: ""}[action]
    assert foreseen.payload["body"] == []


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.PUBLISH])
def test_what_is_not_there_is_not_foreseen(action: Action) -> None:
    assert foresee([Row(uuid.uuid4(), action)], [None], release=None, at=AT) == []
