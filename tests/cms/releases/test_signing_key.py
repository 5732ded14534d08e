"""Without the key nothing goes out: refused before anything is public, told to the owner, and mended by the key."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core import mail

import pytest

from cms.common.signing import new_private_key
from cms.ledger.keys import rotate
from cms.ledger.models import Edition, LedgerHead
from cms.releases import exceptions
from cms.releases.models import Release
from cms.releases.preflight import preflight, preflight_due
from cms.releases.preparing import prepare
from cms.releases.printing import print_prepared
from cms.releases.services import plan_release, release_now, retry_release
from cms.releases.signing_key import check_signing_key
from tests.cms.releases.test_services import ReleaseCase
from tests.factories.cms_workshop import entry_for

WORDS = "saknar nyckeln som utgåvor signeras med"


class TestMissingKey(ReleaseCase):
    def plan(self) -> Release:
        return plan_release(entries=[entry_for(self.page)], by=self.desk.editor)

    def without(self):
        return self.settings(PROOF_PRIVATE_KEYS=[])

    def test_release_is_refused_before_anything_is_public_and_can_be_retried(self):
        head = LedgerHead.objects.values().get()
        with self.without(), pytest.raises(exceptions.SigningKeyMissingError, match=WORDS):
            release_now(entries=[entry_for(self.page)], by=self.desk.editor)
        release = Release.objects.get(status="failed")
        assert WORDS in release.failure
        assert LedgerHead.objects.values().get() == head
        assert Edition.objects.count() == self.before
        (told,) = mail.outbox
        assert WORDS in told.body
        assert retry_release(release=release, by=self.desk.editor).status == "released"

    def test_planning_needs_no_key(self):
        with self.without():
            assert self.plan().status == "planned"

    def test_preflight_tells_it_beside_what_else_is_wrong(self):
        release = self.plan()
        with self.without():
            assert WORDS in " ".join(preflight(release))
            self.page.delete()
            problems = preflight(release)
        assert len(problems) == 2
        assert WORDS in problems[0]
        assert "finns inte längre" in problems[1]

    def test_preflight_mails_it_ahead(self):
        self.plan()
        with self.without():
            assert preflight_due() == 1
        assert WORDS in mail.outbox[0].body

    def test_preflight_with_the_key_finds_nothing(self):
        assert preflight(self.plan()) == []

    def test_key_that_is_replaced_between_the_checks_and_the_lock(self):
        release = self.plan()
        prepared = prepare(release.pk)
        new = new_private_key()
        with self.settings(PROOF_PRIVATE_KEYS=[new]):
            rotate()
        with pytest.raises(exceptions.BuildFailedError, match="har inte den privata nyckel"):
            print_prepared(prepared)
        assert Edition.objects.count() == self.before
        with self.settings(PROOF_PRIVATE_KEYS=[new]):
            assert retry_release(release=release, by=self.desk.editor).status == "released"

    def test_key_that_cannot_be_read_is_none(self):
        with (
            self.settings(PROOF_PRIVATE_KEYS=["hemligt"]),
            pytest.raises(exceptions.SigningKeyMissingError) as refusal,
        ):
            check_signing_key()
        assert "hemligt" not in str(refusal.value)

    def test_key_file_that_cannot_be_read_is_none(self):
        with (
            self.settings(PROOF_PRIVATE_KEYS=[], PROOF_KEY_FILE=Path(tempfile.gettempdir())),  # a directory
            pytest.raises(exceptions.SigningKeyMissingError),
        ):
            check_signing_key()
