"""What a search finds, on every backend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from search.backends import Backend
from search.synonyms.models import Synonyms
from search.types import Sort
from tests.factories.search import make_document, make_query, make_tombstone

pytestmark = pytest.mark.django_db
Fill = Callable[..., None]
Found = Callable[..., Sequence[str]]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("kamera", "Nya kameror på torget"),
        ("kameran", "Nya kameror på torget"),
        ("TORGET", "Nya kameror på torget"),
        ("torg kamera", "Nya kameror på torget"),
        ("skolor", "Skolan öppnar"),
        ("kamera", "En trygghetskamera sätts upp"),
        ("gård", "Skolgården byggs om"),
        ("skola", "Skolgården byggs om"),
    ],
)
def test_finds_inflections_and_parts_of_compounds(fill: Fill, found: Found, text: str, title: str) -> None:
    fill(make_document(title=title), make_document(title="Bussarna kör oftare"))
    assert found(text) == [title]


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "Cameras in the square", "camera"),
        ("ar", "المدرسة الجديدة", "مدرسة"),
        ("ar", "أمان في الحي", "امان"),
        ("fa", "پلیس در محله", "پليس"),
        ("tr", "Işıklar yandı", "IŞIKLAR"),
        ("so", "Dugsiga cusub", "dugsiga"),
        ("ti", "ቤት ትምህርቲ ተኸፊቱ", "ትምህርቲ"),
    ],
)
def test_finds_each_language(fill: Fill, found: Found, language: str, title: str, text: str) -> None:
    fill(make_document(title=title, language=language), make_document(title="Något helt annat"))
    assert found(text, language=language) == [title]


def test_finds_words_wherever_they_stand(fill: Fill, found: Found) -> None:
    fill(
        make_document(title="Rubrik ett", body="Mitt i brödtexten står parkleken."),
        make_document(title="Rubrik två", summary="Ingressen nämner parkleken."),
        make_document(title="Rubrik tre", terms=("Parkleken",)),
        make_document(title="Rubrik fyra", attachments=("Ur en bilaga om parkleken.",)),
        make_document(title="Parkleken"),
        make_document(title="Rubrik fem"),
    )
    titles = found("parkleken")
    assert titles[0] == "Parkleken"
    assert sorted(titles) == ["Parkleken", "Rubrik ett", "Rubrik fyra", "Rubrik tre", "Rubrik två"]


def test_wants_every_word(fill: Fill, found: Found) -> None:
    fill(make_document(title="Kameror i Husby"), make_document(title="Kameror i Tensta"))
    assert found("kameror husby") == ["Kameror i Husby"]


def test_relaxes_when_nothing_has_all(backend: Backend, fill: Fill) -> None:
    fill(make_document(title="Kameror i Husby"), make_document(title="Bussar i Tensta"))
    result = backend.search(make_query("kameror husby ridhuset"), within=10)
    assert result.relaxed
    assert result.hits[0].title.text == "Kameror i Husby"


def test_does_not_relax_what_to_do_without(fill: Fill, found: Found) -> None:
    fill(make_document(title="Kameror i Husby"))
    assert found("ridhuset kameror -husby") == []


def test_leaves_out_what_to_do_without(fill: Fill, found: Found) -> None:
    fill(
        make_document(title="Kameror i Husby"),
        make_document(title="Kameror i Tensta"),
        make_document(title="Kameror vid Husbybadet"),
    )
    assert set(found("kamera -husby")) == {"Kameror i Tensta", "Kameror vid Husbybadet"}


def test_finds_phrases_in_a_row_only(fill: Fill, found: Found) -> None:
    fill(
        make_document(title="Öppet torg", body="Rinkeby torg får nya bänkar."),
        make_document(title="Två platser", body="Torget i Kista och parken i Rinkeby."),
    )
    assert found('"Rinkeby torg"') == ["Öppet torg"]


def test_never_joins_two_fields_to_a_phrase(fill: Fill, found: Found) -> None:
    fill(make_document(title="Nytt i Rinkeby", summary="Torg och parker."))
    assert found('"rinkeby torg"') == []


def test_finds_synonyms(fill: Fill, found: Found) -> None:
    Synonyms.objects.create(terms="snabbtåg, X2000, höghastighetståg")
    fill(make_document(title="X2000 stannar här"), make_document(title="Bussen stannar här"))
    assert found("snabbtåget") == ["X2000 stannar här"]


def test_finds_synonyms_of_several_words(fill: Fill, found: Found) -> None:
    Synonyms.objects.create(terms="XPO, lokalt pysselområde")
    fill(make_document(title="XPO öppnar"), make_document(title="Ett lokalt pysselområde öppnar"))
    assert len(found("xpo")) == 2
    assert len(found("lokalt pysselområde")) == 2


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "- -", "((((", "AND OR NOT", "*", "a:b", "\\", "'", "%", "--;"]
)
def test_takes_any_input(backend: Backend, fill: Fill, text: str) -> None:
    fill(make_document(title="Kameror i Husby"))
    backend.search(make_query(text), within=10)
    backend.suggest(text, language="sv")


def test_asks_for_everything_newest_first(fill: Fill, found: Found) -> None:
    fill(*(make_document(title=f"Nyhet {n}") for n in range(3)))
    assert found("") == ["Nyhet 2", "Nyhet 1", "Nyhet 0"]


def test_sorts_by_time_when_asked(fill: Fill, found: Found) -> None:
    fill(
        make_document(title="Kamera kamera kamera"),
        make_document(title="Annat", body="En kamera nämns."),
    )
    assert found("kamera", sort=Sort.TIME) == ["Annat", "Kamera kamera kamera"]
    assert found("kamera")[0] == "Kamera kamera kamera"


def test_puts_the_readers_language_first(fill: Fill, found: Found) -> None:
    fill(
        make_document("a", title="Husby Husby Husby", language="sv"),
        make_document("a", title="In Husby", language="en"),
    )
    assert found("husby", language="en") == ["In Husby", "Husby Husby Husby"]
    assert found("husby", language="sv") == ["Husby Husby Husby", "In Husby"]


def test_pages_without_gap_or_repeat(fill: Fill, found: Found) -> None:
    fill(*(make_document(title=f"Kamera nummer {n}") for n in range(7)))
    pages = [found("kamera", limit=3, page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({title for page in pages for title in page}) == 7


def test_counts_only_when_no_hits_are_wanted(backend: Backend, fill: Fill) -> None:
    fill(make_document(title="Kamera"))
    result = backend.search(make_query("kamera", limit=0), within=10)
    assert (result.total, result.hits) == (1, ())


def test_finds_terms_unless_news_only(fill: Fill, found: Found) -> None:
    fill(
        make_document(title="Husby", item_type="place", is_news=False),
        make_document(title="Nytt i Husby"),
    )
    assert set(found("husby")) == {"Husby", "Nytt i Husby"}
    assert found("husby", news_only=True) == ["Nytt i Husby"]


class TestFacets:
    @pytest.fixture(autouse=True)
    def _filled(self, fill: Fill) -> None:
        fill(
            make_document(title="Ett", facets={"area": ("unga",), "tag": ("lov", "sommar")}),
            make_document(title="Två", facets={"area": ("platser",), "tag": ("lov",)}),
            make_document(
                title="Tre",
                item_type="example",
                facets={"area": ("unga", "platser")},
                first_released_at=dt.datetime(2025, 12, 31, 22, 59, tzinfo=dt.UTC),
            ),
            make_document(title="Four", language="en", facets={"area": ("unga",)}),
        )

    def test_counts_every_code(self, backend: Backend) -> None:
        facets = backend.search(make_query(), within=10).facets
        assert [(one.code, one.count) for one in facets["area"]] == [("unga", 3), ("platser", 2)]
        assert [(one.code, one.count) for one in facets["tag"]] == [("lov", 2), ("sommar", 1)]
        assert [(one.code, one.count) for one in facets["type"]] == [("message", 3), ("example", 1)]
        assert [(one.code, one.count) for one in facets["language"]] == [("sv", 3), ("en", 1)]
        assert [(one.code, one.count) for one in facets["year"]] == [("2026", 3), ("2025", 1)]

    def test_narrow_to_any_code_of_each(self, found: Found) -> None:
        assert set(found(facets={"area": ("unga",)})) == {"Ett", "Tre", "Four"}
        assert set(found(facets={"area": ("unga", "platser"), "language": ("sv",)})) == {"Ett", "Två", "Tre"}
        assert found(facets={"area": ("unga",), "tag": ("lov",)}) == ["Ett"]
        assert found(facets={"area": ("finns-inte",)}) == []

    def test_count_a_chosen_facet_as_if_it_were_open(self, backend: Backend) -> None:
        facets = backend.search(make_query(facets={"area": ("platser",)}), within=10).facets
        assert [(one.code, one.count) for one in facets["area"]] == [("unga", 3), ("platser", 2)]
        assert [(one.code, one.count) for one in facets["tag"]] == [("lov", 1)]

    def test_show_a_chosen_code_without_hits(self, backend: Backend) -> None:
        facets = backend.search(make_query("ett", facets={"tag": ("saknas",)}), within=10).facets
        assert ("saknas", 0) in [(one.code, one.count) for one in facets["tag"]]

    def test_are_left_out_when_not_wanted(self, backend: Backend) -> None:
        assert backend.search(make_query(with_facets=False), within=10).facets == {}


class TestMarks:
    def test_stand_on_words_of_title_and_snippet(self, backend: Backend, fill: Fill) -> None:
        fill(make_document(title="Kameror i Husby", summary="Fler trygghetskameror sätts upp."))
        hit = backend.search(make_query("kamera"), within=10).hits[0]
        assert [hit.title.text[start:end] for start, end in hit.title.marks] == ["Kameror"]
        start, end = hit.snippet.marks[0]
        assert hit.snippet.text[start:end] == "trygghetskameror"

    def test_snippet_is_a_piece_around_the_words(self, backend: Backend, fill: Fill) -> None:
        body = f"{'Inledande ord. ' * 100}Här nämns vattenleken. {'Avslutande ord. ' * 100}"
        fill(make_document(title="Rubrik", body=body))
        hit = backend.search(make_query("vattenleken"), within=10).hits[0]
        assert "vattenleken" in hit.snippet.text
        assert len(hit.snippet.text) < 320

    def test_are_no_markup(self, backend: Backend, fill: Fill) -> None:
        fill(make_document(title="<b>Kameror</b> & annat"))
        hit = backend.search(make_query("kameror"), within=10).hits[0]
        assert hit.title.text == "<b>Kameror</b> & annat"


class TestDidYouMean:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("tryghet", "trygghet"), ("biblotek", "bibliotek"), ("hubsy nyheter", "husby nyheter")],
    )
    def test_mends_what_nothing_has(self, backend: Backend, fill: Fill, typed: str, meant: str) -> None:
        fill(
            make_document(title="Trygghet i Husby", body="Nyheter från bibliotek och gårdar."),
            make_document(title="Bibliotek", body="Trygghet och nyheter i Husby."),
        )
        assert backend.search(make_query(typed), within=10).did_you_mean == meant

    def test_leaves_what_is_no_word_alone(self, backend: Backend, fill: Fill) -> None:
        fill(make_document(title="Kameror på torget"))
        assert backend.search(make_query("0" * 200), within=10).did_you_mean == ""

    def test_leaves_known_words_alone(self, backend: Backend, fill: Fill) -> None:
        fill(make_document(title="Trygghet i Husby"))
        assert backend.search(make_query("trygghet"), within=10).did_you_mean == ""

    def test_never_proposes_what_only_a_withdrawn_text_had(self, backend: Backend, fill: Fill) -> None:
        secret = make_document(title="Hemligheten avslöjas")
        fill(secret)
        fill(make_tombstone(secret))
        assert backend.search(make_query("hemlighetenn"), within=10).did_you_mean == ""


class TestSuggest:
    def test_completes_titles_and_terms_of_a_language(self, backend: Backend, fill: Fill) -> None:
        fill(
            make_document(title="Trygghetskameror på Rinkeby torg"),
            make_document(title="Trygghet", item_type="tag", is_news=False),
            make_document(title="Trygghet in English", language="en"),
            make_document(title="Bussar"),
        )
        found = backend.suggest("tryg", language="sv")
        assert [one.text for one in found] == ["Trygghet", "Trygghetskameror på Rinkeby torg"]
        assert found[0].item_type == "tag"

    def test_completes_each_word_typed(self, backend: Backend, fill: Fill) -> None:
        fill(
            make_document(title="Trygghetskameror på Rinkeby torg"), make_document(title="Trygghetsvandring")
        )
        assert [one.text for one in backend.suggest("rink trygg", language="sv")] == [
            "Trygghetskameror på Rinkeby torg"
        ]

    def test_gives_each_text_once_and_no_more_than_asked(self, backend: Backend, fill: Fill) -> None:
        fill(make_document(title="Kamera"), make_document(title="Kamera"), make_document(title="Kameror"))
        assert [one.text for one in backend.suggest("kam", language="sv")] == ["Kamera", "Kameror"]
        assert len(backend.suggest("kam", language="sv", limit=1)) == 1

    def test_gives_nothing_withdrawn(self, backend: Backend, fill: Fill) -> None:
        document = make_document(title="Kamera")
        fill(document)
        fill(make_tombstone(document))
        assert backend.suggest("kam", language="sv") == []


class TestSimilar:
    def test_finds_what_says_much_the_same(self, backend: Backend, fill: Fill) -> None:
        fill(
            make_document(title="Fler trygghetsvärdar vid Tensta station på kvällarna"),
            make_document(title="Simhallen i Husby stänger för reparation"),
            make_document(title="Nya bänkar på torget"),
        )
        text = "På kvällarna blir det fler trygghetsvärdar vid stationen i Tensta."
        assert [hit.title.text for hit in backend.similar(text, language="sv")] == [
            "Fler trygghetsvärdar vid Tensta station på kvällarna"
        ]

    def test_finds_nothing_without_likeness_and_not_itself(self, backend: Backend, fill: Fill) -> None:
        own = make_document(title="Fler trygghetsvärdar vid Tensta station på kvällarna")
        fill(own)
        assert backend.similar("Helt andra saker om odling", language="sv") == []
        assert backend.similar(own.title, language="sv", but_not=own.document_id) == []

    def test_looks_past_words_that_only_the_text_itself_has(self, backend: Backend, fill: Fill) -> None:
        own_words = " ".join(f"egetord{chr(97 + at)}{chr(97 + at)}" for at in range(20))
        own = make_document(title="Fler trygghetsvärdar vid Tensta station på kvällarna", body=own_words)
        other = make_document(title="Nya trygghetsvärdar vid stationen i Tensta")
        fill(own, other)
        found = backend.similar(f"{own.title} {own.body}", language="sv", but_not=own.document_id)
        assert [hit.title.text for hit in found] == [other.title]
