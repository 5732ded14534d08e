import json

from search.engine.documents import Abilities, abilities_in, make_mapping, make_source, make_tombstone
from search.types import FACETS
from tests.factories.search import make_document
from tests.factories.search import make_tombstone as a_tombstone

ABLE = Abilities({"sv": "swedish", "en": "english", "so": "standard"}, percolates=True)
PLAIN = Abilities({"sv": "standard", "en": "standard", "so": "standard"}, percolates=False)


def test_each_language_has_a_field_with_its_analyzer():
    fields = make_mapping(ABLE)["properties"]["text"]["properties"]
    assert {name: field["analyzer"] for name, field in fields.items()} == dict(ABLE.analyzers)


def test_facets_are_exact_and_nothing_is_guessed():
    mapping = make_mapping(ABLE)
    assert mapping["properties"]["facets"]["properties"] == {name: {"type": "keyword"} for name in FACETS}
    assert mapping["dynamic"] == "strict"


def test_saved_searches_are_kept_unread_where_nothing_percolates():
    assert make_mapping(ABLE)["properties"]["query"] == {"type": "percolator"}
    assert make_mapping(PLAIN)["properties"]["query"] == {"type": "object", "enabled": False}


def test_mapping_of_ours_is_known_again():
    assert abilities_in(json.loads(json.dumps(make_mapping(ABLE)))) == ABLE
    assert abilities_in(json.loads(json.dumps(make_mapping(PLAIN)))) == PLAIN


def test_mapping_that_is_not_ours_is_not():
    made_up = {"properties": {"title": {"type": "text"}}}
    assert abilities_in(made_up) is None
    assert abilities_in({}) is None


def test_mapping_of_another_version_is_not_ours():
    mapping = make_mapping(ABLE)
    mapping["_meta"]["pressroom"]["digest"] = "0" * 16
    assert abilities_in(mapping) is None


def test_mapping_that_lost_a_field_or_its_type_is_not_ours():
    without, other = make_mapping(ABLE), make_mapping(ABLE)
    del without["properties"]["stems"]["properties"]["parts"]
    other["properties"]["language"] = {"type": "text"}
    assert abilities_in(without) is None
    assert abilities_in(other) is None


def test_text_is_kept_as_stems_in_its_order():
    source = make_source(make_document(title="Kameror vid torget", parts=("trygghet", "kamera")))
    assert source["stems"]["title"] == ["kamer vid torg"]
    assert source["stems"]["parts"] == "trygg kamer"
    assert source["shown"]["title"] == "Kameror vid torget"


def test_text_is_stemmed_by_its_own_language():
    source = make_source(make_document(language="en", title="Cameras opened"))
    assert source["stems"]["title"] == ["camera open"]
    assert set(source["text"]) == {"en"}


def test_language_without_a_field_is_found_by_its_words_all_the_same():
    source = make_source(make_document(language="xx", title="Abc def"))
    assert source["stems"]["title"] == ["abc def"]
    assert source["text"] == {} == source["spelled"]


def test_tombstone_keeps_no_text():
    document = make_document(title="Hemligt")
    assert make_tombstone(a_tombstone(document, seq=9)) == {
        "kind": "tombstone",
        "document_id": document.document_id,
        "language": "sv",
        "seq": 9,
    }
