"""What the public may read: lists with cursors and facets, changes, files, former editions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.ledger import queries, surrogates
from cms.ledger.models import CurrentEdition, LedgerHead, PublicFile
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_attachment,
    make_file,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

AREA, GOAL, TAG, PLACE = "area", "goal", "tag", "place"


def tagged(**codes: str):
    """A payload with refs by dimension: tagged(area="skola", tag="sommar")."""
    fields = {"area": "areas", "goal": "goals", "tag": "tags", "place": "places", "audience": "audiences"}
    return make_payload(
        **{fields[d]: [make_ref(d, code, code) for code in value.split()] for d, value in codes.items()}
    )


def ids(listing: queries.Listing) -> list[str]:
    return [row.public_id for row in listing.rows]


class TestListing(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.payloads = [
            tagged(
                area="skola" if n % 2 else "trygghet",
                tag="sommar" if n % 3 else "vinter",
                place="rinkeby tensta",
            )
            for n in range(11)
        ]
        print_editions([*cls.payloads, make_term("area", "skola", "Skola"), make_payload(language="en")])
        briefing = tagged(area="skola")
        cls.briefing = {**briefing, "type": "briefing"}
        print_editions([cls.briefing, correct(cls.payloads[0], title="Rättad"), withdraw(cls.payloads[5])])
        left = [payload for n, payload in enumerate(cls.payloads) if n != 5]
        cls.newest_first = [cls.briefing["id"], *(payload["id"] for payload in reversed(left))]

    def expected(self, **facets: str) -> list[str]:
        """The same answer from the payloads, without a database."""
        fields = {"area": "areas", "tag": "tags", "place": "places"}
        by_id = {payload["id"]: payload for payload in [*self.payloads, self.briefing]}
        return [
            public_id
            for public_id in self.newest_first
            if all(code in {ref["id"] for ref in by_id[public_id][fields[d]]} for d, code in facets.items())
        ]

    def test_list_is_newest_first_and_a_correction_moves_nothing(self):
        listing = queries.list_current(language="sv", limit=50)
        assert ids(listing) == self.newest_first
        assert (listing.older, listing.newer) == (None, None)

    def test_list_of_a_type(self):
        assert ids(queries.list_current(language="sv", item_types=["briefing"])) == [self.briefing["id"]]
        assert ids(queries.list_current(language="sv", item_types=["example"])) == []
        both = queries.list_current(language="sv", item_types=["briefing", "message"], limit=50)
        assert ids(both) == self.newest_first

    def test_list_in_another_language(self):
        assert len(queries.list_current(language="en").rows) == 1
        assert queries.list_current(language="ar").rows == []

    def test_every_combination_of_facets_finds_what_has_them_all(self):
        combinations = [
            {},
            {AREA: "skola"},
            {AREA: "trygghet", TAG: "sommar"},
            {TAG: "vinter", PLACE: "tensta"},
            {AREA: "skola", TAG: "sommar", PLACE: "rinkeby"},
            {AREA: "finns-inte"},
            {AREA: "skola", TAG: "finns-inte"},
        ]
        for facets in combinations:
            assert ids(queries.list_current(language="sv", facets=facets, limit=50)) == self.expected(
                **facets
            ), facets

    @settings(max_examples=30)
    @given(
        limit=st.integers(1, 13),
        facets=st.sampled_from([{}, {AREA: "skola"}, {PLACE: "rinkeby", TAG: "sommar"}]),
    )
    def test_oldest_first_is_the_same_list_the_other_way_round(self, limit, facets):
        whole = self.expected(**facets)[::-1]
        forth, after, pages = [], None, []
        while True:
            listing = queries.list_current(
                language="sv", facets=facets, after=after, limit=limit, oldest_first=True
            )
            pages.append(ids(listing))
            forth += pages[-1]
            last, after = listing, listing.newer
            if after is None:
                break
        assert forth == whole
        back = [pages.pop()]
        while last.older is not None:
            last = queries.list_current(
                language="sv", facets=facets, before=last.older, limit=limit, oldest_first=True
            )
            back.append(ids(last))
        assert [public_id for page in reversed(back) for public_id in page] == whole

    def test_facet_and_type_together(self):
        listing = queries.list_current(language="sv", item_types=["briefing"], facets={AREA: "skola"})
        assert ids(listing) == [self.briefing["id"]]

    @settings(max_examples=30)
    @given(
        limit=st.integers(1, 13),
        facets=st.sampled_from([{}, {AREA: "skola"}, {PLACE: "rinkeby", TAG: "sommar"}]),
    )
    def test_pages_forth_and_back_show_each_item_once(self, limit, facets):
        whole = self.expected(**facets)
        forth, before, pages = [], None, []
        while True:
            page = queries.list_current(language="sv", facets=facets, before=before, limit=limit)
            pages.append(page)
            forth += ids(page)
            assert (page.newer is not None) == (before is not None)
            if page.older is None:
                break
            before = page.older
        assert forth == whole
        back, after = ids(pages[-1]), pages[-1].newer
        while after is not None:
            page = queries.list_current(language="sv", facets=facets, after=after, limit=limit)
            back = ids(page) + back
            assert page.older is not None
            after = page.newer
        assert back == whole

    def test_second_page_of_a_facet_shows_each_item_once(self):
        first = queries.list_current(language="sv", facets={PLACE: "rinkeby"}, limit=2)
        second = queries.list_current(language="sv", facets={PLACE: "rinkeby"}, before=first.older, limit=50)
        assert ids(first) + ids(second) == self.expected(place="rinkeby")

    def test_page_beyond_either_end_is_empty(self):
        for cursor in ({"before": 1}, {"after": 10_000}, {"before": 0}, {"before": -5}):
            listing = queries.list_current(language="sv", **cursor)
            assert (listing.rows, listing.older, listing.newer) == ([], None, None)

    def test_one_query_per_page_and_the_texts_stay_behind(self):
        with self.assertNumQueries(1):
            rows = queries.list_current(language="sv", facets={AREA: "skola"}, limit=3).rows
            cards = [row.read_card() for row in rows]
        assert all(card["url"].startswith("http://testserver/sv/") for card in cards)
        assert all("document" in row.get_deferred_fields() for row in rows)

    def test_several_facets_take_one_more_query_to_begin_with_the_rarest(self):
        with self.assertNumQueries(2):
            queries.list_current(language="sv", facets={AREA: "skola", TAG: "sommar"}, limit=3)


@pytest.mark.django_db
class TestOneItem:
    def test_item_is_found_by_its_address_also_when_gone(self):
        payload = make_payload()
        print_editions([payload])
        place = {"item_type": "message", "public_id": payload["id"], "language": "sv"}
        assert queries.find_current(**place).title == payload["title"]
        print_editions([withdraw(payload)])
        assert queries.find_current(**place).is_gone
        assert queries.find_current(**{**place, "language": "en"}) is None
        assert queries.find_current(**{**place, "item_type": "briefing"}) is None

    def test_news_is_found_by_its_id_alone_but_terms_are_not(self):
        payload = make_payload()
        print_editions([payload, make_term("area", "skola", "Skola")])
        assert queries.find_item(public_id=payload["id"], language="sv").title == payload["title"]
        assert queries.find_item(public_id="skola", language="sv") is None

    def test_translations_are_those_that_can_be_read(self):
        payload = make_payload()
        english = {**payload, "language": "en", "title": "Summer"}
        print_editions([payload, english, {**payload, "language": "ar"}])
        print_editions([withdraw({**payload, "language": "ar"})])
        row = CurrentEdition.objects.get(language="sv")
        expected = [("en", "Summer"), ("sv", payload["title"])]
        assert [(t.language, t.title) for t in queries.list_translations(row.item_key)] == expected
        found = queries.list_languages_of(item_type="message", public_id=payload["id"])
        assert [(t.language, t.title) for t in found] == expected
        assert found[0].path == f"/en/messages/{payload['id']}/{payload['slug']}/"

    def test_languages_are_those_of_the_very_item(self):
        area = make_term("area", "rinkeby", "Rinkeby")
        place = make_term("place", "rinkeby", "Rinkeby", language="en")
        print_editions([area, place])
        found = queries.list_languages_of(item_type="area", public_id="rinkeby")
        assert [t.language for t in found] == ["sv"]

    def test_terms_come_in_their_order(self):
        terms = [
            make_term("area", code, code.title(), order=order)
            for code, order in (("c", 2), ("b", 1), ("a", 1))
        ]
        print_editions([*terms, make_term("area", "borta", "Borta"), make_term("goal", "mål", "Mål")])
        print_editions([withdraw(make_term("area", "borta", "Borta"))])
        assert [row.public_id for row in queries.list_terms("area", "sv")] == ["a", "b", "c"]

    def test_addresses_are_all_that_can_be_read(self):
        gone = make_payload()
        print_editions([make_payload(), gone, make_term("area", "skola", "Skola")])
        print_editions([delete(gone)])
        assert [row.seq for row in queries.list_addresses()] == [1, 3]


@pytest.mark.django_db
class TestRelated:
    def test_most_in_common_comes_first_then_the_newest(self):
        nothing, one, two, newer = (
            tagged(area="annat"),
            tagged(area="skola"),
            tagged(area="skola", tag="sommar"),
            tagged(tag="sommar"),
        )
        me = tagged(area="skola", tag="sommar")
        print_editions([nothing, one, two, newer, me])
        row = CurrentEdition.objects.get(public_id=me["id"])
        assert [found.public_id for found in queries.list_related(row)] == [two["id"], newer["id"], one["id"]]
        assert len(queries.list_related(row, limit=1)) == 1

    def test_goals_and_organisations_are_too_wide_to_relate(self):
        me, other = tagged(goal="ett"), tagged(goal="ett")
        print_editions([me, other])
        assert queries.list_related(CurrentEdition.objects.get(public_id=me["id"])) == []

    def test_what_is_gone_or_in_another_language_is_not_related(self):
        me, gone, english = (
            tagged(area="skola"),
            tagged(area="skola"),
            {**tagged(area="skola"), "language": "en"},
        )
        print_editions([me, gone, english])
        print_editions([withdraw(gone)])
        assert queries.list_related(CurrentEdition.objects.get(public_id=me["id"])) == []


@pytest.mark.django_db
class TestFormerEditions:
    def current(self) -> CurrentEdition:
        return CurrentEdition.objects.get()

    def test_former_text_stays_readable_as_it_was_printed(self):
        payload = make_payload()
        print_editions([payload])
        print_editions([correct(payload, "Fel namn.", title="Rätt rubrik")])
        current = self.current()
        assert [edition.number for edition in queries.list_editions(current)] == [2, 1]
        first = queries.find_edition(current, 1)
        assert queries.is_readable(first, current)
        document = queries.edition_document(first, current)
        assert document["title"] == payload["title"]
        assert document["edition"]["number"] == 1
        assert document["edition"]["corrections"][0]["note"] == "Fel namn."
        assert document["edition"]["url"].endswith(f"/meddelanden/{payload['id']}/utgava/1/")
        assert queries.find_edition(current, 3) is None

    def test_withdrawal_closes_all_of_them(self):
        payload = make_payload()
        print_editions([payload])
        print_editions([correct(payload)])
        print_editions([withdraw(payload)])
        current = self.current()
        assert not any(queries.is_readable(edition, current) for edition in queries.list_editions(current))

    def test_a_new_public_life_does_not_open_the_old_one(self):
        payload = make_payload()
        print_editions([payload])
        print_editions([withdraw(payload)])
        print_editions([payload])
        print_editions([correct(payload)])
        current = self.current()
        readable = {
            edition.number: queries.is_readable(edition, current)
            for edition in queries.list_editions(current)
        }
        assert readable == {1: False, 2: False, 3: True, 4: True}


@pytest.mark.django_db
class TestChanges:
    def test_everything_since_a_place_in_order_and_no_further_than_asked(self):
        print_editions([make_payload() for _ in range(5)])
        assert [change.seq for change in queries.list_changes(since=1, limit=3)] == [2, 3, 4]
        assert queries.list_changes(since=5) == []
        assert queries.list_changes(since=10**15) == []

    def test_chain_at_a_place_and_none_where_there_is_none(self):
        edition = print_editions([make_payload()])[0]
        assert [queries.find_chain(seq) for seq in (0, 1, 2)] == ["", edition.chain, ""]
        assert queries.get_head().chain == edition.chain

    def test_replaced_text_is_told_but_not_shown(self):
        payload = make_payload()
        print_editions([payload])
        print_editions([correct(payload, "Fel.", title="Rätt")])
        print_editions([refresh(payload, title="Rätt")])
        print_editions([withdraw(payload, "Stämde inte.")])
        changes = queries.list_changes(since=0)
        assert [change.kind for change in changes] == ["published", "corrected", "refreshed", "withdrawn"]
        assert [change.document for change in changes] == [None] * 4
        assert changes[-1].note == "Stämde inte."

    def test_two_queries_whatever_the_number(self, django_assert_num_queries):
        print_editions([make_payload() for _ in range(20)])
        with django_assert_num_queries(2):
            assert all(change.document for change in queries.list_changes(since=0))


@pytest.mark.django_db
class TestFiles:
    def payload(self, data: bytes, **fields):
        attachment = make_attachment()
        attachment["file"] = make_file("underlag.pdf", data)
        return make_payload(attachments=[attachment], **fields)

    def find(self, payload, *, exact: bool) -> PublicFile | None:
        file = payload["attachments"][0]["file"]
        return queries.find_public_file(
            asset=file["asset"], name=file["name"], sha256_start=file["sha256"][:16] if exact else ""
        )

    def test_both_addresses_lead_to_the_bytes(self):
        payload = self.payload(b"ett")
        print_editions([payload])
        assert self.find(payload, exact=True) == self.find(payload, exact=False)
        assert str(self.find(payload, exact=True)).endswith("/underlag.pdf")

    def test_correction_moves_the_stable_address_and_keeps_the_exact_one(self):
        old = self.payload(b"ett")
        new = {**old, "attachments": self.payload(b"nytt")["attachments"]}
        print_editions([old])
        print_editions([correct(new)])
        assert self.find(old, exact=True).sha256 == old["attachments"][0]["file"]["sha256"]
        assert self.find(old, exact=False).sha256 == new["attachments"][0]["file"]["sha256"]

    def test_file_that_a_correction_drops_keeps_only_its_exact_address(self):
        old = self.payload(b"ett")
        print_editions([old])
        print_editions([correct(old, attachments=[])])
        assert self.find(old, exact=True) is not None
        assert self.find(old, exact=False) is None

    @pytest.mark.parametrize("goodbye", [withdraw, delete])
    def test_withdrawal_takes_old_and_new_bytes(self, goodbye):
        old = self.payload(b"ett")
        new = {**old, "attachments": self.payload(b"nytt")["attachments"]}
        print_editions([old])
        print_editions([correct(new)])
        print_editions([goodbye(new)])
        for payload in (old, new):
            assert self.find(payload, exact=True) is None
            assert self.find(payload, exact=False) is None

    def test_file_that_another_item_or_language_still_carries_stays(self):
        mine, other = self.payload(b"ett"), self.payload(b"ett")
        english = {**mine, "language": "en"}
        print_editions([mine, other, english])
        print_editions([withdraw(mine)])
        assert self.find(mine, exact=False) is not None
        print_editions([withdraw(english)])
        assert self.find(mine, exact=False).item_key == PublicFile.objects.get().item_key
        print_editions([withdraw(other)])
        assert self.find(mine, exact=True) is None

    def test_old_bytes_do_not_come_back_with_a_new_public_life(self):
        old = self.payload(b"ett")
        print_editions([old])
        print_editions([correct(old, attachments=[])])
        print_editions([withdraw(old)])
        print_editions([{**old, "attachments": []}])
        assert self.find(old, exact=True) is None

    def test_other_name_or_asset_is_no_address(self):
        payload = self.payload(b"ett")
        print_editions([payload])
        file = payload["attachments"][0]["file"]
        assert queries.find_public_file(asset=file["asset"], name="annat.pdf") is None
        assert queries.find_public_file(asset="annan", name=file["name"]) is None
        assert queries.find_public_file(asset=file["asset"], name=file["name"], sha256_start="0" * 16) is None


@pytest.mark.django_db
def test_head_of_an_empty_ledger_and_after_a_release(django_assert_num_queries):
    assert queries.get_head() == queries.Head(0, None)
    (edition,) = print_editions([make_payload()])
    with django_assert_num_queries(1):
        head = queries.get_head()
    assert (head.seq, head.moved_at) == (1, edition.released_at)
    assert str(LedgerHead.objects.get()) == "ledger at 1"


@pytest.mark.django_db
def test_codes_that_the_ledger_has(django_assert_num_queries):
    print_editions([make_term("tag", "sommar", "Sommar")])
    with django_assert_num_queries(1):
        assert queries.find_terms([("tag", "sommar"), ("area", "sommar"), ("tag", "vinter")]) == {
            ("tag", "sommar")
        }
    with django_assert_num_queries(0):
        assert queries.find_terms([]) == set()


@pytest.mark.django_db
def test_calendar_comes_in_the_order_of_its_times_and_keeps_the_latest():
    entries = [
        make_term("calendar", code, title, order=order)
        for code, title, order in (("c", "Cirkus", 3), ("a", "Aula", 3), ("b", "Bad", 1))
    ]
    print_editions(
        [*entries, make_term("calendar", "borta", "Borta", order=9), make_term("tag", "sommar", "S")]
    )
    print_editions([withdraw(make_term("calendar", "borta", "Borta", order=9))])
    with surrogates.noting() as names:
        assert [row.public_id for row in queries.list_calendar("sv")] == ["b", "a", "c"]
    assert names == {"list:sv:calendar"}
    assert {row.public_id for row in queries.list_calendar("sv", limit=2)} == {"a", "c"}
    assert queries.list_calendar("en") == []


@pytest.mark.django_db
def test_origin_is_the_first_item_for_ever_and_empty_before_it():
    with surrogates.noting() as names:
        assert queries.get_origin() == ""
    assert names == {surrogates.EVERYTHING}
    first = make_payload()
    print_editions([first, make_payload()])
    print_editions([withdraw(first)])
    with surrogates.noting() as names:
        assert queries.get_origin() == first["key"]
    assert names == set()


@pytest.mark.django_db
class TestNames:
    """Each question notes where it looked, so that a cache forgets its answer in time."""

    @pytest.fixture
    def current(self) -> CurrentEdition:
        print_editions([make_payload(attachments=[make_attachment()])])
        return CurrentEdition.objects.get()

    def test_of_an_items_editions(self, current: CurrentEdition):
        with surrogates.noting() as names:
            queries.list_editions(current)
        assert names == {f"item:message:{current.public_id}:sv"}
        with surrogates.noting() as names:
            queries.find_edition(current, 1)
        assert names == {f"item:message:{current.public_id}:sv"}

    def test_of_an_address_in_whatever_language(self):
        with surrogates.noting() as names:
            queries.list_languages_of(item_type="area", public_id="skola")
            queries.find_terms([("tag", "sommar")])
        assert names == {"item:area:skola", "item:tag:sommar"}

    def test_of_a_file_and_of_whoever_carries_it(self, current: CurrentEdition):
        file = PublicFile.objects.get()
        with surrogates.noting() as names:
            assert queries.find_public_file(asset=file.asset, name=file.name) == file
            assert queries.find_public_file(asset="annan", name=file.name) is None
        assert names == {
            surrogates.file(file.asset),
            surrogates.file("annan"),
            surrogates.identity(current.item_key),
        }
