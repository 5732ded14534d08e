"""Canonical JSON (RFC 8785 for the values we allow) and the digests over it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from django.utils.safestring import mark_safe

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.common.digests import NotCanonicalError, canonical_json, digest_of, sha256_hex
from cms.ledger.enums import EditionKind

MOST = 2**53 - 1
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST, MOST) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


def by_code_unit(key: str) -> list[int]:
    """The order RFC 8785 section 3.2.3 asks for, written another way than the code under test."""
    units = []
    for character in key:
        point = ord(character)
        if point > 0xFFFF:
            point -= 0x10000
            units += [0xD800 + (point >> 10), 0xDC00 + (point & 0x3FF)]
        else:
            units.append(point)
    return units


def test_the_example_of_the_standard_is_ordered_by_utf_16_code_unit():
    # RFC 8785 section 3.2.3: the surrogate pair of U+1F600 sorts before U+FB33, though its code point is higher.
    names = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical_json(names)).values()) == [2, 4, 6, 7, 1, 5, 3]


def test_strings_are_escaped_as_the_standard_asks():
    assert (
        canonical_json('\u20ac$\u000f\nA\'B"\\\\"/\u2028\x7f')
        == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u2028\x7f"'
    )
    assert canonical_json("\b\t\n\f\r\x00\x1f") == '"\\b\\t\\n\\f\\r\\u0000\\u001f"'


@given(VALUES)
def test_canonical_text_reads_back_as_the_same_value_and_is_a_fixed_point(value):
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


@given(st.dictionaries(TEXTS, st.integers(0, 9), min_size=2), st.randoms(use_true_random=False))
def test_order_of_insertion_changes_nothing_and_keys_come_by_code_unit(value, random):
    shuffled = list(value.items())
    random.shuffle(shuffled)
    text = canonical_json(dict(shuffled))
    assert text == canonical_json(value)
    assert list(json.loads(text)) == sorted(value, key=by_code_unit)


@given(VALUES, VALUES)
def test_different_values_have_different_digests(one, other):
    # json.dumps tells True from 1, which Python's == does not.
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (digest_of(one) == digest_of(other)) is same


def test_digest_is_over_utf_8():
    assert digest_of({"ö": "å"}) == hashlib.sha256('{"ö":"å"}'.encode()).hexdigest()
    assert sha256_hex(b"") == hashlib.sha256(b"").hexdigest()


def test_tuples_marked_text_and_enumerations_count_as_what_they_hold():
    value = {"a": ("x", mark_safe("<p>"), EditionKind.PUBLISHED)}
    assert canonical_json(value) == '{"a":["x","<p>","published"]}'


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (1.5, r"\$: float"),
        ({"a": [0, float("nan")]}, r"\$\.a\[1\]: float"),
        ({"a": {"när": dt.date(2026, 3, 3)}}, r"\$\.a\.när: date"),
        ({"a": b"bytes"}, r"\$\.a: bytes"),
        ({1: "a"}, r"\$: key 1"),
        ({"a": "\ud800"}, r"\$\.a: .*surrogate"),
        ({"a": {"\udfff": 1}}, r"\$\.a: .*surrogate"),
        ([MOST + 1], r"\$\[0\]: .*integer"),
        ([-MOST - 1], r"\$\[0\]: .*integer"),
    ],
)
def test_what_json_cannot_carry_without_loss_is_refused_with_its_path(value, path):
    with pytest.raises(NotCanonicalError, match=path):
        canonical_json(value)
