"""Nothing that Wagtail does to a page changes anything public: only a release does. At the level of the models."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.test import TestCase

from wagtail.models import Page

from cms.common import clock
from cms.items.models import Item
from cms.ledger.models import CurrentEdition, CurrentFacet, Edition, LedgerHead, ListedChange, PublicFile
from cms.messages.models import JointMessage
from cms.releases.enums import Action
from cms.releases.services import release_now
from tests.factories.cms_workshop import edit, entry_for, make_desk, make_message

SECRET = "Det som ingen har släppt"
TABLES = (Edition, LedgerHead, CurrentEdition, CurrentFacet, ListedChange, PublicFile)


class TestWagtailChangesNothing(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.desk = make_desk("jarva")
        cls.other_desk = make_desk("polisen")
        cls.page = make_message(cls.desk, title="Sommaren i Järva")
        release_now(entries=[entry_for(cls.page)], by=cls.desk.editor)
        cls.draft = make_message(cls.desk, title=SECRET)

    def setUp(self):
        self.before = self.public()

    def tearDown(self):
        assert self.public() == self.before

    def public(self) -> list[list[tuple[Any, ...]]]:
        return [list(table.objects.order_by("pk").values_list()) for table in TABLES]

    def fresh(self, page: Item) -> JointMessage:
        return JointMessage.objects.get(pk=page.pk)

    def test_saving_and_autosaving_a_draft(self):
        for made in (self.page, self.draft):
            edit(made, title=SECRET, summary=SECRET)
            page = self.fresh(made)
            draft = page.get_latest_revision_as_object()
            draft.title = f"{SECRET} igen"
            draft.save_revision(overwrite_revision=page.latest_revision)

    def test_saving_the_page_itself(self):
        for made in (self.page, self.draft):
            page = self.fresh(made)
            page.title, page.live = SECRET, True
            page.save()

    def test_publishing(self):
        for page in (self.page, self.draft):
            edit(page, title=SECRET)
            self.fresh(page).latest_revision.publish()
            assert self.fresh(page).live

    def test_scheduling(self):
        page = self.fresh(self.draft)
        page.go_live_at = clock.now()
        page.save_revision(approved_go_live_at=page.go_live_at)
        call_command("publish_scheduled")

    def test_unpublishing_and_expiring(self):
        self.fresh(self.page).latest_revision.publish()
        self.fresh(self.page).unpublish()

    def test_moving(self):
        for page in (self.page, self.draft):
            self.fresh(page).move(self.other_desk.page, pos="last-child")

    def test_copying_live(self):
        for made in (self.page, self.draft):
            page = self.fresh(made)
            page.latest_revision.publish()
            copy = self.fresh(page).copy(update_attrs={"slug": f"{page.slug}-kopia"}, keep_live=True)
            assert copy.translation_key != page.translation_key

    def test_aliasing(self):
        for page in (self.page, self.draft):
            self.fresh(page).create_alias(parent=self.other_desk.page, update_slug=f"{page.slug}-alias")

    def test_deleting_the_page_its_desk_or_its_revisions(self):
        self.fresh(self.page).revisions.all().delete()
        self.fresh(self.page).delete()
        Page.objects.get(pk=self.desk.page.pk).delete()

    def test_renaming_what_it_refers_to(self):
        self.desk.area.name = SECRET
        self.desk.area.save()
        self.desk.organisation.texts.update(name=SECRET)
        self.desk.organisation.press_contacts.all().delete()


class TestAfterDeletion(TestCase):
    def test_page_that_is_gone_from_the_workshop_can_still_be_taken_out_of_public(self):
        desk = make_desk("jarva")
        page = make_message(desk)
        release_now(entries=[entry_for(page)], by=desk.editor)
        gone = entry_for(page, action=Action.WITHDRAW, note="Stämde inte.")
        page.delete()
        release_now(entries=[gone], by=desk.editor)
        row = CurrentEdition.objects.get(item_key=page.translation_key)
        assert (row.kind, row.title) == ("withdrawn", page.title)
