"""A search in an address, and back."""

from __future__ import annotations

from django.http import QueryDict

import pytest

from pressroom.searching import Asked, read_search
from pressroom.selection import ParametersRefusedError
from search.types import Sort


def test_reads_what_an_address_says() -> None:
    asked = read_search(
        QueryDict("q=kamera&type=message,tag&area=unga&text_language=en&year=2026&sort=time&page=2&utm=x")
    )
    assert asked == Asked(
        "kamera",
        {"type": ("message", "tag"), "area": ("unga",), "language": ("en",), "year": ("2026",)},
        Sort.TIME,
        2,
    )


def test_an_address_says_what_was_read() -> None:
    text = "q=kamera&type=message%2Ctag&area=unga&text_language=en&year=2026&sort=time"
    asked = read_search(QueryDict(text))
    query = QueryDict(mutable=True)
    for name, value in asked.query_items():
        query[name] = value
    assert read_search(query) == asked


def test_empty_values_are_not_given() -> None:
    assert read_search(QueryDict("q=&type=&area=&sort=&page=")) == Asked()


@pytest.mark.parametrize(
    "text",
    [
        "type=spell",
        "area=a%00b",
        "text_language=xx",
        "year=26",
        "year=abcd",
        "sort=size",
        "page=0",
        "page=x",
        "page=999",
    ],
)
def test_what_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ParametersRefusedError) as refused:
        read_search(QueryDict(text))
    assert refused.value.faults[0].parameter == text.split("=", maxsplit=1)[0]
