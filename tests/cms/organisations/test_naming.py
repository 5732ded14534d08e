"""Names of organisations in a text: whole words, in any case and the genitive, as the registry has them."""

from __future__ import annotations

import pytest

from cms.organisations.models import Organisation
from cms.organisations.naming import NameBook
from tests.factories.cms_workshop import make_organisation

pytestmark = pytest.mark.django_db


def make_named(
    code: str, name: str, short_name: str, *, aliases: str = "", english: str = ""
) -> Organisation:
    """Return an organisation with these names in Swedish; in English only `english`."""
    row = make_organisation(code)
    row.texts.filter(language="sv").update(name=name, short_name=short_name, aliases=aliases)
    row.texts.filter(language="en").update(name=english or name, short_name=english or name)
    return row


@pytest.fixture
def police() -> Organisation:
    return make_named(
        "polisen", "Lokalpolisområde Järva", "Polisen", aliases="närpolisen\n\npolisens kontaktcenter",
        english="The police",
    )  # fmt: skip


@pytest.fixture
def homes() -> Organisation:
    return make_named("bostader", "Svenska Bostäder", "SB")


def found(*texts: str, language: str = "sv") -> set[str]:
    pks = NameBook(language).find(texts)
    return set(Organisation.objects.filter(pk__in=pks).values_list("code", flat=True))


@pytest.mark.usefixtures("police", "homes")
class TestFound:
    @pytest.mark.parametrize(
        "text",
        [
            "Lokalpolisområde Järva går med.",
            "Det är Polisen.",
            "Vi frågade polisen, som svarade.",
            "POLISEN PÅ PLATS",
            "polisens patruller",
            "Polisen’s view",
            "En närpolis? Nej: närpolisen!",
            "(Polisen)",
            "Lokalpolis\u00adområde Järva",
            "Lokalpolisområde\n  Järva",
            "Lokalpolisområde\u00a0Järva",
            "Polisen/skolan",
        ],
    )
    def test_names(self, text: str):
        assert found(text) == {"polisen"}

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Polisenheten",
            "områdespolisen",
            "Lokalpolisområde Kista",
            "polis",
            "sb",
            "Svenska bostadsrätter",
            "polisenst",
        ],
    )
    def test_other_words(self, text: str):
        assert found(text) == set()

    def test_genitive_of_a_name_that_several_words_make(self):
        assert found("Svenska Bostäders hus") == {"bostader"}

    def test_capitals_only(self):
        assert found("SB bygger") == {"bostader"}
        assert found("SB:s hus") == {"bostader"}

    def test_several_in_several_texts(self):
        assert found("Polisen", "och Svenska Bostäder") == {"polisen", "bostader"}

    def test_names_of_the_texts_language_and_swedish_ones(self):
        assert found("Ask the police.", language="en") == {"polisen"}
        assert found("Ask Polisen.", language="en") == {"polisen"}
        assert found("Fråga the police.") == set()


def test_longer_name_hides_the_shorter_one_inside_it(police: Organisation):
    make_named("jarva", "Järva stadsdelsförvaltning", "Järva")
    assert found("Lokalpolisområde Järva") == {"polisen"}
    assert found("Lokalpolisområde Järva och Järva") == {"polisen", "jarva"}


def test_name_that_two_share_finds_both():
    make_named("en", "Ena förvaltningen", "Ena", aliases="Förvaltningen")
    make_named("andra", "Andra förvaltningen", "Andra", aliases="förvaltningen")
    assert found("Fråga förvaltningen.") == {"en", "andra"}


def test_signs_of_patterns_are_plain_letters():
    make_named("a", "A.B (C)", "A.B*")
    assert found("AxB") == set()
    assert found("A.B*") == {"a"}


def test_empty_registry_finds_nothing():
    assert found("Polisen") == set()


def test_one_query(police: Organisation, django_assert_num_queries):
    with django_assert_num_queries(1):
        NameBook("en").find(["Polisen"] * 20)
