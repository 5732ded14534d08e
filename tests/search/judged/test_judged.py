"""Searching is as good as it was: nDCG@10 over the judged queries, and parts of compounds that must be found.

`baseline.json` holds what was measured, by backend. A change that makes it worse by more than 0.02 fails here; one that
makes it better raises the baseline.
"""

from __future__ import annotations

import json
from statistics import mean

from django.db import connection

import pytest

from search.analysis.compounds import split
from search.analysis.stemming import stem
from search.backends import Backend
from search.database.backend import DatabaseBackend
from tests.factories.search import make_query
from tests.search.judged.corpus import HERE, make_corpus, ndcg, read_pairs, read_queries

BASELINE = json.loads((HERE / "baseline.json").read_text(encoding="utf-8"))
WORSE = 0.02


def test_there_are_enough_queries_of_each_language() -> None:
    languages = [query.language for query in read_queries()]
    assert languages.count("sv") >= 60
    assert languages.count("en") >= 20
    assert all(languages.count(code) >= 8 for code in ("ar", "fa", "so", "tr", "ti"))


def test_grades_name_documents() -> None:
    corpus = make_corpus()
    assert {name for query in read_queries() for name in query.grades} <= corpus.keys()


@pytest.mark.django_db
def test_the_database_is_no_worse_than_it_was() -> None:
    assert judged(DatabaseBackend(), connection.vendor) >= BASELINE[connection.vendor] - WORSE


@pytest.mark.engines
@pytest.mark.django_db
def test_the_engine_is_no_worse_than_it_was(engine_backend: Backend) -> None:
    assert judged(engine_backend, engine_backend.name) >= BASELINE[engine_backend.name] - WORSE


def judged(backend: Backend, name: str) -> float:
    """Return the mean nDCG@10 of a backend over all judged queries."""
    corpus = make_corpus()
    names = {document.document_id: name for name, document in corpus.items()}
    backend.write(list(corpus.values()))
    backend.refresh()
    scores: dict[str, list[float]] = {}
    for query in read_queries():
        result = backend.search(make_query(query.text, language=query.language, limit=10), within=30)
        found = [names[f"{hit.item_key}:{hit.language}"] for hit in result.hits]
        scores.setdefault(query.language, []).append(ndcg(found, query.grades))
    by_language = {language: round(mean(some), 3) for language, some in scores.items()}
    whole = round(mean(score for some in scores.values() for score in some), 3)
    print(f"nDCG@10 on {name}: {whole} {by_language}")  # noqa: T201  (the row of docs/benchmarks.md)
    return whole


def test_parts_of_compounds_are_found() -> None:
    pairs = read_pairs()
    found = [pair for pair in pairs if stem(pair[1], "sv") in {stem(part, "sv") for part in split(pair[0])}]
    assert len(pairs) >= 40
    assert len(found) / len(pairs) >= BASELINE["compound_recall"] - WORSE


@pytest.mark.parametrize(
    ("found", "expected"),
    [(["a", "b"], 1.0), (["x", "a", "b"], 0.644), (["b", "a"], 0.71), ([], 0.0)],
)
def test_the_measure_is_that_of_the_books(found: list[str], expected: float) -> None:
    assert ndcg(found, {"a": 3, "b": 1}) == pytest.approx(expected, abs=0.005)
