"""The ledger's changes: exact, resumable, and enough to keep a copy."""

from __future__ import annotations

import pytest

from tests.assertions.http import assert_problem, count_queries, parameter_codes
from tests.factories.cms_ledger import correct, make_payload, print_editions, withdraw

pytestmark = pytest.mark.django_db


def test_empty_ledger(client):
    empty = {"changes": [], "next": 0, "has_more": False, "head": 0, "chain": ""}
    assert client.get("/api/v1/changes").json() == empty


def test_resumes_where_it_stopped(client):
    print_editions([make_payload() for _ in range(5)])
    first = client.get("/api/v1/changes?limit=2").json()
    assert ([c["seq"] for c in first["changes"]], first["next"], first["has_more"], first["head"]) == (
        [1, 2],
        2,
        True,
        5,
    )
    rest = client.get(f"/api/v1/changes?since={first['next']}").json()
    assert ([c["seq"] for c in rest["changes"]], rest["next"], rest["has_more"]) == ([3, 4, 5], 5, False)
    done = client.get(f"/api/v1/changes?since={rest['next']}").json()
    assert (done["changes"], done["next"], done["has_more"]) == ([], 5, False)


def test_a_former_text_is_never_sent_again(client):
    payload = make_payload(title="Hemlig formulering")
    print_editions([payload])
    print_editions([correct(payload, "Ordet Hemlig var fel.", title="Hemlig igen")])
    print_editions([withdraw(payload, "Uppgiften stämde inte.")])
    answer = client.get("/api/v1/changes")
    assert "Hemlig" not in answer.content.decode()
    assert [(c["kind"], c["note"], c["document"]) for c in answer.json()["changes"]] == [
        ("published", "", None),
        ("corrected", "", None),
        ("withdrawn", "Uppgiften stämde inte.", None),
    ]


def test_head_of_a_list_is_where_a_mirror_goes_on(client):
    print_editions([make_payload()])
    head = client.get("/api/v1/items").json()["head"]
    print_editions([make_payload(title="Senare")])
    changes = client.get(f"/api/v1/changes?since={head}").json()["changes"]
    assert [change["document"]["title"] for change in changes] == ["Senare"]


class TestChain:
    """A position is a number, and every ledger has that number: the chain tells whose it is."""

    @pytest.mark.parametrize("query", ["", "?limit=2", "?since=2", "?since=3"])
    def test_is_that_of_the_ledgers_end(self, client, query):
        editions = print_editions([make_payload() for _ in range(3)])
        answer = client.get(f"/api/v1/changes{query}").json()
        assert (answer["head"], answer["chain"]) == (3, editions[2].chain)

    def test_its_own_is_accepted_wherever_it_ended_then(self, client):
        editions = print_editions([make_payload() for _ in range(3)])
        for edition in editions:
            answer = client.get(f"/api/v1/changes?since=1&head={edition.seq}&chain={edition.chain}")
            assert answer.json()["next"] == 3
        assert client.get("/api/v1/changes?head=0&chain=").status_code == 200

    @pytest.mark.parametrize("head", [0, 1, 2, 3])
    def test_another_is_refused(self, client, head):
        print_editions([make_payload() for _ in range(2)])
        answer = client.get(f"/api/v1/changes?since=1&head={head}&chain={'0' * 64}")
        assert parameter_codes(assert_problem(answer, 400, "invalid_parameters")) == {"chain": "other_ledger"}

    @pytest.mark.parametrize(("query", "missing"), [("head=1", "chain"), ("chain=abc", "head")])
    def test_goes_with_its_number(self, client, query, missing):
        print_editions([make_payload()])
        body = assert_problem(client.get(f"/api/v1/changes?{query}"), 400, "invalid_parameters")
        assert parameter_codes(body) == {missing: "missing_parameter"}

    def test_costs_nothing_while_the_ledger_stands_still(self, client):
        (edition,) = print_editions([make_payload()])
        # the head before and after, and the editions, of which there are none
        assert count_queries(client, f"/api/v1/changes?since=1&head=1&chain={edition.chain}") == 3
