"""The ledger's changes: exact, resumable, and enough to keep a copy."""

from __future__ import annotations

import pytest

from tests.assertions.http import assert_problem, parameter_codes
from tests.factories.cms_ledger import correct, make_payload, print_editions, withdraw

pytestmark = pytest.mark.django_db


def test_empty_ledger(client):
    empty = {"changes": [], "next": 0, "chain": "", "has_more": False, "head": 0}
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

    def test_is_that_of_the_last_edition_told(self, client):
        editions = print_editions([make_payload() for _ in range(3)])
        assert client.get("/api/v1/changes?limit=2").json()["chain"] == editions[1].chain
        assert client.get("/api/v1/changes?since=2").json()["chain"] == editions[2].chain
        assert client.get("/api/v1/changes?since=3").json()["chain"] == editions[2].chain

    def test_its_own_is_accepted_also_where_nothing_is_new(self, client):
        editions = print_editions([make_payload() for _ in range(2)])
        for edition in editions:
            answer = client.get(f"/api/v1/changes?since={edition.seq}&chain={edition.chain}")
            assert answer.json()["next"] == 2
        assert client.get("/api/v1/changes?since=0&chain=").status_code == 200

    @pytest.mark.parametrize("since", [0, 1, 2])
    def test_another_is_refused(self, client, since):
        print_editions([make_payload() for _ in range(2)])
        answer = client.get(f"/api/v1/changes?since={since}&chain={'0' * 64}")
        assert parameter_codes(assert_problem(answer, 400, "invalid_parameters")) == {"chain": "other_ledger"}
