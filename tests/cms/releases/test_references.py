"""What a readable text leads to stays: a term goes away only when nothing public mentions it."""

from __future__ import annotations

from django.test import TestCase

import pytest

from cms.ledger.models import CurrentEdition, Edition
from cms.messages.models import JointMessage
from cms.releases.enums import Action
from cms.releases.exceptions import StillMentionedError
from cms.releases.references import unprinted
from cms.releases.services import plan_release, release_now
from cms.taxonomy.models import Area, Place
from tests.factories.cms_ledger import make_ref
from tests.factories.cms_workshop import (
    edit,
    entry,
    entry_for,
    identity,
    make_chief,
    make_desk,
    make_message,
    make_term,
    print_terms,
    withdraw_term,
)


@pytest.mark.parametrize(
    ("item_type", "field"),
    [
        ("area", "areas"),
        ("goal", "goals"),
        ("audience", "audiences"),
        ("place", "places"),
        ("tag", "tags"),
        ("organisation", "responsible"),
    ],
)
def test_what_is_missing_is_told_beside_the_field_in_which_it_is_chosen(item_type: str, field: str) -> None:
    [missing] = unprinted([make_ref(item_type, "norr", "Norr")], "sv", set())
    assert (missing.code, missing.field) == ("reference_not_public", field)
    assert JointMessage._meta.get_field(field)


def test_what_no_field_chooses_is_told_beside_none() -> None:
    [missing] = unprinted([make_ref("message", "lampor", "Lampor")], "sv", set())
    assert missing.field == ""


class TestWithdrawingATerm(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.desk = make_desk("jarva")
        cls.area, cls.other = make_term(Area, "rinkeby", "Rinkeby"), make_term(Area, "annat", "Annat")
        print_terms(cls.area, cls.other)
        cls.page = make_message(cls.desk, title="Lampor", areas=[cls.area])
        release_now(entries=[entry_for(cls.page)], by=cls.desk.editor)

    def test_is_refused_with_what_mentions_it(self):
        before = Edition.objects.count()
        for number in range(3):
            page = make_message(self.desk, title=f"Fler lampor {number}", areas=[self.area])
            release_now(entries=[entry_for(page)], by=self.desk.editor)
        with pytest.raises(StillMentionedError) as refusal:
            withdraw_term(self.area)
        text = str(refusal.value)
        assert "”Rinkeby” kan inte dras tillbaka: 4 publika texter leder dit" in text
        assert "”Fler lampor 2”, ”Fler lampor 1”, ”Fler lampor 0”)" in text
        assert Edition.objects.count() == before + 3

    def test_also_of_an_organisation_that_signs(self):
        with pytest.raises(StillMentionedError):
            withdraw_term(self.desk.organisation)

    def test_also_when_it_is_deleted_wholly(self):
        gone = entry(*identity(self.area), action=Action.DELETE, note="Fel.")
        with pytest.raises(StillMentionedError):
            release_now(entries=[gone], by=make_chief())

    def test_goes_through_once_nothing_mentions_it(self):
        draft = self.page.get_latest_revision_as_object()
        draft.areas.set([self.other])
        draft.save_revision()
        release_now(
            entries=[entry_for(self.page, action=Action.CORRECT, note="Annat område.")], by=self.desk.editor
        )
        withdraw_term(self.area)
        assert CurrentEdition.objects.get(item_key=self.area.translation_key, language="sv").is_gone

    def test_goes_with_what_mentions_it(self):
        entries = [
            entry(*identity(self.area), action=Action.WITHDRAW, note="Utgår."),
            entry_for(self.page, action=Action.WITHDRAW, note="Utgår."),
        ]
        release_now(entries=entries, by=make_chief())
        assert CurrentEdition.objects.get(item_key=self.page.translation_key).is_gone

    def test_in_a_language_in_which_nothing_mentions_it(self):
        withdraw_term(self.area, language="en")
        assert CurrentEdition.objects.get(item_key=self.area.translation_key, language="en").is_gone

    def test_another_kind_with_the_same_code_is_not_meant(self):
        place = make_term(Place, "rinkeby", "Rinkeby torg")
        print_terms(place)
        withdraw_term(place)
        assert CurrentEdition.objects.get(item_key=place.translation_key, language="sv").is_gone

    def test_what_came_to_mention_it_meanwhile_stops_the_print(self):
        gone = entry(*identity(self.other), action=Action.WITHDRAW, note="Utgår.")
        plan_release(entries=[gone], by=make_chief())
        page = make_message(self.desk, areas=[self.other])
        release_now(entries=[entry_for(page)], by=self.desk.editor)
        with pytest.raises(StillMentionedError):
            release_now(entries=[gone], by=make_chief())

    def test_a_draft_alone_does_not_hold_it(self):
        make_message(self.desk, areas=[self.other])
        edit(self.page, title="Lampor igen")
        withdraw_term(self.other)
        assert CurrentEdition.objects.get(item_key=self.other.translation_key, language="sv").is_gone
