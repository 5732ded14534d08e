"""An item in several languages: what wagtail-localize makes is a draft, an alias is nothing, each language goes out
for itself."""

from __future__ import annotations

from django.test import TestCase

from wagtail_localize.models import StringTranslation, Translation, TranslationSource

import pytest

from cms.ledger import registry
from cms.ledger.models import CurrentEdition, Edition
from cms.messages.models import JointMessage
from cms.releases.exceptions import DraftGoneError
from cms.releases.preconditions import review
from cms.releases.services import release_now
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry_for,
    locale,
    make_desk,
    make_message,
    make_tag,
    print_terms,
)


class TestLocalize(TestCase):
    desk: Desk

    @classmethod
    def setUpTestData(cls):
        cls.desk = make_desk("jarva")
        cls.tag = make_tag("sommar", "Sommar", en="Summer")
        print_terms(cls.tag)
        cls.page = make_message(cls.desk, title="Sommaren i Järva", tags=[cls.tag])
        cls.desk.page.copy_for_translation(locale("en"))
        cls.before = Edition.objects.count()

    def source(self, language: str):
        return registry.get("message").find_source(self.page.translation_key, language)

    def translate(self, **words: str) -> JointMessage:
        """Translate the page with wagtail-localize and let it publish, as its editor's button does."""
        source, _created = TranslationSource.update_or_create_from_instance(self.page)
        translation = Translation.objects.create(source=source, target_locale=locale("en"))
        for segment in source.stringsegment_set.all():
            if text := words.get(segment.context.path.rsplit(".", 1)[-1]):
                StringTranslation.objects.create(
                    translation_of=segment.string,
                    locale=locale("en"),
                    context=segment.context,
                    data=text,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                )
        translation.save_target(publish=True)
        return JointMessage.objects.get(translation_key=self.page.translation_key, locale=locale("en"))

    def test_alias_in_another_language_is_no_translation(self):
        alias = self.page.copy_for_translation(locale("en"), alias=True)
        assert (alias.translation_key, alias.alias_of_id) == (self.page.translation_key, self.page.pk)
        assert self.source("en") is None
        with pytest.raises(DraftGoneError):
            review("message", self.page.translation_key, "en")

    def test_translation_that_localize_publishes_is_a_draft_and_no_more(self):
        page = self.translate(title="Summer in Järva")
        assert page.latest_revision is not None
        assert Edition.objects.count() == self.before
        assert self.source("en").title == "Summer in Järva"

    def test_translation_goes_out_by_a_release_with_names_in_its_own_language(self):
        page = self.translate(title="Summer in Järva", summary="An introduction.")
        release_now(entries=[entry_for(self.page), entry_for(page)], by=self.desk.editor)
        rows = {
            row.language: row.read_document()
            for row in CurrentEdition.objects.filter(item_key=page.translation_key)
        }
        assert {row["id"] for row in rows.values()} == {rows["sv"]["id"]}
        english = rows["en"]
        assert (english["title"], english["summary"]) == ("Summer in Järva", "An introduction.")
        # The relation still points at the Swedish row; the payload names the English one.
        assert [area["name"] for area in english["areas"]] == [f"{self.desk.area.name} (en)"]
        assert [tag["name"] for tag in english["tags"]] == ["Summer"]
        assert [tag["name"] for tag in rows["sv"]["tags"]] == ["Sommar"]
        assert english["url"].startswith("http://testserver/en/messages/")

    def test_new_source_text_does_not_reach_the_translation_that_is_out(self):
        page = self.translate(title="Summer in Järva")
        release_now(entries=[entry_for(page)], by=self.desk.editor)
        edit(self.page, title="Ny svensk rubrik")
        draft = self.page.get_latest_revision_as_object()
        TranslationSource.update_or_create_from_instance(draft)
        Translation.objects.get().save_target(publish=True)
        assert (
            CurrentEdition.objects.get(item_key=page.translation_key, language="en").title
            == "Summer in Järva"
        )
        assert not CurrentEdition.objects.filter(item_key=page.translation_key, language="sv").exists()
