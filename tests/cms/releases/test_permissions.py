"""Who may release what."""

from __future__ import annotations

import uuid

from django.test import TestCase

import pytest

from cms.accounts.models import Role
from cms.organisations.models import Organisation
from cms.releases.enums import Action
from cms.releases.exceptions import NotAllowedError
from cms.releases.permissions import can_release, require_release
from cms.releases.services import release_now
from tests.factories.cms_workshop import (
    edit,
    entry_for,
    identity,
    locale,
    make_desk,
    make_member,
    make_message,
    make_organisation,
    make_user,
    print_terms,
)


class TestCanRelease(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.desk = make_desk("jarva")
        cls.other = make_organisation("polisen")
        print_terms(cls.other)
        cls.page = make_message(cls.desk)
        cls.item = ("message", cls.page.translation_key, "sv")

    def publish(self) -> None:
        release_now(entries=[entry_for(self.page)], by=self.desk.editor)

    def test_right_goes_with_the_mark_and_not_with_the_role(self):
        for role in Role:
            assert can_release(make_member(self.desk.organisation, role=role, may_release=True), *self.item)
            assert not can_release(
                make_member(self.desk.organisation, role=role, may_release=False), *self.item
            )

    def test_members_of_others_and_strangers_may_not(self):
        assert not can_release(make_member(self.other), *self.item)
        assert not can_release(make_user(), *self.item)
        with pytest.raises(NotAllowedError, match="får släppa"):
            require_release(make_user(), *self.item)

    def test_superuser_may_and_nobody_who_has_left(self):
        assert can_release(make_user(is_superuser=True), *self.item)
        assert not can_release(make_user(is_superuser=True, is_active=False), *self.item)
        self.desk.editor.is_active = False
        self.desk.editor.save()
        assert not can_release(self.desk.editor, *self.item)

    def test_owner_as_printed_decides_when_the_draft_is_gone(self):
        self.publish()
        self.page.delete()
        assert can_release(self.desk.editor, *self.item)
        assert not can_release(make_member(self.other), *self.item)

    def test_owner_is_the_one_that_is_printed_in_the_same_language(self):
        self.publish()
        english = self.page.copy_for_translation(locale("en"), copy_parents=True)
        edit(english, title="The lights", owner_organisation=self.other, responsible=self.other)
        release_now(entries=[entry_for(english)], by=make_user(is_superuser=True))
        english.delete()
        item = ("message", self.page.translation_key, "en")
        assert can_release(make_member(self.other), *item)
        assert not can_release(self.desk.editor, *item)
        assert can_release(self.desk.editor, *self.item)

    def test_nobody_releases_for_an_organisation_that_is_no_more(self):
        self.publish()
        self.page.delete()
        Organisation.objects.filter(pk=self.desk.organisation.pk).update(code="annan")
        assert not can_release(self.desk.editor, *self.item)

    def test_draft_that_names_another_owner_gives_nobody_new_a_right_over_what_is_public(self):
        self.publish()
        edit(self.page, owner_organisation=self.other)
        stranger = make_member(self.other)
        assert not can_release(stranger, *self.item)
        with pytest.raises(NotAllowedError):
            release_now(entries=[entry_for(self.page, action=Action.WITHDRAW, note="Bort.")], by=stranger)

    def test_an_item_changes_owner_by_the_hand_of_somebody_who_may_release_for_both(self):
        self.publish()
        edit(self.page, owner_organisation=self.other, responsible=self.other)
        assert not can_release(self.desk.editor, *self.item)
        both = make_member(self.other)
        both.memberships.create(organisation=self.desk.organisation, role=Role.EDITOR, may_release=True)
        assert can_release(both, *self.item)

    def test_what_belongs_to_the_agreement_is_for_administrators_who_may_release(self):
        area = (*identity(self.desk.area), "sv")
        assert can_release(make_member(self.other, role=Role.ADMINISTRATOR, may_release=True), *area)
        assert not can_release(make_member(self.other, role=Role.ADMINISTRATOR, may_release=False), *area)
        assert not can_release(make_member(self.other, role=Role.EDITOR, may_release=True), *area)

    def test_organisation_releases_its_own_profile(self):
        profile = (*identity(self.other), "sv")
        assert can_release(make_member(self.other), *profile)
        assert not can_release(self.desk.editor, *profile)

    def test_what_is_neither_draft_nor_printed_is_nobodys(self):
        nowhere = ("message", uuid.uuid4(), "sv")
        assert not can_release(self.desk.editor, *nowhere)
