"""Whatever is sent, the API answers 4xx in JSON that says what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressroom.http import MAX_QUERY
from tests.assertions.http import assert_problem, parameter_codes
from tests.factories.cms_ledger import make_payload, make_ref, make_term, print_editions

pytestmark = pytest.mark.django_db

ITEMS = "/api/v1/items"


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("colour=blue", {"colour": "unknown_parameter"}),
        ("limit=0", {"limit": "out_of_range"}),
        ("limit=101", {"limit": "out_of_range"}),
        ("limit=-1", {"limit": "out_of_range"}),
        ("limit=twenty", {"limit": "not_a_number"}),
        ("limit=", {"limit": "not_a_number"}),
        ("limit=1.5", {"limit": "not_a_number"}),
        ("limit=" + "9" * 1500, {"limit": "out_of_range"}),
        ("limit=1&limit=2", {"limit": "repeated_parameter"}),
        ("cursor=", {"cursor": "invalid_cursor"}),
        ("cursor=abc", {"cursor": "invalid_cursor"}),
        ("cursor=%C3%A5%C3%A4%C3%B6", {"cursor": "invalid_cursor"}),
        ("cursor=YjE=", {"cursor": "invalid_cursor"}),
        ("cursor=YjAx", {"cursor": "invalid_cursor"}),
        ("cursor=Yjk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", {"cursor": "invalid_cursor"}),
        ("cursor=" + "A" * 1500, {"cursor": "invalid_cursor"}),
        ("language=xx", {"language": "unknown_language"}),
        ("language=SV", {"language": "unknown_language"}),
        ("language=", {"language": "unknown_language"}),
        ("type=area", {"type": "unknown_type"}),
        ("type=", {"type": "unknown_type"}),
        ("type=message,poem", {"type": "unknown_type"}),
        ("area=no-such-area", {"area": "unknown_value"}),
        ("tag=", {"tag": "unknown_value"}),
        ("tag=%00", {"tag": "invalid_encoding"}),
        ("tag=a%0Ab", {"tag": "invalid_encoding"}),
        ("tag=%ff%fe", {"tag": "invalid_encoding"}),
        ("tag=%ED%A0%80", {"tag": "invalid_encoding"}),
        ("place=" + "x" * 500, {"place": "unknown_value"}),
        ("area=a&area=b", {"area": "repeated_parameter"}),
        ("%ff=1", {"�": "invalid_encoding"}),
        ("fields=", {"fields": "unknown_field"}),
        ("fields=title,body", {"fields": "unknown_field"}),
        ("fields=title&fields=share_image", {"fields": "unknown_field"}),
        ("include=drafts", {"include": "unknown_include"}),
        ("include=terms,", {"include": "unknown_include"}),
        ("sort=title", {"sort": "unknown_sort"}),
        ("sort=", {"sort": "unknown_sort"}),
        ("sort=first_released_at,first_released_at", {"sort": "unknown_sort"}),
        ("sort=first_released_at&sort=first_released_at", {"sort": "repeated_parameter"}),
        ("released_since=", {"released_since": "not_a_time"}),
        ("released_since=0", {"released_since": "not_a_time"}),
        ("released_since=2026-02-30", {"released_since": "not_a_time"}),
        ("released_since=20260301", {"released_since": "not_a_time"}),
        ("released_since=2026-W09-1", {"released_since": "not_a_time"}),
        ("released_since=2026-03-01T08:00:00", {"released_since": "not_a_time"}),
        ("released_since=2026-03-01T08:00:00+01:00", {"released_since": "not_a_time"}),
        ("released_until=2026-03-01T25:00:00Z", {"released_until": "not_a_time"}),
        ("released_until=%D9%A2026-03-01", {"released_until": "not_a_time"}),
        ("released_until=9999-12-31", {"released_until": "out_of_range"}),
        ("released_since=0001-01-01T00:00:00%2B23:59", {"released_since": "out_of_range"}),
        ("released_since=3000-01-01", {"released_since": "out_of_range"}),
        ("limit=x&colour=blue", {"limit": "not_a_number", "colour": "unknown_parameter"}),
    ],
)  # fmt: skip
def test_bad_parameters_are_each_named(client, query, faults):
    body = assert_problem(client.get(f"{ITEMS}?{query}"), 400, "invalid_parameters")
    assert parameter_codes(body) == faults


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("since=-1", {"since": "out_of_range"}),
        ("since=abc", {"since": "not_a_number"}),
        ("since=99", {"since": "out_of_range"}),
        (f"since={2**63}", {"since": "out_of_range"}),
        ("limit=1000", {"limit": "out_of_range"}),
        ("language=xx", {"language": "unknown_language"}),
        ("type=poem", {"type": "unknown_type"}),
        ("type=", {"type": "unknown_type"}),
        ("fields=seq", {"fields": "unknown_parameter"}),
    ],
)
def test_bad_parameters_of_changes(client, query, faults):
    body = assert_problem(client.get(f"/api/v1/changes?{query}"), 400, "invalid_parameters")
    assert parameter_codes(body) == faults


def test_missing_parameter(client):
    body = assert_problem(client.get("/api/v1/contacts"), 400, "invalid_parameters")
    assert parameter_codes(body) == {"organisation": "missing_parameter"}


def test_a_known_code_that_matches_nothing_is_an_empty_list(client):
    print_editions([make_term("area", "unga", "Unga"), make_term("tag", "vinter", "Vinter")])
    print_editions([make_payload(tags=[make_ref("tag", "sommar", "Sommar")])])
    assert client.get(f"{ITEMS}?area=unga").json()["items"] == []
    assert client.get(f"{ITEMS}?area=unga&tag=vinter").json()["items"] == []
    body = assert_problem(client.get(f"{ITEMS}?area=unga&tag=host"), 400, "invalid_parameters")
    assert parameter_codes(body) == {"tag": "unknown_value"}


@pytest.mark.parametrize("path", [ITEMS, "/api/v1/changes", "/api/v1/openapi.json", "/api/nowhere"])
def test_a_megabyte_of_query_is_refused_unread(client, path):
    assert_problem(client.get(f"{path}?tag=" + "x" * 1_000_000), 414, "query_too_long")
    assert_problem(client.get(path, QUERY_STRING="&" * (MAX_QUERY + 1)), 414, "query_too_long")


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/items",
        "/api/v1/items/",
        "/api/v1/poems",
        "/api/v1/items/a/b",
        "/api/v1/items/a/editions/one",
        "/api/v1/items/%ff%fe/x",
        "/api/v1/%00",
        "/api/v1/items//",
        "/api/%0A",
        "/api/v1/items/a%0A/editions/one",
    ],
)
def test_unknown_path_is_a_problem_document(client, path):
    assert_problem(client.get(path), 404, "unknown_path")


@pytest.mark.parametrize("public_id", ["nothing", "%00", "%ff", "a%20b", "x" * 900, "%E2%80%AE"])
@pytest.mark.parametrize(
    "path", ["items/{}", "items/{}/editions", "items/{}/editions/1", "areas/{}", "goals/{}"]
)
def test_unknown_id_is_404(client, path, public_id):
    assert_problem(client.get("/api/v1/" + path.format(public_id)), 404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", [ITEMS, "/api/v1/docs/", "/api/nowhere", "/api/v1/changes?since=x"])
def test_other_methods_are_405_with_allow(client, method, path):
    response = getattr(client, method)(path)
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_preflight_allows_any_site_to_read(client):
    response = client.options(
        ITEMS, headers={"Origin": "https://partner.example", "Access-Control-Request-Method": "GET"}
    )
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_failure_is_a_problem_document_and_reported(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("cms.ledger.queries.list_current", None)
    assert_problem(client.get(ITEMS), 500, "internal_error")


@pytest.mark.parametrize(
    "path", [ITEMS, "/api/v1/changes", "/api/v1/areas", "/api/v1/contacts", "/api/v1/items/x"]
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    *["limit", "cursor", "language", "type", "area", "tag", "since", "organisation", "x"],
                    *["fields", "include", "sort", "released_since", "released_until", "head", "chain"],
                ]
            ),
            st.one_of(
                st.text(max_size=20),
                st.integers().map(str),
                st.binary(max_size=10).map(lambda raw: raw.decode("latin-1")),
            ),
        ),
        max_size=4,
    )
)
def test_nothing_sent_is_ever_a_failure(client, path, pairs):
    query = "&".join(f"{name}={value}" for name, value in pairs)
    response = client.get(path, QUERY_STRING=query.encode("utf-8", "replace").decode("latin-1"))
    assert response.status_code in {200, 400, 404}
    assert response.headers["Content-Type"] in {"application/json", "application/problem+json"}
