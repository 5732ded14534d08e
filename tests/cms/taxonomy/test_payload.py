"""Payloads of terms, tags and organisations, in the language they are read in."""

from __future__ import annotations

import uuid

from django.test import TestCase

from cms.files.services import store
from cms.ledger import registry
from cms.taxonomy.models import Area, Goal, Indicator, Place, TagLabel
from cms.taxonomy.payload import organisation_ref, tag_ref, term_ref
from cms.taxonomy.richtext import expand
from tests.factories.cms_files import png
from tests.factories.cms_workshop import identity, locale, make_organisation, make_tag, make_term


def source(thing, language: str = "sv"):
    item_type, key = identity(thing)
    return registry.get(item_type).find_source(key, language)


class TestTerms(TestCase):
    def test_term_in_each_language_has_one_code_and_one_key(self):
        area = make_term(
            Area, "trygghet", "Trygghet", summary=" Kort. ", description="<p>Lång.</p>", sort_order=3
        )
        swedish, english = source(area).build(), source(area, "en").build()
        assert (swedish["title"], english["title"]) == ("Trygghet", "Trygghet (en)")
        assert (
            (swedish["id"], swedish["key"])
            == (english["id"], english["key"])
            == ("trygghet", str(area.translation_key))
        )
        assert (swedish["listed"], swedish["summary"], swedish["order"]) == (False, "Kort.", 3)
        assert swedish["body"][0]["html"] == "<p>Lång.</p>"
        assert (swedish["owner"], swedish["signatories"]) == (None, [])

    def test_term_without_description_has_no_body(self):
        assert source(make_term(Place, "rinkeby")).build()["body"] == []

    def test_what_a_release_asks_of_a_term(self):
        area = make_term(Area, "trygghet", "Trygghet")
        found = source(area)
        assert (found.item_key, found.language, found.title) == (area.translation_key, "sv", "Trygghet")
        assert (found.owner_id, found.signatory_ids(), found.missing(), found.draft) == (
            None,
            {None},
            [],
            area,
        )
        assert (str(area), area.in_locale(locale("sv"))) == ("Trygghet", area)
        assert source(area, "ar") is None

    def test_reference_has_the_name_of_the_texts_language_else_the_rows_own(self):
        area = make_term(Area, "trygghet", "Trygghet")
        assert term_ref(area, locale("sv")) == {"type": "area", "id": "trygghet", "name": "Trygghet"}
        assert term_ref(area, locale("en"))["name"] == "Trygghet (en)"
        assert term_ref(area, locale("ar"))["name"] == "Trygghet"

    def test_goal_has_its_kind_and_its_indicators_with_a_chart_each(self):
        goal = make_term(Goal, "fler-i-fritid", kind="overall")
        for name, series in (("Unga", "2024; 61,5\n2025; 63"), ("Äldre", "2025; 4")):
            Indicator.objects.create(
                goal=goal,
                locale=goal.locale,
                name=name,
                unit="procent",
                source="Mätning",
                method="Enkät.",
                series=series,
            )
        payload = source(goal).build()
        assert payload["goal_kind"] == "overall"
        first, second = payload["indicators"]
        assert first["series"] == [{"period": "2024", "value": "61.5"}, {"period": "2025", "value": "63"}]
        assert (first["name"], second["name"], first["unit"]) == ("Unga", "Äldre", "procent")
        assert first["svg"].startswith("<svg")
        assert first["svg"] != second["svg"]
        assert str(goal.indicators.first()) == "Unga"

    def test_goal_whose_series_cannot_be_read_is_not_released(self):
        goal = make_term(Goal, "mal")
        Indicator.objects.create(
            goal=goal, locale=goal.locale, name="Unga", unit="%", source="a", method="b", series="tjugo"
        )
        (missing,) = source(goal).missing()
        assert (missing.code, missing.field, missing.is_blocking) == ("series_unreadable", "indicators", True)
        assert "”Unga”" in missing.message


class TestTags(TestCase):
    def test_tag_has_a_label_per_language_else_its_name(self):
        tag = make_tag("sommar", "Sommar", en="Summer")
        assert [source(tag, language).build()["title"] for language in ("sv", "en", "ar")] == [
            "Sommar",
            "Summer",
            "Sommar",
        ]
        assert tag_ref(tag, "en") == {"type": "tag", "id": "sommar", "name": "Summer"}
        assert str(TagLabel.objects.get()) == "Summer (en)"

    def test_what_a_release_asks_of_a_tag(self):
        tag = make_tag("sommar", "Sommar")
        found = source(tag)
        assert (found.item_key, found.title, found.missing(), found.signatory_ids(), found.draft) == (
            tag.key, "Sommar", [], {None}, tag,
        )  # fmt: skip
        assert registry.get("tag").find_source(uuid.uuid4(), "sv") is None


class TestOrganisations(TestCase):
    def test_profile_in_each_language(self):
        organisation = make_organisation("polisen", "Polisen", website="https://polisen.se/", sort_order=2)
        organisation.texts.filter(language="en").update(name="The Police", answers_for="Crime.\nSafety.")
        payload = source(organisation, "en").build()
        assert (payload["title"], payload["short_name"], payload["order"]) == ("The Police", "polisen", 2)
        assert (payload["answers_for"], payload["summary"]) == ("Crime.\nSafety.", "Crime. Safety.")
        assert payload["owner"] == payload["responsible"] == organisation_ref(organisation, "en")
        assert (payload["website"], payload["logo"]) == ("https://polisen.se/", None)

    def test_logo_is_a_file_of_its_own_address(self):
        logo = store(png(), "image/png")
        payload = source(make_organisation("polisen", logo=logo)).build()
        assert payload["logo"] == {
            "asset": "logo-polisen", "name": "polisen.png", "sha256": logo.sha256, "size": logo.size,
            "media_type": "image/png",
        }  # fmt: skip

    def test_profile_without_words_in_the_language_or_anybody_to_ask_is_not_released(self):
        organisation = make_organisation("polisen")
        assert source(organisation).missing() == []
        organisation.press_contacts.all().delete()
        assert {missing.code for missing in source(organisation, "ar").missing()} == {
            "texts_missing",
            "contact_missing",
        }

    def test_organisation_without_texts_goes_by_its_code(self):
        organisation = make_organisation("polisen")
        organisation.texts.all().delete()
        assert organisation_ref(organisation, "sv")["name"] == "polisen"
        assert source(organisation).build()["title"] == "polisen"
        assert registry.get("organisation").find_source(uuid.uuid4(), "sv") is None

    def test_what_a_release_asks_of_an_organisation(self):
        organisation = make_organisation("polisen")
        found = source(organisation)
        assert (found.item_key, found.owner_id, found.draft) == (
            organisation.key,
            organisation.pk,
            organisation,
        )
        assert found.signatory_ids() == {organisation.pk}


def test_rich_text_is_only_what_we_allow():
    cleaned = expand(
        '<p onclick="x">Hej <script>alert(1)</script><img src="x"/><a href="javascript:x">dålig</a> '
        '<a href="https://example.se" target="_blank" rel="x">bra</a> <h2>stor</h2><h3>lagom</h3></p>\x00'
    )
    assert "script" not in cleaned
    assert "onclick" not in cleaned
    assert "<img" not in cleaned
    assert '<a href="https://example.se">bra</a>' in cleaned
    assert "<h3>lagom</h3>" in cleaned
    assert "<h2>" not in cleaned
    assert "\x00" not in cleaned
