"""Whatever happens in whatever order: the current view is what the ledger says, and the ledger is whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, CurrentFacet, Edition, PublicFile
from cms.ledger.queries import list_changes, list_current, list_listed_changes
from cms.ledger.rebuilding import rebuild
from cms.ledger.verification import find_faults
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_attachment,
    make_file,
    make_key,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

ITEMS = ("a", "b", "c")
LANGUAGES = ("sv", "en")
AREAS = ("trygghet", "skola")
#: One thing that happens to one item in one language, with what its payload then holds.
EVENT = st.fixed_dictionaries(
    {
        "item": st.sampled_from(ITEMS),
        "language": st.sampled_from(LANGUAGES),
        "act": st.sampled_from(["print", "print", "correct", "refresh", "withdraw", "delete"]),
        "areas": st.sets(st.sampled_from(AREAS)),
        "file": st.sampled_from(["", "ett", "två"]),
    }
)
#: Releases of up to three events; one of the same item and language twice is left out below.
RELEASES = st.lists(
    st.lists(EVENT, min_size=1, max_size=3, unique_by=lambda e: (e["item"], e["language"])), max_size=8
)


def payload_of(event: dict[str, Any]) -> Any:
    attachment = make_attachment()
    attachment["file"] = make_file("underlag.pdf", event["file"].encode())
    return make_payload(
        key=make_key(event["item"]),
        language=event["language"],
        title=f"Text {event['item']}",
        areas=[make_ref("area", code, code.title()) for code in sorted(event["areas"])],
        attachments=[attachment] if event["file"] else [],
    )


class Model:
    """What should be public, told in a dozen lines without a database."""

    def __init__(self) -> None:
        self.public: dict[tuple[str, str], dict[str, Any]] = {}

    def entry(self, event: dict[str, Any]) -> Any:
        """Return what to print, or None when the event makes no sense now."""
        place, payload = (event["item"], event["language"]), payload_of(event)
        if place not in self.public:
            if event["act"] != "print":
                return None
            self.public[place] = payload
            return payload
        if event["act"] in {"withdraw", "delete"}:
            del self.public[place]
            return {"withdraw": withdraw, "delete": delete}[event["act"]](payload)
        self.public[place] = payload
        return refresh(payload) if event["act"] == "refresh" else correct(payload)


def changes_applied(page: int) -> dict[tuple[str, str], Any]:
    """Return what a consumer of /changes holds that reads `page` entries at a time and stops at the end."""
    held: dict[tuple[str, str], Any] = {}
    since = 0
    while entries := list_changes(since=since, limit=page):
        for entry in entries:
            place = (entry.public_id, entry.language)
            if entry.kind in {EditionKind.WITHDRAWN, EditionKind.DELETED}:
                held.pop(place, None)
            elif entry.document is not None:
                held[place] = entry.document
        since = entries[-1].seq
    return held


class TestAnySequence(TestCase):
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(releases=RELEASES, page=st.integers(1, 5))
    def test_current_view_is_what_the_ledger_says(self, releases, page):
        model = Model()
        for release in releases:
            entries = [entry for event in release if (entry := model.entry(event)) is not None]
            if entries:
                print_editions(entries)

        seqs = list(Edition.objects.order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))
        assert list(find_faults(with_files=False)) == []

        readable = [row for row in CurrentEdition.objects.all() if not row.is_gone]
        expected = {(payload["id"], payload["language"]): payload for payload in model.public.values()}
        assert {(row.public_id, row.language) for row in readable} == set(expected)

        facets = CurrentFacet.objects.filter(dimension="area")
        assert {(f.current.public_id, f.language, f.value) for f in facets} == {
            (*place, ref["id"]) for place, payload in expected.items() for ref in payload["areas"]
        }
        files = PublicFile.objects.filter(is_current=True)
        assert {(row.item_key, row.language, row.sha256) for row in files} == {
            (make_key(item), language, attachment["file"]["sha256"])
            for (item, language), payload in model.public.items()
            for attachment in payload["attachments"]
        }
        for language in LANGUAGES:
            listed = {row.public_id for row in list_current(language=language).rows}
            assert listed == {public_id for public_id, other in expected if other == language}

        held = changes_applied(page)
        assert {place: document["title"] for place, document in held.items()} == {
            place: payload["title"] for place, payload in expected.items()
        }
        assert all(held[row.public_id, row.language] == row.read_document() for row in readable)

        rebuilt = rebuild()
        assert rebuilt.editions == len(seqs)
        assert not rebuilt.differed, rebuilt.differing


@pytest.mark.django_db
class TestFacets:
    def test_item_is_found_by_everybody_who_has_a_part_in_it(self):
        refs = {
            name: make_ref("organisation", name, name)
            for name in ("ägare", "ansvarig", "medskrivare", "deltagare")
        }
        print_editions(
            [
                make_payload(
                    owner=refs["ägare"],
                    responsible=refs["ansvarig"],
                    signatories=[refs["ägare"], refs["medskrivare"]],
                    participants=[refs["deltagare"]],
                )
            ]
        )
        values = CurrentFacet.objects.filter(dimension="organisation").values_list("value", flat=True)
        assert sorted(values) == sorted(refs)

    def test_item_without_owner_has_no_such_facet(self):
        print_editions([make_payload(owner=None, responsible=None, signatories=[])])
        assert not CurrentFacet.objects.exists()

    def test_terms_are_not_listed_and_have_no_facets(self):
        area = make_ref("area", "skola", "Skola")
        print_editions([make_term("goal", "fler-i-skolan", "Fler i skolan", areas=[area], order=7)])
        row = CurrentEdition.objects.get()
        assert (row.is_listed, row.sort_order, row.slug) == (False, 7, "")
        assert not CurrentFacet.objects.exists()
        assert str(row) == "goal/fler-i-skolan sv at 1"

    def test_facets_move_with_a_correction_and_go_with_a_withdrawal(self):
        payload = make_payload(
            areas=[make_ref("area", "skola", "Skola")], owner=None, responsible=None, signatories=[]
        )
        print_editions([payload])
        print_editions([correct(payload, areas=[make_ref("area", "trygghet", "Trygghet")])])
        facet = CurrentFacet.objects.get()
        assert (facet.value, facet.current_id, facet.first_seq, str(facet)) == (
            "trygghet",
            2,
            1,
            "area=trygghet",
        )
        print_editions([withdraw(payload)])
        assert not CurrentFacet.objects.exists()


@pytest.mark.django_db
class TestPublicLife:
    def row(self, payload) -> CurrentEdition:
        return CurrentEdition.objects.get(item_key=payload["key"], language=payload["language"])

    def test_corrections_are_listed_oldest_first_and_do_not_move_the_item(self):
        payload = make_payload()
        (first,) = print_editions([payload])
        print_editions([correct(payload, "Fel datum.", title="Ny rubrik")])
        print_editions([refresh(payload, title="Ny rubrik")])
        (last,) = print_editions([correct(payload, "Fel plats.", title="Nyare rubrik")])

        row = self.row(payload)

        assert [(entry["number"], entry["note"]) for entry in row.corrections] == [
            (2, "Fel datum."),
            (4, "Fel plats."),
        ]
        assert (row.first_seq, row.first_released_at) == (first.seq, first.released_at)
        assert (row.seq, row.changed_at, row.title) == (last.seq, last.released_at, "Nyare rubrik")

    def test_refreshed_name_is_no_change_of_the_item(self):
        payload = make_payload()
        (first,) = print_editions([payload])
        (refreshed,) = print_editions([refresh(payload)])
        row = self.row(payload)
        assert (row.changed_at, row.released_at) == (first.released_at, refreshed.released_at)
        assert row.corrections == []

    def test_what_comes_back_after_a_withdrawal_starts_a_new_public_life(self):
        payload = make_payload()
        print_editions([payload])
        print_editions([correct(payload)])
        print_editions([withdraw(payload)])
        (again,) = print_editions([payload])

        row = self.row(payload)

        assert (row.first_seq, row.first_released_at) == (again.seq, again.released_at)
        assert (row.corrections, row.number, row.is_listed, row.is_gone) == ([], 4, True, False)

    def test_deleted_item_keeps_no_word_of_its_corrections(self):
        payload = make_payload()
        print_editions([payload])
        print_editions([correct(payload, "Vi skrev fel namn på Anna Exempel.")])
        print_editions([delete(payload)])
        row = self.row(payload)
        assert "Anna Exempel" not in row.card + row.document + str(row.corrections)

    def test_deletion_after_a_withdrawal_is_told_where_the_withdrawal_was(self):
        payload = make_payload(areas=[make_ref("area", "skola", "Skola")])
        (first,) = print_editions([payload])
        stone = {**payload, "areas": []}
        print_editions([withdraw(stone)])
        print_editions([delete(stone)])
        (row,) = list_listed_changes(language="sv", facets={"area": "skola"})
        assert (row.kind, row.first_seq) == (EditionKind.DELETED, first.seq)
