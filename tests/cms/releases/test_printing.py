"""Printing fails: nothing is public, the cause stands on the release, its owner is told, and a retry works."""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import os
import smtplib
import tempfile

from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError

import pytest

from cms.accounts.models import Role
from cms.approval import services as approvals
from cms.common import clock
from cms.ledger.models import CurrentEdition, Edition, LedgerHead, PublicFile
from cms.ledger.rebuilding import rebuild
from cms.ledger.verification import find_faults
from cms.releases import exceptions, preconditions, preparing, printing
from cms.releases.asking import ask_for_approval, take_back
from cms.releases.enums import Action
from cms.releases.models import Release
from cms.releases.services import plan_release, release_now, retry_release
from cms.taxonomy.models import Area, Place
from tests.cms.releases.test_services import ReleaseCase, broken_builder
from tests.factories.cms_workshop import (
    edit,
    entry,
    entry_for,
    identity,
    locale,
    make_briefing,
    make_chief,
    make_member,
    make_message,
    make_organisation,
    make_tag,
    make_term,
    print_terms,
    reprint,
    withdraw_term,
)

EIGHT = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)


class TestFailure(ReleaseCase):
    def plan(self, *pages, at=None):
        return plan_release(
            entries=[entry_for(page) for page in pages or [self.page]], by=self.desk.editor, at=at
        )

    def failed(self, release, reason, match: str) -> None:
        """Print and check all that must hold after a failure."""
        head = LedgerHead.objects.values().get()
        with pytest.raises(reason, match=match):
            printing.print_release(release.pk)
        release.refresh_from_db()
        assert release.status == "failed"
        assert match in release.failure
        assert (release.first_seq, release.last_seq, release.released_at) == (None, None, None)
        assert Edition.objects.count() == self.before
        assert LedgerHead.objects.values().get() == head
        assert self.current() is None
        (told,) = mail.outbox
        assert told.to == [self.desk.editor.email]
        assert release.title in told.subject
        assert match in told.body
        assert "Inget av släppet är publikt" in told.body

    def retried(self, release) -> None:
        printed = retry_release(release=release, by=self.desk.editor)
        assert (printed.status, printed.failure) == ("released", "")
        assert not self.current().is_gone
        assert list(find_faults()) == []
        assert not rebuild().differed

    def test_builder_that_raises(self):
        release = self.plan()
        with broken_builder(RuntimeError("ritningen gick sönder")):
            self.failed(release, exceptions.BuildFailedError, "ritningen gick sönder")
        self.retried(release)

    def test_second_of_two_that_raises_holds_the_first_back(self):
        release = self.plan(self.page, make_briefing(self.desk))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cms.briefings.payload.charts.draw", lambda **_: 1 / 0)
            self.failed(release, exceptions.BuildFailedError, "division by zero")
        self.retried(release)

    def test_draft_that_changed_before_its_instant(self):
        release = self.plan()
        edit(self.page, title="Ändrad efter planeringen")
        self.failed(release, exceptions.ContentChangedError, "har ändrats sedan du granskade den")
        edit(self.page, title="Sommaren i Järva")
        self.retried(release)

    def test_draft_that_was_deleted_before_its_instant(self):
        release = self.plan()
        self.page.delete()
        # Nobody owns it any more, so only the cause is left to check.
        with pytest.raises(exceptions.DraftGoneError):
            printing.print_release(release.pk)
        release.refresh_from_db()
        assert (release.status, "finns inte längre" in release.failure) == ("failed", True)

    def test_reference_that_was_withdrawn_before_the_instant(self):
        tag = make_tag("sommar")
        print_terms(tag, languages=["sv"])
        page = make_message(self.desk, title="Märkt", tags=[tag])
        release = self.plan(self.page, page)
        withdraw_term(tag)
        self.before = Edition.objects.count()
        self.failed(release, exceptions.IncompleteError, "är inte släppt på språket")
        print_terms(tag, languages=["sv"])
        self.retried(release)

    def test_full_disk(self):
        release = self.plan(make_briefing(self.desk))
        self.enterContext(self.settings(PRIVATE_FILES_ROOT=self.enterContext(tempfile.TemporaryDirectory())))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "replace", no_space)
            with pytest.raises(exceptions.BuildFailedError):
                printing.print_release(release.pk)
        release.refresh_from_db()
        assert release.status == "failed"
        assert "fillagret kunde inte ta emot en fil" in release.failure
        assert Edition.objects.count() == self.before
        assert not PublicFile.objects.exists()
        printed = retry_release(release=release, by=self.desk.editor)
        assert printed.status == "released"

    def test_database_that_refuses_in_the_middle(self):
        release = self.plan()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cms.ledger.append.project", database_gone)
            self.failed(release, exceptions.BuildFailedError, "servern är borta")
        self.retried(release)

    def test_status_that_cannot_be_written_takes_the_editions_back(self):
        release, append = self.plan(), printing.append

        def gone_afterwards(*args, **options):
            append(*args, **options)
            database_gone()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(printing, "append", gone_afterwards)
            self.failed(release, exceptions.BuildFailedError, "servern är borta")
        self.retried(release)

    def test_ledger_that_moved_under_the_checks(self):
        """Another release of the same item comes between the checks and the lock."""
        release, other = self.plan(), self.plan()
        checked = preconditions.check_all(list(release.items.all()), scheduled_at=None)
        printing.print_release(other.pk)
        with pytest.raises(exceptions.ContentChangedError):
            printing._commit(release.pk, checked)
        assert Edition.objects.count() == self.before + 1

    def test_withdrawal_that_came_twice(self):
        self.publish()
        withdrawals = [
            plan_release(
                entries=[entry_for(self.page, action=Action.WITHDRAW, note="Fel.")], by=self.desk.editor
            )
            for _ in range(2)
        ]
        checked = preconditions.check_all(list(withdrawals[0].items.all()), scheduled_at=None)
        printing.print_release(withdrawals[1].pk)
        with pytest.raises(exceptions.NotPublicError):
            printing._commit(withdrawals[0].pk, checked)

    def test_checks_without_a_payload_print_nothing(self):
        release = self.plan()
        with pytest.raises(exceptions.ContentChangedError):
            printing._commit(release.pk, [preconditions.Checked("x", None, None)])
        assert Edition.objects.count() == self.before


class TestMeanwhile(ReleaseCase):
    """Something comes between the checks, which take their time, and the lock."""

    def checked(self, page):
        """Plan a release of `page` and return it with what its checks found."""
        release = plan_release(entries=[entry_for(page)], by=self.desk.editor)
        return release.pk, preconditions.check_all(list(release.items.all()), scheduled_at=None)

    def refused(self, reason, pk, checked) -> None:
        before = Edition.objects.count()
        with pytest.raises(reason):
            printing._commit(pk, checked)
        assert Edition.objects.count() == before
        assert Release.objects.get(pk=pk).status == "planned"

    def test_term_that_is_withdrawn_is_not_referred_to(self):
        tag = make_tag("sommar")
        print_terms(tag)
        found = self.checked(make_message(self.desk, tags=[tag]))
        withdraw_term(tag)
        self.refused(exceptions.IncompleteError, *found)

    def joint(self):
        """Return a message that two organisations have approved, and their request."""
        police = make_organisation("polisen")
        print_terms(police)
        page = make_message(self.desk, signatories=[police])
        request = ask_for_approval(
            item_type="message",
            item_key=page.translation_key,
            languages=["sv"],
            by=self.desk.editor,
            due_at=EIGHT,
        )
        for signature in request.signatures.all():
            delegate = make_member(signature.organisation, role=Role.APPROVER)
            approvals.approve(signature=signature, by=delegate, digest=request.digest)
        return page, request

    def test_draft_that_is_saved_is_not_printed_unseen(self):
        found = self.checked(self.page)
        edit(self.page, title="Ändrad i sista stund")
        self.refused(exceptions.DraftMovedError, *found)

    def test_translation_that_is_saved_asks_for_new_checks_that_may_find_nothing(self):
        """A translation's text can change without the other's; what it takes from its source changes both."""
        english = self.page.copy_for_translation(locale("en"), copy_parents=True)
        pk, checked = self.checked(self.page)
        edit(english, title="The summer")
        self.refused(exceptions.DraftMovedError, pk, checked)
        assert printing.print_release(pk).status == "released"

    def test_revision_that_is_written_over_counts_as_saved(self):
        found = self.checked(self.page)
        draft = self.page.get_latest_revision_as_object()
        draft.title = "Skrivet över"
        draft.save_revision(overwrite_revision=self.page.get_latest_revision())
        self.refused(exceptions.DraftMovedError, *found)

    def test_draft_that_is_deleted_is_not_printed(self):
        found = self.checked(self.page)
        self.page.delete()
        self.refused(exceptions.DraftMovedError, *found)

    def test_draft_that_is_saved_every_time_somebody_looks_fails(self):
        release = plan_release(entries=[entry_for(self.page)], by=self.desk.editor)
        commits = []

        def saved_first(*args):
            commits.append(1)
            edit(self.page)
            return commit(*args)

        commit = printing._commit
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(printing, "_commit", saved_first)
            with pytest.raises(exceptions.ContentChangedError):
                printing.print_release(release.pk)
        release.refresh_from_db()
        assert (len(commits), release.status) == (3, "failed")

    def test_term_that_is_renamed_after_the_checks_is_printed_with_the_agreed_name(self):
        """Terms keep no track of saving: what was agreed goes out, and the new name follows by its own release."""
        page = make_message(self.desk)
        pk, checked = self.checked(page)
        self.desk.area.name = "Nytt områdesnamn"
        self.desk.area.save()
        printing._commit(pk, checked)
        assert self.current(page).digest == Release.objects.get(pk=pk).items.get().digest
        assert "Nytt områdesnamn" not in self.current(page).document

    def test_new_name_that_is_released_after_the_checks_is_looked_at_again(self):
        found = self.checked(make_message(self.desk))
        self.desk.area.name = "Nytt områdesnamn"
        self.desk.area.save()
        reprint(self.desk.area)
        self.refused(exceptions.DraftMovedError, *found)

    def test_what_is_not_what_was_agreed_is_never_printed(self):
        pk, checked = self.checked(self.page)
        altered = [
            dataclasses.replace(found, payload={**found.payload, "title": "Annat"}) for found in checked
        ]
        self.refused(exceptions.ContentChangedError, pk, altered)

    def test_approval_that_is_taken_back_no_longer_counts(self):
        page, request = self.joint()
        found = self.checked(page)
        take_back(request=request, by=self.desk.editor)
        self.refused(exceptions.ApprovalOutdatedError, *found)

    def test_approval_that_stands_is_used_up(self):
        page, request = self.joint()
        pk, checked = self.checked(page)
        printing._commit(pk, checked)
        request.refresh_from_db()
        assert (request.status, self.current(page).kind) == ("released", "published")


class TestTelling(ReleaseCase):
    def fail(self) -> None:
        self.release = plan_release(entries=[entry_for(self.page)], by=self.desk.editor)
        with broken_builder(RuntimeError("trasig")), pytest.raises(exceptions.BuildFailedError):
            printing.print_release(self.release.pk)
        self.release.refresh_from_db()
        assert (self.release.status, "trasig" in self.release.failure) == ("failed", True)

    def test_mail_server_that_is_down_hides_nothing(self):
        for error in (ConnectionRefusedError(), smtplib.SMTPServerDisconnected("bort"), TimeoutError()):

            def send_messages(self, messages, error=error):
                raise error

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(EmailBackend, "send_messages", send_messages)
                self.fail()
            assert mail.outbox == []

    def test_title_that_is_no_mail_subject_hides_nothing(self):
        page = make_message(self.desk, title="Rubrik\nBcc: alla@example.se")
        self.page = page
        self.fail()
        assert len(mail.outbox) == 1
        assert mail.outbox[0].bcc == []

    def test_owner_without_address_or_gone_is_not_told(self):
        self.desk.editor.email = ""
        self.desk.editor.save()
        self.fail()
        self.desk.editor.delete()
        with broken_builder(RuntimeError("trasig")), pytest.raises(exceptions.BuildFailedError):
            printing.print_release(self.release.pk)
        assert mail.outbox == []

    def test_release_that_was_decided_meanwhile_is_not_called_failed(self):
        release = plan_release(entries=[entry_for(self.page)], by=self.desk.editor)
        first_look, checks = Release.objects.get(pk=release.pk), preparing.check_each
        printing.print_release(release.pk)
        # The second had looked before the first was through; what it then checks is public already.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Release.objects, "get", lambda **_: first_look)
            patch.setattr(preparing, "check_each", undo(patch, checks))
            with pytest.raises(exceptions.NotPrintableError):
                printing.print_release(release.pk)
        release.refresh_from_db()
        assert (release.status, release.failure, mail.outbox) == ("released", "", [])


class TestInstant(ReleaseCase):
    def test_never_before_the_instant_by_the_databases_clock(self):
        release = plan_release(entries=[entry_for(self.page)], by=self.desk.editor, at=EIGHT)
        with clock.set_to(EIGHT - dt.timedelta(milliseconds=1)), pytest.raises(exceptions.TooEarlyError):
            printing.print_release(release.pk)
        release.refresh_from_db()
        assert (release.status, mail.outbox, self.current()) == ("planned", [], None)

        with clock.set_to(EIGHT):
            printed = printing.print_release(release.pk)
        assert printed.released_at == self.current().released_at == EIGHT

    def test_second_printing_does_nothing(self):
        release = plan_release(entries=[entry_for(self.page)], by=self.desk.editor)
        printing.print_release(release.pk)
        with pytest.raises(exceptions.NotPrintableError):
            printing.print_release(release.pk)
        # Also when the second had already passed the first look and its checks.
        checked = [preconditions.Checked("x", None, None)]
        with pytest.raises(exceptions.NotPrintableError):
            printing._commit(release.pk, checked)
        assert Edition.objects.count() == self.before + 1
        assert mail.outbox == []


class TestRenamed(ReleaseCase):
    """A new name re-prints what shows the old one: with the new name, and with nothing else new."""

    def rename(self, name: str, **options):
        self.desk.area.name = name
        self.desk.area.save()
        return reprint(self.desk.area, **options)

    def test_item_follows_its_term_in_the_same_release(self):
        self.publish()
        edit(self.page, title="Ett utkast som ingen får se")
        before = self.current()
        release = self.rename("Nytt områdesnamn")
        row = self.current()
        document = row.read_document()
        assert [area["name"] for area in document["areas"]] == ["Nytt områdesnamn"]
        assert (row.kind, row.title, row.note) == ("refreshed", "Sommaren i Järva", "")
        assert (row.first_seq, row.changed_at) == (before.first_seq, before.changed_at)
        assert "Ett utkast" not in row.document
        assert release.last_seq == row.seq == release.first_seq + 1
        assert mail.outbox == []
        assert list(find_faults()) == []
        assert not rebuild().differed

    def test_former_edition_keeps_the_name_it_was_printed_with(self):
        self.publish()
        first = Edition.objects.get(seq=self.current().seq)
        self.rename("Nytt områdesnamn")
        assert Edition.objects.get(seq=first.seq).payload == first.payload
        assert "Nytt områdesnamn" not in first.payload

    def test_organisation_is_renamed_in_owner_signatories_and_quotations(self):
        page = make_message(
            self.desk,
            body=[
                ("statement", {"heading": "", "text": "<p>Det här är budskapet.</p>"}),
                ("residents", {"heading": "", "text": "<p>Lamporna lyser.</p>"}),
                (
                    "quote",
                    {
                        "text": "Vi ses.",
                        "name": "Anna",
                        "title": "chef",
                        "organisation": self.desk.organisation.pk,
                    },
                ),
            ],
        )
        self.publish(page)
        self.desk.organisation.texts.filter(language="sv").update(name="Norra Järva", short_name="Norra")
        reprint(self.desk.organisation)
        document = self.current(page).read_document()
        quote = document["body"][2]
        refs = [document["owner"], document["responsible"], *document["signatories"], quote["organisation"]]
        assert {(ref["name"], ref["short_name"]) for ref in refs} == {("Norra Järva", "Norra")}
        assert quote["name"] == "Anna"

    def test_short_name_alone_is_a_new_name(self):
        self.publish()
        self.desk.organisation.texts.filter(language="sv").update(short_name="Norra")
        reprint(self.desk.organisation)
        assert self.current().read_document()["owner"]["short_name"] == "Norra"

    def test_what_shows_another_name_or_language_stays(self):
        self.publish()
        area = make_term(Area, "annat")
        print_terms(area)
        other = make_message(self.desk, areas=[area])
        self.publish(other)
        before = self.current(other).seq
        english = CurrentEdition.objects.filter(language="en").values_list("seq", flat=True)
        english_before = sorted(english)
        self.rename("Nytt områdesnamn")
        assert self.current(other).seq == before
        assert sorted(english.all()) == english_before

    def test_term_of_another_kind_with_the_same_code_is_not_meant(self):
        area, place = make_term(Area, "rinkeby"), make_term(Place, "rinkeby")
        print_terms(area, place)
        page = make_message(self.desk, areas=[area])
        self.publish(page)
        before = self.current(page).seq
        place.name = "Rinkeby torg"
        place.save()
        reprint(place)
        assert self.current(page).seq == before

    def test_correction_of_a_term_that_keeps_its_name_reprints_nothing(self):
        self.publish()
        before = self.current().seq
        self.desk.area.summary = "Ny beskrivning."
        self.desk.area.save()
        reprint(self.desk.area)
        assert self.current().seq == before

    def test_what_is_gone_is_not_printed_again(self):
        self.publish()
        self.withdraw()
        before = self.current().seq
        self.rename("Nytt områdesnamn")
        assert self.current().seq == before

    def test_term_that_comes_back_under_a_new_name_is_renamed_too(self):
        self.publish()
        with pytest.MonkeyPatch.context() as patch:  # as it was possible before what is mentioned had to stay
            patch.setattr(preconditions, "mentions_of", lambda _going: [])
            patch.setattr("cms.releases.printing.check_references", lambda _checked: None)
            withdraw_term(self.desk.area)
        self.desk.area.name = "Nytt områdesnamn"
        self.desk.area.save()
        print_terms(self.desk.area, languages=["sv"])
        assert [area["name"] for area in self.current().read_document()["areas"]] == ["Nytt områdesnamn"]

    def test_item_that_names_it_is_refused_in_the_same_release(self):
        """The item was agreed under the former name, and would go on showing it."""
        self.publish()
        edit(self.page, title="Rättad rubrik")
        self.desk.area.name = "Nytt områdesnamn"
        self.desk.area.save()
        entries = [
            entry_for(self.page, action=Action.CORRECT, note="Fel."),
            entry(*identity(self.desk.area), action=Action.CORRECT, note="Nytt namn."),
        ]
        before = Edition.objects.count()
        with pytest.raises(exceptions.RenamedTogetherError, match="Nytt områdesnamn"):
            release_now(entries=entries, by=make_chief())
        assert Edition.objects.count() == before

    def test_new_term_goes_out_with_the_item_that_names_it(self):
        area = make_term(Area, "nytt", "Nytt område")
        page = make_message(self.desk, areas=[area])
        release_now(entries=[entry(*identity(area)), entry_for(page)], by=make_chief())
        assert self.current(page).read_document()["areas"][0]["name"] == "Nytt område"

    def test_unreleased_name_is_in_no_item_that_is_printed_meanwhile(self):
        self.desk.area.name = "Hemligt namn"
        self.desk.area.save()
        self.desk.organisation.texts.filter(language="sv").update(name="Hemlig", short_name="Hemlig")
        self.publish()
        row = self.current()
        assert "Hemlig" not in row.document
        assert row.read_document()["areas"][0]["name"] == self.desk.area.code

    def test_draft_that_is_out_differs_neither_before_nor_after_the_new_name_is_released(self):
        self.publish()
        self.desk.area.name = "Nytt områdesnamn"
        self.desk.area.save()
        assert not preconditions.review(*identity(self.page), "sv").is_changed
        reprint(self.desk.area)
        assert not preconditions.review(*identity(self.page), "sv").is_changed


def undo(patch, act):
    """Return `act` with the patches taken back before it runs."""

    def call(*args, **kwargs):
        patch.undo()
        return act(*args, **kwargs)

    return call


def no_space(*args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def database_gone(*args: object) -> None:
    raise DatabaseError("servern är borta")
