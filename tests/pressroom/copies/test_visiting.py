"""Pages are visited when they are due, by one visitor at a time; what was found is written down and stays small."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from cms.common import clock
from pressroom.copies import schedule
from pressroom.copies.consumer import Checker, take_in
from pressroom.copies.fetching import Outcome, Visit
from pressroom.copies.hands import Threads
from pressroom.copies.models import FoundCopy, PartnerPage
from pressroom.copies.reading import read_page
from pressroom.copies.visiting import claim, prune, record
from pressroom.partners import services as partners
from tests.factories.cms_ledger import FIRST_RELEASE, correct, delete, print_editions, withdraw
from tests.factories.cms_workshop import make_chief
from tests.factories.pressroom_copies import (
    SENTENCES,
    Remembering,
    html_of,
    make_page,
    make_partner_page,
    make_text,
)
from tests.factories.pressroom_partners import make_partner

pytestmark = pytest.mark.django_db
NOW = FIRST_RELEASE + dt.timedelta(days=1)
ETAG = '"en"'


@pytest.fixture(autouse=True)
def _frozen():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def text():
    payload = make_text()
    take_in(print_editions([payload]))
    return payload


def showing(content: str):
    """Return what a site answers that has `content` on each of its pages."""
    return lambda visit: Outcome(visit, read_page(make_page(content)), status=200, etag=ETAG)


def failing(visit: Visit) -> Outcome:
    return Outcome(visit, trouble="timeout")


def unchanged(visit: Visit) -> Outcome:
    return Outcome(visit, etag=visit.etag)


def visit_all(answer, *, at: dt.datetime = NOW) -> Remembering:
    hands = Remembering(answer)
    with clock.set_to(at):
        Checker(hands).turn()
    return hands


def found(page: PartnerPage) -> list[tuple]:
    return list(page.found.values_list("item", "state", "number"))


def test_what_is_found_is_written_down_and_the_page_is_due_the_next_day(text):
    page = make_partner_page()
    visit_all(showing(html_of(text).replace("nattetid", "dagtid")))
    page.refresh_from_db()
    [row] = page.found.all()
    assert (row.item, row.state, row.number, row.since) == (text["id"], "altered", 1, NOW)
    assert ["removed", "nattetid,"] in row.passages[0]
    assert (page.reached_at, page.failing_since, page.lease_until) == (NOW, None, None)
    assert schedule.EVERY <= page.due_at - NOW <= schedule.EVERY * 1.1
    assert visit_all(failing, at=NOW + dt.timedelta(hours=23)).visits == []


def test_a_state_keeps_its_time_until_it_is_another(text):
    page = make_partner_page()
    day = dt.timedelta(days=2)
    for number in range(2):
        visit_all(showing(html_of(text)), at=NOW + number * day)
    row = page.found.get()
    assert (row.since, row.seen_at) == (NOW, NOW + day)
    visit_all(showing(html_of(text).replace("nattetid", "dagtid")), at=NOW + 2 * day)
    assert page.found.get().since == NOW + 2 * day
    visit_all(showing("<p>Inget kvar.</p>"), at=NOW + 4 * day)
    assert found(page) == []


def test_a_page_that_has_not_changed_is_asked_for_only_if_nothing_of_ours_has(text):
    page = make_partner_page()
    visit_all(showing(html_of(text)))
    second = visit_all(unchanged, at=NOW + dt.timedelta(days=2))
    assert [visit.etag for visit in second.visits] == [ETAG]
    assert found(page) == [(text["id"], "current", 1)]
    take_in(print_editions([correct(text)]))
    third = visit_all(unchanged, at=NOW + dt.timedelta(days=4))
    assert [visit.etag for visit in third.visits] == [""]
    week = visit_all(showing(html_of(text)), at=NOW + dt.timedelta(days=6))
    assert [visit.etag for visit in week.visits] == [""]


def test_once_a_week_a_page_is_read_whole(text):
    make_partner_page()
    visit_all(showing(html_of(text)))
    later = visit_all(unchanged, at=NOW + dt.timedelta(days=7))
    assert [visit.etag for visit in later.visits] == [""]


def test_what_can_not_be_reached_keeps_what_was_found_and_is_tried_sooner(text):
    page = make_partner_page()
    visit_all(showing(html_of(text)))
    since = NOW + dt.timedelta(days=2)
    visit_all(failing, at=since)
    page.refresh_from_db()
    assert (page.trouble, page.failing_since, page.reached_at, page.failures) == ("timeout", since, NOW, 1)
    assert page.due_at - since <= schedule.AGAIN[0] * 1.1
    assert found(page) == [(text["id"], "current", 1)]
    visit_all(failing, at=page.due_at)
    page.refresh_from_db()
    assert (page.failing_since, page.failures) == (since, 2)
    back = visit_all(showing(html_of(text)), at=page.due_at)
    assert [visit.etag for visit in back.visits] == [""]
    page.refresh_from_db()
    assert (page.trouble, page.failing_since, page.failures) == ("", None, 0)


@pytest.mark.parametrize("make", [correct, withdraw, delete])
def test_an_edition_of_a_text_that_is_shown_makes_the_page_due_within_the_hour(text, make):
    shown, expecting, other = (make_partner_page(f"https://{name}.example/") for name in "abc")
    visit_all(showing("<p>Inget.</p>"))
    for page in (shown, expecting, other):
        page.refresh_from_db()
    FoundCopy.objects.create(
        page=shown,
        item=text["id"],
        language="sv",
        state="altered",
        since=NOW,
        seen_at=NOW,
        passages=[["x", "y"]],
    )
    PartnerPage.objects.filter(pk=expecting.pk).update(expected=[text["id"]])
    take_in(print_editions([make(text)]))
    for page in (shown, expecting):
        page.refresh_from_db()
        assert page.due_at == NOW + schedule.AFTER_EDITION
    assert PartnerPage.objects.get(pk=other.pk).due_at == other.due_at


@pytest.mark.parametrize(("make", "kept"), [(correct, [["x", "y"]]), (withdraw, []), (delete, [])])
def test_words_of_what_is_gone_are_forgotten_at_once(text, make, kept):
    row = FoundCopy.objects.create(
        page=make_partner_page(),
        item=text["id"],
        state="altered",
        since=NOW,
        seen_at=NOW,
        passages=[["x", "y"]],
    )
    take_in(print_editions([make(text)]))
    row.refresh_from_db()
    assert row.passages == kept


def test_one_page_of_a_site_at_a_time_and_none_of_a_partner_at_rest():
    first = make_partner_page("https://a.example/1")
    make_partner_page("https://a.example/2")
    other = make_partner_page("https://b.example/")
    resting = make_partner("Vilande")
    make_partner_page("https://c.example/", partner=resting)
    partners.pause(partner=resting, by=make_chief())
    assert {visit.page_id for visit in claim(limit=8, hosts=())} == {first.pk, other.pk}
    assert claim(limit=8, hosts={"a.example"}) == []


def test_a_page_is_visited_by_whoever_has_its_lease():
    page = make_partner_page()
    assert len(claim(limit=8, hosts=())) == 1
    assert claim(limit=8, hosts=()) == []
    with clock.set_to(NOW + schedule.LEASE):
        assert [visit.page_id for visit in claim(limit=8, hosts=())] == [page.pk]
    assert claim(limit=0, hosts=()) == []


def test_a_page_that_was_removed_meanwhile_is_passed_over(text):
    page = make_partner_page()
    [visit] = claim(limit=1, hosts=())
    page.delete()
    record([showing(html_of(text))(visit)])
    assert not FoundCopy.objects.exists()


def test_what_has_not_been_read_for_long_is_forgotten(text):
    page = make_partner_page()
    visit_all(showing(html_of(text)))
    assert prune(NOW + schedule.FORGOTTEN_AFTER) == 0
    assert prune(NOW + schedule.FORGOTTEN_AFTER + dt.timedelta(seconds=1)) == 1
    assert PartnerPage.objects.filter(pk=page.pk).exists()


def test_nothing_of_the_page_itself_is_kept(text):
    page = make_partner_page()
    visit_all(showing(html_of(text) + "<p>Hemligheter om någon annan</p>"))
    kept = str(list(PartnerPage.objects.values()) + list(FoundCopy.objects.values()))
    page.refresh_from_db()
    assert len(page.digest) == 32
    for word in ("Hemligheter", "Godkänn", SENTENCES[0]):
        assert word not in kept


def test_a_site_that_hangs_delays_no_other():
    """With real threads: the slow one is still out when the quick one has long come back."""
    slow, quick = make_partner_page("https://slow.example/"), make_partner_page("https://quick.example/")
    going_on = threading.Event()

    def answer(visit: Visit) -> Outcome:
        if visit.page_id == slow.pk:
            going_on.wait(20)
        return failing(visit)

    checker = Checker(Threads(answer, most=2))
    try:
        for _turn in range(50):
            checker.turn()
            quick.refresh_from_db()
            if quick.visited_at is not None:
                break
        assert quick.visited_at == NOW
        slow.refresh_from_db()
        assert slow.visited_at is None
        third = make_partner_page("https://third.example/")
        for _turn in range(50):
            checker.turn()
            third.refresh_from_db()
            if third.visited_at is not None:
                break
        assert third.visited_at == NOW
    finally:
        going_on.set()
