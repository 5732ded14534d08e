"""The common part of every item's payload, and the checks before it."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.test import TestCase

import pytest

from cms.ledger import registry
from cms.ledger.addresses import public_id
from cms.ledger.payload import files_of
from cms.media.models import PressDocument, PressImage
from cms.taxonomy.models import Goal, Place
from tests.factories.cms_files import jpeg, pdf
from tests.factories.cms_workshop import Desk, make_desk, make_message, make_organisation, make_tag, make_term


class ItemCase(TestCase):
    desk: Desk

    @classmethod
    def setUpTestData(cls):
        cls.desk = make_desk("jarva", printed=False)

    def source(self, page):
        return registry.get("message").find_source(page.translation_key, page.language)

    def payload(self, **fields):
        return self.source(make_message(self.desk, **fields)).build()

    def codes(self, *, is_blocking: bool | None = None, **fields) -> set[str]:
        found = self.source(make_message(self.desk, **fields)).missing()
        return {missing.code for missing in found if is_blocking in {None, missing.is_blocking}}


class TestPayload(ItemCase):
    def test_identity_and_texts(self):
        page = make_message(
            self.desk, title="  Sommaren\u00a0 i Järva\u0007 ", summary="Två\nrader. ", is_example_data=True
        )
        payload = self.source(page).build()
        assert (payload["type"], payload["language"], payload["listed"]) == ("message", "sv", True)
        assert (payload["id"], payload["key"]) == (public_id(page.translation_key), str(page.translation_key))
        assert (payload["title"], payload["summary"]) == ("Sommaren i Järva", "Två rader.")
        assert payload["is_example_data"] is True

    def test_newest_draft_is_built_and_not_the_page(self):
        page = make_message(self.desk, title="Gammal")
        draft = page.get_latest_revision_as_object()
        draft.title = "Ny"
        draft.areas.clear()
        draft.save_revision()
        payload = self.source(page).build()
        assert (payload["title"], payload["areas"]) == ("Ny", [])

    def test_owner_signs_too_and_answers_when_nobody_else_does(self):
        police = make_organisation("a-polisen", sort_order=-1)
        payload = self.payload(signatories=[police], responsible=None)
        assert [ref["id"] for ref in payload["signatories"]] == ["a-polisen", "jarva"]
        assert payload["responsible"] == payload["owner"]
        assert payload["owner"] == {
            "type": "organisation",
            "id": "jarva",
            "name": "Jarva",
            "short_name": "jarva",
        }

    def test_relations_are_in_their_own_order_whatever_the_editors(self):
        late, early = (make_term(Goal, code, sort_order=order) for code, order in (("a", 2), ("b", 1)))
        places = [make_term(Place, code) for code in ("tensta", "rinkeby")]
        tags = [make_tag("b", "Ö"), make_tag("a", "Z")]
        payload = self.payload(goals=[late, early], places=places, tags=tags)
        assert [ref["id"] for ref in payload["goals"]] == ["b", "a"]
        assert [ref["id"] for ref in payload["places"]] == ["rinkeby", "tensta"]
        assert [ref["name"] for ref in payload["tags"]] == ["Z", "Ö"]

    def test_same_draft_twice_is_the_same_payload(self):
        source = self.source(make_message(self.desk))
        assert source.build() == source.build()

    def test_slug_never_stands_where_history_stands(self):
        assert self.payload(slug="historik")["slug"] == "historik-1"
        assert self.payload(slug="utgava")["slug"] == "utgava-1"
        assert self.payload(slug="sommaren")["slug"] == "sommaren"

    def test_share_image_is_made_and_stored(self):
        share = self.payload()["share_image"]
        assert (share["width"], share["height"], share["media_type"]) == (1200, 630, "image/png")

    def test_picture_and_attachment_are_printed_with_their_files(self):
        image = PressImage.objects.create(
            title="Planen",
            alt_text="En plan.",
            credit="Foto: A",
            file=ContentFile(jpeg(), "a.jpg"),
            width=40,
            height=30,
        )
        document = PressDocument.objects.create(title="Underlag", file=ContentFile(pdf(), "u.pdf"))
        page = make_message(self.desk, image=image, image_alt="Ungdomar på planen.")
        draft = page.get_latest_revision_as_object()
        draft.attachments.create(title="Underlag  (pdf)", document=document)
        draft.save_revision()
        payload = self.source(page).build()
        assert (payload["image"]["alt"], payload["image"]["credit"]) == ("Ungdomar på planen.", "Foto: A")
        assert [attachment["title"] for attachment in payload["attachments"]] == ["Underlag (pdf)"]
        media = {file["media_type"] for file in files_of(payload)}
        assert media == {"image/jpeg", "image/png", "application/pdf"}

    def test_blocks_that_all_types_share(self):
        payload = self.payload(
            body=[
                ("statement", {"heading": " Vi  öppnar ", "text": "<p>Hej <script>x</script><b>där</b></p>"}),
                (
                    "questions",
                    {
                        "heading": "Frågor",
                        "questions": [{"question": "Kostar det?", "answer": "<p>Nej.</p>"}],
                    },
                ),
                ("quote", {"text": " Vi ses. ", "name": "Anna", "title": "", "organisation": None}),
                (
                    "quote",
                    {"text": "Ja.", "name": "Bo", "title": "chef", "organisation": self.desk.organisation.pk},
                ),
            ]
        )
        text, questions, quote, ours = payload["body"]
        assert (text["type"], text["role"], text["heading"]) == ("text", "statement", "Vi öppnar")
        assert "script" not in text["html"]
        assert "<b>där</b>" in text["html"]
        assert questions["questions"] == [{"question": "Kostar det?", "html": "<p>Nej.</p>"}]
        assert (quote["text"], quote["organisation"]) == ("Vi ses.", None)
        assert ours["organisation"]["id"] == "jarva"
        assert len({block["id"] for block in payload["body"]}) == 4


class TestWhatIsMissing(ItemCase):
    def test_complete_item_lacks_only_what_it_may_lack(self):
        assert self.codes(is_blocking=True) == set()
        assert self.codes() == {"goals_missing", "image_missing"}

    def test_each_thing_that_is_missing_is_named(self):
        for code, fields in {
            "title_missing": {"title": "  ", "slug": "utan-rubrik"},
            "summary_missing": {"summary": " "},
            "responsible_missing": {"responsible": None},
            "areas_missing": {"areas": []},
            "audiences_missing": {"audiences": []},
            "statement_missing": {"body": [("residents", {"heading": "", "text": "<p>a</p>"})]},
            "residents_missing": {"body": [("statement", {"heading": "", "text": "<p>a</p>"})]},
        }.items():
            assert self.codes(is_blocking=True, **fields) == {code}, code

    def test_section_with_markup_but_no_words_is_missing(self):
        body = [
            ("statement", {"heading": "Rubrik", "text": "<p> <br/> </p>"}),
            ("residents", {"heading": "", "text": "<p>a</p>"}),
        ]
        assert "statement_missing" in self.codes(body=body)

    def test_organisation_that_nobody_answers_for(self):
        silent = make_organisation("tyst")
        silent.press_contacts.all().delete()
        assert self.codes(is_blocking=True, responsible=silent) == {"contact_missing"}

    def test_picture_without_words_or_credit(self):
        image = PressImage.objects.create(
            title="Planen", file=ContentFile(jpeg(), "a.jpg"), width=40, height=30, alt_text="", credit=" "
        )
        assert self.codes(is_blocking=True, image=image) == {"alt_missing", "credit_missing"}
        assert self.codes(is_blocking=True, image=image, image_alt="En plan.") == {"credit_missing"}

    def test_half_filled_block_is_named(self):
        body = [
            ("statement", {"heading": "", "text": "<p>a</p>"}),
            ("residents", {"heading": "", "text": "<p>a</p>"}),
            ("quote", {"text": "", "name": "", "title": "", "organisation": None}),
        ]
        assert self.codes(is_blocking=True, body=body) == {"quote_unfinished"}

    def test_each_is_said_with_a_field_and_a_sentence(self):
        page = make_message(
            self.desk, title=" ", slug="x", summary="", responsible=None, areas=[], audiences=[], body=[]
        )
        for missing in self.source(page).missing():
            assert missing.field
            assert missing.message[-1] in ".?"


class TestSource(ItemCase):
    def test_what_a_release_asks_of_a_source(self):
        police = make_organisation("polisen")
        page = make_message(self.desk, signatories=[police])
        source = self.source(page)
        assert source.item_key == page.translation_key
        assert (source.language, source.title, source.draft.pk) == ("sv", page.title, page.pk)
        assert source.owner_id == self.desk.organisation.pk
        assert source.signatory_ids() == {self.desk.organisation.pk, police.pk}
        assert source.last_changed_by_id is None

    def test_nothing_is_found_under_another_type_or_language(self):
        page = make_message(self.desk)
        assert registry.get("briefing").find_source(page.translation_key, "sv") is None
        assert registry.get("message").find_source(page.translation_key, "en") is None


@pytest.mark.django_db
def test_words_that_a_builder_adds_are_in_the_texts_language(settings):
    from django.utils import translation

    from cms.releases.preconditions import review

    desk = make_desk("jarva")
    page = make_message(desk)
    with translation.override("en"):
        english_screen = review("message", page.translation_key, "sv").digest
    assert english_screen == review("message", page.translation_key, "sv").digest
