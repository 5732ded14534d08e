"""The public calendar: pages in both languages, the API, the front page; nothing but what was written for it."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common import clock
from tests.factories.cms_ledger import correct, make_ref, make_term, print_editions

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=clock.UTC)


@pytest.fixture(autouse=True)
def _still():
    with clock.set_to(NOW):
        yield


def make_entry(code, *, starts_at="2026-03-03T08:00:00.000Z", status="confirmed", language="sv", **more):
    return make_term(
        "calendar", code, more.pop("title", "Besked om sommaren"), language=language, order=int(starts_at[8:10]),
        calendar={"starts_at": starts_at, "zone": "Europe/Stockholm", "status": status},
        owner=make_ref("organisation", "jarva", "Järva"), **more,
    )  # fmt: skip


def test_list_shows_what_is_ahead_first_in_words(client):
    print_editions(
        [
            make_entry("a", title="Sist", starts_at="2026-03-05T08:00:00.000Z", status="provisional"),
            make_entry("b", title="Först"),
            make_entry("c", title="Var ute", starts_at="2026-03-01T08:00:00.000Z", status="released"),
            make_entry("d", title="Blev inte av", starts_at="2026-03-04T08:00:00.000Z", status="cancelled"),
            make_entry("e", title="Blev aldrig", starts_at="2026-03-01T09:00:00.000Z", status="cancelled"),
        ]
    )
    page = client.get("/sv/kalender/").content.decode()
    places = [page.index(title) for title in ("Först", "Blev inte av", "Sist", "Nyligen", "Var ute")]
    assert places == sorted(places)
    assert page.index("Blev aldrig") > page.index("Nyligen")
    assert "Tisdag 3 mars 2026 kl. 09.00, svensk tid" in page
    for words in ("Preliminär tid", "Bekräftad tid", "Inställt", "Släppt"):
        assert words in page


def test_list_speaks_english(client):
    print_editions([make_entry("a", language="en", title="News", status="provisional")])
    page = client.get("/en/calendar/").content.decode()
    assert "Provisional time" in page
    assert "Tuesday 3 March 2026 at 09:00, Swedish time" in page
    assert 'href="/sv/kalender/"' in page


def test_empty_calendar_says_so(client):
    assert "Inget är utannonserat just nu." in client.get("/sv/kalender/").content.decode()


def test_calendar_is_in_the_menu_and_the_next_on_the_front_page(client):
    print_editions([make_entry("a")])
    page = client.get("/sv/").content.decode()
    assert '<a href="/sv/kalender/"' in page
    assert "Besked om sommaren" in page
    assert "tisdag 3 mars 2026 kl. 09.00, svensk tid" in page


def test_entry_has_a_page_with_its_changes(client):
    first = make_entry("a", summary="Vi berättar mer då.")
    print_editions([first])
    moved = {**first["calendar"], "starts_at": "2026-03-04T08:00:00.000Z"}
    print_editions([correct(first, "Nämnden möts senare.", calendar=moved)])
    page = client.get("/sv/kalender/a/").content.decode()
    for words in ("Besked om sommaren", "Vi berättar mer då.", "Bekräftad tid", "onsdag 4 mars 2026"):
        assert words in page
    assert "Nämnden möts senare." in page
    former = client.get("/sv/kalender/a/utgava/1/").content.decode()
    assert "tisdag 3 mars 2026" in former
    assert client.get("/sv/kalender/a/historik/").status_code == 200


def test_cancelled_entry_says_so(client):
    print_editions([make_entry("a", status="cancelled")])
    page = client.get("/sv/kalender/a/").content.decode()
    assert "Inställt" in page
    assert "<s>tisdag 3 mars 2026" in page


def test_entries_are_no_news(client):
    print_editions([make_entry("a")])
    assert client.get("/api/v1/items").json()["items"] == []
    assert "Besked om sommaren" not in client.get("/sv/feed.rss").content.decode()
    assert client.get("/api/v1/items/a").status_code == 404


def test_api_lists_by_time_and_narrows_by_status(client):
    print_editions(
        [
            make_entry("b", starts_at="2026-03-05T08:00:00.000Z", status="provisional"),
            make_entry("a"),
        ]
    )
    items = client.get("/api/v1/calendar").json()["items"]
    assert [item["id"] for item in items] == ["a", "b"]
    assert items[0]["calendar"]["status"] == "confirmed"
    items = client.get("/api/v1/calendar?status=provisional").json()["items"]
    assert [item["id"] for item in items] == ["b"]
    assert client.get("/api/v1/calendar?status=soon").status_code == 400


def test_api_has_one_entry_with_its_own_address(client):
    print_editions([make_entry("a")])
    document = client.get("/api/v1/calendar/a").json()
    assert document["calendar"]["starts_at"] == "2026-03-03T08:00:00.000Z"
    assert "/api/v1/calendar/a" in document["translations"][0]["api_url"]


def test_list_names_the_calendar_to_subscribe_to(client):
    page = client.get("/en/calendar/").content.decode()
    assert '<link rel="alternate" type="text/calendar" href="/en/calendar.ics"' in page
    assert "Subscribe in a calendar program (iCalendar)" in page
    assert client.get("/en/calendar.ics").status_code == 200
