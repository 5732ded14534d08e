"""What is done ahead of a release: all of it, for exactly what was agreed, and nothing that anybody could see."""

from __future__ import annotations

import pytest

from cms.common.digests import digest_of
from cms.ledger.models import Edition, LedgerHead
from cms.releases import exceptions, preparing
from cms.releases.enums import Action
from cms.releases.models import Release
from cms.releases.preparing import find_moved, prepare
from cms.releases.printing import print_release
from cms.releases.services import plan_release
from tests.cms.releases.test_services import LATER, ReleaseCase, broken_builder
from tests.factories.cms_workshop import edit, entry_for, make_briefing, make_message


class TestPrepare(ReleaseCase):
    def plan(self, *pages, at=LATER, **more) -> Release:
        entries = [entry_for(page, **more) for page in pages or [self.page]]
        return plan_release(entries=entries, by=self.desk.editor, at=at)

    def test_all_is_ready_and_nothing_has_changed(self):
        release = self.plan(self.page, make_briefing(self.desk))
        before = (Release.objects.values().get(pk=release.pk), LedgerHead.objects.values().get())
        prepared = prepare(release.pk)
        assert (Release.objects.values().get(pk=release.pk), LedgerHead.objects.values().get()) == before
        assert Edition.objects.count() == self.before
        digests = [item.digest for item in release.items.all()]
        assert [found.typeset.digest for found in prepared.checked] == digests
        assert [digest_of(found.typeset.view.payload) for found in prepared.checked] == digests

    def test_a_removal_has_nothing_to_typeset(self):
        self.publish()
        release = self.plan(action=Action.WITHDRAW, note="Fel.")
        [found] = prepare(release.pk).checked
        assert (found.payload, found.typeset) == (None, None)

    def test_what_is_decided_is_not_prepared(self):
        release = self.plan(at=None)
        print_release(release.pk)
        with pytest.raises(exceptions.NotPrintableError):
            prepare(release.pk)

    def test_file_that_is_gone_is_found_ahead(self):
        release = self.plan(make_briefing(self.desk))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cms.releases.preconditions.verify", lambda sha256: False)
            with pytest.raises(exceptions.IncompleteError, match="saknas i lagret"):
                prepare(release.pk)

    def test_fault_in_the_product_is_told_as_one(self):
        release = self.plan()
        with (
            broken_builder(RuntimeError("trasig")),
            pytest.raises(exceptions.BuildFailedError, match="trasig"),
        ):
            prepare(release.pk)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(preparing, "check_files", broken)
            with pytest.raises(exceptions.BuildFailedError, match="trasig"):
                prepare(release.pk)
        release.refresh_from_db()
        assert release.status == "planned"

    def test_what_is_typeset_must_be_what_was_agreed(self):
        release = self.plan()
        with pytest.MonkeyPatch.context() as patch:
            typeset = preparing.typeset
            patch.setattr(preparing, "typeset", lambda payload: typeset({**payload, "title": "Annat"}))
            with pytest.raises(exceptions.ContentChangedError):
                prepare(release.pk)

    def test_drafts_that_are_saved_are_found_release_by_release(self):
        pages = [self.page, make_message(self.desk)]
        ready = [prepare(self.plan(page).pk) for page in pages]
        assert find_moved(ready) == set()
        edit(pages[1])
        assert find_moved(ready) == {ready[1].release_id}
        assert find_moved([]) == set()


def broken(*args: object) -> None:
    raise RuntimeError("trasig")
