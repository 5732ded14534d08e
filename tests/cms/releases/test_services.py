"""Plan, release, correct, withdraw, cancel, retry: what is refused, with its reason, and what becomes public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.test import TestCase

import pytest

from cms.approval.models import ApprovalRequest
from cms.common import clock
from cms.items.payload import ItemSource
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.rebuilding import rebuild
from cms.ledger.verification import find_faults
from cms.releases import exceptions
from cms.releases.enums import Action, ReleaseStatus
from cms.releases.models import Release
from cms.releases.printing import print_release
from cms.releases.services import Entry, cancel_release, plan_release, release_now, retry_release
from tests.factories.cms_workshop import (
    edit,
    entry_for,
    make_approved_for,
    make_desk,
    make_member,
    make_message,
    make_organisation,
)

LATER = dt.datetime(2999, 1, 1, 8, 0, tzinfo=dt.UTC)


class ReleaseCase(TestCase):
    """A desk with its terms printed, and one complete draft on it."""

    @classmethod
    def setUpTestData(cls):
        cls.desk = make_desk("jarva")
        cls.page = make_message(cls.desk, title="Sommaren i Järva")
        cls.before = Edition.objects.count()

    def current(self, page=None, language: str = "sv") -> CurrentEdition | None:
        page = page or self.page
        return CurrentEdition.objects.filter(item_key=page.translation_key, language=language).first()

    def publish(self, page=None) -> Release:
        return release_now(entries=[entry_for(page or self.page)], by=self.desk.editor)

    def correct(self, page=None, note: str = "Fel rubrik.") -> Release:
        return release_now(
            entries=[entry_for(page or self.page, action=Action.CORRECT, note=note)], by=self.desk.editor
        )

    def withdraw(self, page=None, note: str = "Stämde inte.", action: Action = Action.WITHDRAW) -> Release:
        return release_now(
            entries=[entry_for(page or self.page, action=action, note=note)], by=self.desk.editor
        )

    def refused(self, reason: type[exceptions.ReleaseError], *entries: Entry, by=None) -> str:
        """Check that a plan is refused for this reason and that nothing is left of it; return the sentence."""
        editions, releases = Edition.objects.count(), Release.objects.count()
        with pytest.raises(reason) as refusal:
            plan_release(entries=entries or [entry_for(self.page)], by=by or self.desk.editor)
        assert type(refusal.value) is reason
        assert refusal.value.code == reason.code
        assert (Edition.objects.count(), Release.objects.count()) == (editions, releases)
        return str(refusal.value)


class TestWhatBecomesPublic(ReleaseCase):
    def test_published_item_is_what_the_draft_said(self):
        release = self.publish()
        document = self.current().read_document()
        assert document["title"] == "Sommaren i Järva"
        assert document["body"][0]["html"] == "<p>Det här är budskapet.</p>"
        assert [area["id"] for area in document["areas"]] == ["omrade-jarva"]
        assert (release.status, release.title) == ("released", "Sommaren i Järva")
        assert release.first_seq == release.last_seq == self.before + 1
        assert release.released_at >= release.scheduled_at
        assert Edition.objects.get(seq=release.first_seq).release_key == release.key

    def test_draft_that_changes_after_its_release_changes_nothing_public(self):
        self.publish()
        edit(self.page, title="Ännu inte sagt")
        assert "Ännu inte sagt" not in self.current().document
        assert list(find_faults()) == []

    def test_corrected_item_carries_its_dated_note(self):
        self.publish()
        edit(self.page, title="Rätt rubrik")
        release = self.correct(note="  Fel rubrik.\x00\x0b ")
        row = self.current()
        assert (row.title, row.kind, row.note, row.number) == ("Rätt rubrik", "corrected", "Fel rubrik.", 2)
        assert row.corrections == [
            {"number": 2, "at": clock.isoformat(row.released_at), "note": "Fel rubrik."}
        ]
        assert release.first_seq == self.before + 2

    def test_withdrawn_item_keeps_title_reason_and_whom_to_ask_only(self):
        self.publish()
        self.withdraw(note="Uppgiften stämde inte.")
        row = self.current()
        assert row.is_gone
        document = row.read_document()
        assert (document["title"], row.note) == ("Sommaren i Järva", "Uppgiften stämde inte.")
        assert document["responsible"]["id"] == "jarva"
        assert (document["body"], document["summary"], document["areas"], document["share_image"]) == (
            [],
            "",
            [],
            None,
        )
        assert "budskapet" not in row.document + row.card

    def test_deleted_item_keeps_not_even_its_title(self):
        self.publish()
        self.withdraw(action=Action.DELETE, note="Personuppgift.")
        row = self.current()
        assert (row.kind, row.title, row.slug) == ("deleted", "", "")
        assert "Sommaren" not in row.document + row.card

    def test_withdrawn_item_can_be_published_again(self):
        self.publish()
        self.withdraw()
        self.publish()
        row = self.current()
        assert (row.kind, row.number, row.corrections) == ("published", 3, [])

    def test_one_release_can_publish_correct_and_withdraw(self):
        wrong, old, new = (make_message(self.desk) for _ in range(3))
        self.publish(wrong)
        self.publish(old)
        edit(old, title="Rätt")
        release = release_now(
            entries=[
                entry_for(wrong, action=Action.WITHDRAW, note="Fel."),
                entry_for(old, action=Action.CORRECT, note="Fel rubrik."),
                entry_for(new),
            ],
            by=self.desk.editor,
            title="Samlat släpp",
        )
        kinds = Edition.objects.filter(release_key=release.key).order_by("seq").values_list("kind", flat=True)
        assert list(kinds) == ["withdrawn", "corrected", "published"]
        assert (release.title, release.last_seq - release.first_seq) == ("Samlat släpp", 2)
        assert [str(item) for item in release.items.all()][2] == f"publish message {new.title} (sv)"
        assert str(release) == "Samlat släpp"
        assert not rebuild().differed

    def test_languages_are_released_each_for_itself(self):
        self.publish()
        assert self.current(language="en") is None


@contextmanager
def broken_builder(error: Exception | None = None, result: object = None) -> Iterator[None]:
    """Make the builder of messages raise, or return nonsense, inside the block."""

    def build(source: object) -> object:
        if error is not None:
            raise error
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ItemSource, "build", build)
        yield


class TestExampleData(ReleaseCase):
    def test_only_what_is_called_so_is(self):
        assert not self.publish().is_example_data


class TestApprovedInstant(ReleaseCase):
    def test_is_the_only_one_that_can_be_planned(self):
        page = make_approved_for(self.desk, LATER)
        for at in (None, LATER - dt.timedelta(minutes=1)):
            with pytest.raises(exceptions.ApprovedTimeDiffersError):
                plan_release(entries=[entry_for(page)], by=self.desk.editor, at=at)
        assert plan_release(entries=[entry_for(page)], by=self.desk.editor, at=LATER).status == "planned"

    def test_uses_up_the_approval_when_it_has_come(self):
        page = make_approved_for(self.desk, LATER)
        release = plan_release(entries=[entry_for(page)], by=self.desk.editor, at=LATER)
        with clock.set_to(LATER):
            print_release(release.pk)
        assert self.current(page) is not None
        assert ApprovalRequest.objects.get().status == "released"


class TestPlanned(ReleaseCase):
    def plan(self, *, at=LATER, **fields) -> Release:
        return plan_release(entries=[entry_for(self.page)], by=self.desk.editor, at=at, **fields)

    def test_plan_is_not_public(self):
        release = self.plan(title="Morgondagens släpp", is_example_data=True)
        assert (release.status, release.scheduled_at) == ("planned", LATER)
        assert (release.created_by, release.is_example_data) == (self.desk.editor, True)
        assert (release.first_seq, release.released_at, release.failure) == (None, None, "")
        assert Edition.objects.count() == self.before

    def test_retrying_before_its_time_is_too_early(self):
        release = self.plan()
        with pytest.raises(exceptions.TooEarlyError):
            retry_release(release=release, by=self.desk.editor)
        release.refresh_from_db()
        assert (release.status, release.failure) == ("planned", "")

    def test_cancelled_release_is_never_printed(self):
        release = cancel_release(release=self.plan(), by=self.desk.editor)
        assert release.status == ReleaseStatus.CANCELLED
        with clock.set_to(LATER), pytest.raises(exceptions.NotPrintableError, match="inställd"):
            retry_release(release=release, by=self.desk.editor)
        with pytest.raises(exceptions.NotPrintableError):
            cancel_release(release=release, by=self.desk.editor)
        assert Edition.objects.count() == self.before

    def test_released_release_cannot_be_cancelled_or_printed_again(self):
        release = self.publish()
        with pytest.raises(exceptions.NotPrintableError, match="släppt"):
            cancel_release(release=release, by=self.desk.editor)
        with pytest.raises(exceptions.NotPrintableError):
            retry_release(release=release, by=self.desk.editor)
        assert Edition.objects.count() == self.before + 1

    def test_cancelling_and_retrying_need_the_right_to_release(self):
        release = self.plan()
        stranger = make_member(make_organisation())
        with pytest.raises(exceptions.NotAllowedError):
            cancel_release(release=release, by=stranger)
        with pytest.raises(exceptions.NotAllowedError):
            retry_release(release=release, by=stranger)
        release.refresh_from_db()
        assert release.status == "planned"
