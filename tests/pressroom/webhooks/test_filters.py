"""Which editions pass which filters."""

from __future__ import annotations

import pytest

from pressroom.webhooks.exceptions import FiltersRefusedError
from pressroom.webhooks.filters import Filters, Told

MESSAGE = Told(
    "published", "message", "sv", {("area", "trygghet"), ("organisation", "jarva"), ("tag", "sommar")}
)


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        ({}, True),
        ({"type": ["message"]}, True),
        ({"type": ["briefing", "message"]}, True),
        ({"type": ["briefing"]}, False),
        ({"language": ["en"]}, False),
        ({"kind": ["corrected"]}, False),
        ({"kind": ["published"]}, True),
        ({"area": ["trygghet"]}, True),
        ({"area": ["bostad"]}, False),
        ({"area": ["bostad", "trygghet"], "tag": ["sommar"]}, True),
        ({"area": ["trygghet"], "tag": ["vinter"]}, False),
        ({"organisation": ["jarva"]}, True),
        ({"tag": ["jarva"]}, False),
    ],
)
def test_any_value_of_each_list_must_fit(filters, passes):
    assert Filters.read(filters).lets_through(MESSAGE) is passes


@pytest.mark.parametrize("kind", ["withdrawn", "deleted"])
def test_removal_passes_whatever_kinds_are_wanted_but_not_other_filters(kind):
    removal = Told(kind, "message", "sv", MESSAGE.facets)
    assert Filters.read({"kind": ["published"]}).lets_through(removal)
    assert not Filters.read({"type": ["briefing"]}).lets_through(removal)


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        ({"kind": ["withdrawn"]}, "kind"),
        ({"kind": ["none"]}, "kind"),
        ({"type": ["secret"]}, "type"),
        ({"language": ["xx"]}, "language"),
        ({"area": ["a b"]}, "area"),
        ({"tag": [""]}, "tag"),
    ],
)
def test_what_nothing_can_pass_is_refused(filters, name):
    with pytest.raises(FiltersRefusedError, match=name):
        Filters.read(filters)


def test_kept_form_is_short_and_reads_back():
    filters = Filters.read({"type": ["message", "briefing"], "tag": []})
    assert filters.as_json() == {"type": ["briefing", "message"]}
    assert Filters.read(filters.as_json()) == filters
    assert not filters.needs_facets
    assert Filters.read({"tag": ["sommar"]}).needs_facets
