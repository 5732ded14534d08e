"""The ledger's changes: exact, resumable, and enough to keep a copy."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.test import Client

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.ledger.models import CurrentEdition
from pressroom.http import clear_memo
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_key,
    make_payload,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

pytestmark = pytest.mark.django_db

Key = tuple[str, str, str]


class Mirror:
    """A partner's copy: exactly what docs/api.md tells a partner to do, and nothing more."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.since = 0
        self.documents: dict[Key, dict[str, Any]] = {}
        self.seen: list[int] = []

    def pull(self, limit: int) -> bool:
        """Apply one answer; return whether there is more."""
        page = self.client.get(f"/api/v1/changes?since={self.since}&limit={limit}").json()
        for change in page["changes"]:
            key = (change["type"], change["id"], change["language"])
            if change["kind"] in {"withdrawn", "deleted"}:
                self.documents.pop(key, None)
            elif change["document"] is not None:
                self.documents[key] = change["document"]
            self.seen.append(change["seq"])
        self.since = page["next"]
        return bool(page["has_more"])


def current_view() -> dict[Key, dict[str, Any]]:
    rows = CurrentEdition.objects.all()
    return {
        (row.item_type, row.public_id, row.language): row.read_document() for row in rows if not row.is_gone
    }


ITEMS = [make_payload(key=make_key(f"mirror-{number}"), title=f"Nr {number}") for number in range(3)] + [
    make_term("area", "unga", "Unga")
]
steps = st.lists(
    st.one_of(
        st.tuples(st.just("pull"), st.integers(1, 4)),
        st.tuples(
            st.just("release"),
            st.lists(
                st.tuples(
                    st.integers(0, len(ITEMS) - 1),
                    st.sampled_from(["sv", "en"]),
                    st.sampled_from(["publish", "correct", "refresh", "withdraw", "delete"]),
                ),
                min_size=1,
                max_size=4,
                unique_by=lambda entry: entry[:2],
            ),
        ),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(steps=steps)
def test_a_mirror_that_applies_changes_in_order_ends_with_the_current_view(client, steps):
    clear_memo()
    savepoint = transaction.savepoint()
    try:
        mirror, number = Mirror(client), 0
        for action, detail in steps:
            if action == "pull":
                mirror.pull(detail)
            else:
                number += 1
                release(detail, number)
        while mirror.pull(3):
            pass
        assert mirror.documents == current_view()
        assert mirror.seen == list(range(1, len(mirror.seen) + 1))
    finally:
        transaction.savepoint_rollback(savepoint)


def release(entries: list[tuple[int, str, str]], number: int) -> None:
    """Print what of `entries` can be printed: nothing can be corrected or removed that is not public."""
    public = current_view()
    editions = []
    for index, language, action in entries:
        payload = {**ITEMS[index], "language": language, "title": f"Utgåva {number}"}
        is_public = (payload["type"], payload["id"], language) in public
        if action == "publish" and not is_public:
            editions.append(payload)
        elif action != "publish" and is_public:
            make = {"correct": correct, "refresh": refresh, "withdraw": withdraw, "delete": delete}[action]
            editions.append(make(payload))
    if editions:
        print_editions(editions)


def test_empty_ledger(client):
    assert client.get("/api/v1/changes").json() == {"changes": [], "next": 0, "has_more": False, "head": 0}


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
