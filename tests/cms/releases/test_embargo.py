"""The conditions for early readers: who may change them, and until when."""

from __future__ import annotations

import datetime as dt

import orjson
import pytest

from cms.accounts.models import Membership, Role, User
from cms.audit.enums import Act
from cms.audit.models import AuditEntry
from cms.common.digests import sha256_hex
from cms.releases.embargo import change_embargo_text
from cms.releases.enums import Action, ReleaseStatus
from cms.releases.exceptions import NotAllowedError, NotPrintableError
from cms.releases.models import Release
from cms.releases.services import plan_release, release_now
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry,
    entry_for,
    identity,
    make_chief,
    make_desk,
    make_member,
    make_message,
)

pytestmark = pytest.mark.django_db
AT = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def ours() -> Desk:
    return make_desk("jarva")


@pytest.fixture
def theirs() -> Desk:
    return make_desk("polisen")


@pytest.fixture
def planned(ours: Desk) -> Release:
    return plan_release(
        entries=[entry_for(make_message(ours))], by=ours.editor, at=AT, embargo_text="Inte före kl. 9."
    )


def text_of(release: Release) -> str:
    release.refresh_from_db()
    return release.embargo_text


def officer(desk: Desk) -> User:
    return make_member(desk.organisation, role=Role.PRESS_OFFICER, may_release=False)


def test_who_may_release_it_and_its_press_officer_change_it(ours: Desk, planned: Release) -> None:
    changed = change_embargo_text(release=planned, text="  Inte före kl. 10.\n", by=ours.editor)
    assert text_of(planned) == changed.embargo_text == "Inte före kl. 10."
    change_embargo_text(release=planned, text="", by=officer(ours))
    assert text_of(planned) == ""


def test_the_log_tells_which_text_it_was_and_not_the_text(ours: Desk, planned: Release) -> None:
    for text in ("Inte före kl. 10.", " Inte före kl. 10.", ""):
        change_embargo_text(release=planned, text=text, by=ours.editor)
    entries = list(AuditEntry.objects.filter(act=Act.RELEASE_EMBARGO_CHANGED).order_by("seq"))
    assert [orjson.loads(entry.facts) for entry in entries] == [
        {"has_embargo": True, "text_digest": sha256_hex(b"Inte f\xc3\xb6re kl. 10.")},
        {"has_embargo": False, "text_digest": sha256_hex(b"")},
    ]


def test_nothing_else_of_the_release_is_changed(ours: Desk, planned: Release) -> None:
    stale = Release.objects.get(pk=planned.pk)
    Release.objects.filter(pk=planned.pk).update(title="Ny rubrik")
    change_embargo_text(release=stale, text="Nytt.", by=ours.editor)
    assert text_of(planned) == "Nytt."
    assert (planned.title, planned.status) == ("Ny rubrik", ReleaseStatus.PLANNED)


def test_others_are_refused(ours: Desk, theirs: Desk, planned: Release) -> None:
    gone = officer(ours)
    gone.is_active = False
    gone.save()
    writer = make_member(ours.organisation, role=Role.EDITOR, may_release=False)
    for person in (officer(theirs), theirs.editor, writer, gone):
        with pytest.raises(NotAllowedError):
            change_embargo_text(release=planned, text="Fritt fram.", by=person)
    assert text_of(planned) == "Inte före kl. 9."


def test_of_several_owners_each_must_be_answered_for(ours: Desk, theirs: Desk) -> None:
    both = plan_release(
        entries=[entry_for(make_message(desk)) for desk in (ours, theirs)],
        by=make_chief(),
        at=AT,
        embargo_text="Inte före kl. 9.",
    )
    person = officer(ours)
    with pytest.raises(NotAllowedError):
        change_embargo_text(release=both, text="Fritt fram.", by=person)
    Membership.objects.create(user=person, organisation=theirs.organisation, role=Role.PRESS_OFFICER)
    change_embargo_text(release=both, text="Nytt.", by=person)
    assert text_of(both) == "Nytt."


def test_draft_that_changes_owner_is_answered_for_by_both(ours: Desk, theirs: Desk) -> None:
    page = make_message(ours)
    release_now(entries=[entry_for(page)], by=ours.editor)
    edit(page, title="Rättad rubrik")
    release = plan_release(
        entries=[entry_for(page, action=Action.CORRECT, note="Fel rubrik.")], by=ours.editor, at=AT
    )
    edit(page, owner_organisation=theirs.organisation)
    person = officer(theirs)
    with pytest.raises(NotAllowedError):
        change_embargo_text(release=release, text="Fritt fram.", by=person)
    Membership.objects.create(user=person, organisation=ours.organisation, role=Role.PRESS_OFFICER)
    change_embargo_text(release=release, text="Nytt.", by=person)
    assert text_of(release) == "Nytt."


def test_what_nobody_owns_has_no_press_officer(ours: Desk) -> None:
    ours.area.name = "Nytt namn"
    ours.area.save()
    wanted = entry(*identity(ours.area), action=Action.CORRECT, note="Nytt namn.")
    release = plan_release(entries=[wanted], by=make_chief(), at=AT)
    with pytest.raises(NotAllowedError):
        change_embargo_text(release=release, text="Fritt fram.", by=officer(ours))


@pytest.mark.parametrize("status", [ReleaseStatus.RELEASED, ReleaseStatus.CANCELLED])
def test_what_is_decided_keeps_its_conditions(ours: Desk, planned: Release, status: ReleaseStatus) -> None:
    Release.objects.filter(pk=planned.pk).update(status=status)
    with pytest.raises(NotPrintableError):
        change_embargo_text(release=planned, text="Fritt fram.", by=ours.editor)
    assert text_of(planned) == "Inte före kl. 9."


def test_a_failed_release_can_still_have_others(ours: Desk, planned: Release) -> None:
    Release.objects.filter(pk=planned.pk).update(status=ReleaseStatus.FAILED)
    change_embargo_text(release=planned, text="Nytt.", by=ours.editor)
    assert text_of(planned) == "Nytt."
