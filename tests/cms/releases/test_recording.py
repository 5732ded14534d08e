"""What the log keeps about a release, word by word: which act, whose, for whom to see, and the facts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.audit.models import AuditEntry
from cms.common import clock
from cms.common.digests import digest_of
from cms.ledger.models import Edition
from cms.releases import printing, rescheduling
from cms.releases.enums import Action
from cms.releases.exceptions import ContentChangedError, NotPrintableError
from cms.releases.models import Release
from cms.releases.services import cancel_release, plan_release, release_now, retry_release
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry,
    entry_for,
    identity,
    make_chief,
    make_desk,
    make_message,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)
AT = NOW + dt.timedelta(days=2)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with clock.set_to(NOW):
        yield make_desk("jarva")


def newest(act: Act) -> AuditEntry:
    """Return the newest entry, which must be of this act."""
    found = AuditEntry.objects.order_by("seq").last()
    assert found is not None
    assert found.act == act
    return found


def contents(release: Release) -> str:
    rows = [
        [row.item_type, str(row.item_key), row.language, row.action, row.digest]
        for row in release.items.order_by("position")
    ]
    return digest_of(rows)


def assert_says(found: AuditEntry, release: Release, by: User | None, facts: dict[str, Any]) -> None:
    """Hold every column against what it must say, seen by the owner."""
    assert (found.subject_type, found.subject_key, found.subject_title) == (
        "release",
        release.key,
        release.title,
    )
    assert (found.actor_id, found.organisation, found.read_readers()) == (
        by.pk if by else None,
        "",
        ["jarva"],
    )
    assert found.read_facts() == facts


@pytest.mark.parametrize(("embargo", "has_embargo"), [("Inte före kl. 9.", True), ("", False)])
def test_planning(desk: Desk, embargo: str, has_embargo: bool) -> None:
    pages = [make_message(desk) for _ in range(2)]
    release = plan_release(
        entries=[entry_for(page) for page in pages], by=desk.editor, at=AT, embargo_text=embargo
    )
    facts = {
        "at": "2029-03-08T09:00:00.000Z",
        "items": 2,
        "contents": contents(release),
        "has_embargo": has_embargo,
    }
    assert_says(newest(Act.RELEASE_PLANNED), release, desk.editor, facts)


def test_moving_and_cancelling(desk: Desk) -> None:
    release = plan_release(entries=[entry_for(make_message(desk))], by=desk.editor, at=AT)
    rescheduling.move_release(release=release, at=AT + dt.timedelta(hours=1), by=make_chief())
    by = User.objects.get(is_superuser=True)
    assert_says(newest(Act.RELEASE_MOVED), release, by, {"at": "2029-03-08T10:00:00.000Z"})
    cancel_release(release=release, by=desk.editor)
    assert_says(newest(Act.RELEASE_CANCELLED), release, desk.editor, {})


def test_failing_and_retrying(desk: Desk) -> None:
    page = make_message(desk)
    title = page.title
    release = plan_release(entries=[entry_for(page)], by=desk.editor, at=AT)
    edit(page, title="En annan")
    with clock.set_to(AT):
        with pytest.raises(ContentChangedError):
            printing.print_release(release.pk)
        assert_says(newest(Act.RELEASE_FAILED), release, None, {"cause": ContentChangedError.code})
        edit(page, title=title)
        before = AuditEntry.objects.count()
        retry_release(release=release, by=make_chief())
        retried = AuditEntry.objects.get(seq=before + 1)
        assert retried.act == Act.RELEASE_RETRIED
        assert_says(retried, release, User.objects.get(is_superuser=True), {})
        with pytest.raises(NotPrintableError):
            retry_release(release=release, by=desk.editor)
    newest(Act.RELEASE_RELEASED)


def test_releasing_is_the_act_of_who_planned_it(desk: Desk) -> None:
    release_now(entries=[entry_for(make_message(desk))], by=desk.editor)
    pages = [make_message(desk) for _ in range(2)]
    release = plan_release(entries=[entry_for(page) for page in pages], by=desk.editor, at=AT)
    with clock.set_to(AT):
        printing.print_release(release.pk)
    release.refresh_from_db()
    facts = {
        "first_seq": release.first_seq,
        "last_seq": release.last_seq,
        "contents": contents(release),
    }
    assert release.last_seq == (release.first_seq or 0) + 1
    assert_says(newest(Act.RELEASE_RELEASED), release, desk.editor, facts)


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.DELETE])
def test_what_is_taken_away_is_named_as_it_was_called(desk: Desk, action: Action) -> None:
    page = make_message(desk, title="Stämde inte")
    release_now(entries=[entry_for(page)], by=desk.editor)
    release = release_now(
        entries=[entry_for(make_message(desk)), entry_for(page, action=action, note="Fel uppgift.")],
        by=desk.editor,
    )
    found = newest(Act.ITEM_WITHDRAWN)
    edition = Edition.objects.get(item_key=page.translation_key, release_key=release.key)
    assert (found.subject_type, found.subject_key) == ("message", page.translation_key)
    assert (found.subject_title, found.actor_id) == ("Stämde inte", desk.editor.pk)
    assert (found.organisation, found.read_readers()) == ("jarva", ["jarva"])
    assert found.read_facts() == {
        "language": "sv",
        "kind": edition.kind,
        "seq": edition.seq,
        "release": str(release.key),
        "reason_digest": hashlib.sha256(b"Fel uppgift.").hexdigest(),
    }


def test_what_nobody_owns_is_seen_by_no_organisation(desk: Desk) -> None:
    area = identity(desk.area)
    taken = entry(*area, action=Action.WITHDRAW, note="Används inte.")
    release_now(entries=[taken], by=make_chief())
    found = newest(Act.ITEM_WITHDRAWN)
    assert (found.organisation, found.read_readers()) == ("", [])
    planned = AuditEntry.objects.get(seq=found.seq - 2, act=Act.RELEASE_PLANNED)
    assert planned.read_readers() == []


def test_owner_of_what_is_taken_away_sees_the_plan(desk: Desk) -> None:
    page = make_message(desk)
    release_now(entries=[entry_for(page)], by=desk.editor)
    plan_release(entries=[entry_for(page, action=Action.WITHDRAW, note="Fel.")], by=make_chief(), at=AT)
    assert newest(Act.RELEASE_PLANNED).read_readers() == ["jarva"]
