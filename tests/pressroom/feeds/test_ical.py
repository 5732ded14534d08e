"""The calendar, read by two other programs: what is announced, how sure it is, and when in Swedish time."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from django.test import override_settings

import icalendar
import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.ledger.rebuilding import rebuild
from cms.organisations.models import Organisation, PressContact
from pressroom.feeds.announcements import MAX_EVENTS, Announcement, Announcements
from pressroom.feeds.content import Entry
from pressroom.feeds.ical import build_calendar
from pressroom.feeds.text import xml_text
from pressroom.http import clear_memo
from tests.assertions.http import assert_conditional, count_queries
from tests.assertions.json_contract import assert_contract
from tests.factories.cms_ledger import (
    correct,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

FEED = "/sv/calendar.ics"
AT = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")

database = pytest.mark.django_db


def make_entry(code, *, starts_at="2026-03-03T08:00:00.000Z", status="confirmed", **more):
    jarva = make_ref("organisation", "jarva", "Järva stadsdelsförvaltning")
    facts = {"starts_at": starts_at, "zone": "Europe/Stockholm", "status": status}
    minutes = int(dt.datetime.fromisoformat(starts_at).timestamp()) // 60
    values = {"title": "Besked om sommaren", "owner": jarva, "responsible": jarva, "order": minutes, **more}
    return make_term("calendar", code, values.pop("title"), calendar=facts, **values)


def with_time(entry, starts_at, **facts):
    return {"calendar": {**entry["calendar"], "starts_at": starts_at, **facts}}


def read(document):
    """Check what RFC 5545 asks of every calendar, and that both readers see the same; return the first's."""
    assert re.fullmatch(rb"(?:[^\r\n]{1,75}\r\n)+", document)
    calendar = icalendar.Calendar.from_ical(document)
    assert [calendar[name] for name in ("version", "calscale")] == ["2.0", "GREGORIAN"]
    assert not calendar.errors
    uids = [str(event["uid"]) for event in calendar.events]
    assert len(uids) == len(set(uids))
    other = vobject.readOne(document.decode())
    seen = [
        (str(event["uid"]), event.start.astimezone(dt.UTC), str(event["summary"]), str(event["description"]))
        for event in calendar.events
    ]
    assert seen == [
        (
            event.uid.value,
            event.dtstart.value.astimezone(dt.UTC),
            event.summary.value,
            event.description.value,
        )
        for event in other.contents.get("vevent", [])
    ]
    for event in calendar.events:
        assert not event.errors
        for name in ("dtstamp", "dtstart", "uid", "sequence", "status", "last-modified", "url", "summary"):
            assert not isinstance(event[name], list), name
    return calendar


def events(client, url=FEED):
    return read(client.get(url).content).events


@database
def test_whole_calendar_is_as_promised(client):
    provisional = make_entry("a", status="provisional", summary="Vi berättar om sommaren, i juni.")
    print_editions([provisional, make_entry("b", starts_at="2026-04-03T08:00:00.000Z")], released_at=AT)
    moved = with_time(provisional, "2026-03-04T08:00:00.000Z")
    print_editions([correct(provisional, "Nämnden möts senare.", **moved)], released_at=AT)
    response = client.get(FEED)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    read(response.content)
    assert_contract("calendar.ics", response.content.decode().replace("\r\n", "\n"))


@database
@pytest.mark.parametrize(
    ("status", "shown", "title", "words"),
    [
        ("provisional", "TENTATIVE", "Preliminärt: Besked", "Preliminär tid."),
        ("confirmed", "CONFIRMED", "Besked", "Bekräftad tid."),
        ("released", "CONFIRMED", "Besked", "Släppt."),
        ("cancelled", "CANCELLED", "Inställt: Besked", "Inställt."),
    ],
)
def test_how_sure_it_is(client, status, shown, title, words):
    print_editions([make_entry("a", status=status, title="Besked")])
    (event,) = events(client)
    assert (event["status"], event["x-press-status"], event["summary"]) == (shown, status, title)
    assert words in event["description"]


@database
def test_a_change_keeps_the_uid_and_counts_on(client):
    entry = make_entry("a", status="provisional")
    print_editions([entry], released_at=AT)
    (before,) = events(client)
    assert (before["sequence"], before["last-modified"].dt) == (1, AT)
    moved = with_time(entry, "2026-03-05T10:30:00.000Z", status="confirmed")
    print_editions([correct(entry, "Nämnden möts senare.", **moved)], released_at=AT + dt.timedelta(days=1))
    (after,) = events(client)
    assert after["uid"] == before["uid"]
    assert (after["sequence"], after["status"]) == (2, "CONFIRMED")
    assert after["last-modified"].dt == after["dtstamp"].dt == AT + dt.timedelta(days=1)
    assert after["created"].dt == AT
    assert after.start == dt.datetime(2026, 3, 5, 11, 30, tzinfo=STOCKHOLM)
    assert "Ändrat 2026-03-02: Nämnden möts senare." in after["description"]
    print_editions([refresh(entry, **with_time(entry, "2026-03-05T10:30:00.000Z", status="released"))])
    (released,) = events(client)
    assert (released["uid"], released["sequence"]) == (before["uid"], 3)


@database
def test_uid_outlives_the_domain(client):
    print_editions([make_entry("a")])
    (before,) = events(client)
    with override_settings(PUBLIC_BASE_URL="https://press.example.org"):
        rebuild()
        clear_memo()
        (after,) = events(client)
    assert after["url"] == "https://press.example.org/sv/kalender/a/"
    assert after["uid"] == before["uid"]
    assert "testserver" not in after["uid"]


@database
def test_withdrawn_entry_is_not_in_it(client):
    entry = make_entry("a", title="Fel rubrik")
    print_editions([entry, make_entry("b", title="Kvar")])
    print_editions([withdraw(entry, "Skälet.")])
    content = client.get(FEED).content.decode()
    assert "Fel rubrik" not in content
    assert [event["summary"] for event in events(client)] == ["Kvar"]


@database
@pytest.mark.parametrize(
    ("starts_at", "written"),
    [
        ("2026-03-29T00:59:00.000Z", "DTSTART;TZID=Europe/Stockholm:20260329T015900"),
        ("2026-03-29T01:00:00.000Z", "DTSTART;TZID=Europe/Stockholm:20260329T030000"),
        ("2026-10-25T00:30:00.000Z", "DTSTART;TZID=Europe/Stockholm:20261025T023000"),
        ("2026-10-25T01:30:00.000Z", "DTSTART:20261025T013000Z"),
        ("2026-10-25T02:30:00.000Z", "DTSTART;TZID=Europe/Stockholm:20261025T033000"),
        ("2031-07-01T10:00:00.000Z", "DTSTART;TZID=Europe/Stockholm:20310701T120000"),
    ],
)
def test_swedish_time_on_both_days_when_clocks_change(client, starts_at, written):
    print_editions([make_entry("a", starts_at=starts_at)])
    content = client.get(FEED).content
    assert f"\r\n{written}\r\n".encode() in content
    (event,) = read(content).events
    assert event.start.astimezone(dt.UTC) == dt.datetime.fromisoformat(starts_at)


@database
def test_zone_is_right_by_itself_for_whoever_knows_no_zone_of_this_name(client):
    print_editions([make_entry("a")])
    text = client.get(FEED).content.decode().replace("Europe/Stockholm", "Custom/Zone")
    zone = icalendar.Calendar.from_ical(text).timezones[0].to_tz(lookup_tzid=False)
    days = [
        (year, month, day) for year in (1997, 2026, 2040) for month in (1, 3, 7, 10) for day in range(1, 32)
    ]
    for year, month, day in days:
        for hour in (0, 1, 4, 12):
            known = dt.datetime(year, month, day, hour, tzinfo=STOCKHOLM)
            assert known.replace(tzinfo=zone).utcoffset() == known.utcoffset(), known


@database
def test_who_answers_and_example_are_said(client):
    organisation = Organisation.objects.create(code="jarva")
    PressContact.objects.create(organisation=organisation, name="Anna Exempel", phone="08-508")
    print_editions([make_entry("a")])
    (event,) = events(client)
    assert event["contact"] == "Frågor besvaras av Järva stadsdelsförvaltning. Anna Exempel, 08-508."
    assert "Anna Exempel" in event["description"]
    assert "Påhittat exempel." in event["description"]


@database
def test_every_language_has_its_calendar_and_only_announcements_are_in_it(client):
    entry = make_entry("a")
    print_editions([entry, {**entry, "language": "ar", "title": "الصيف"}, make_payload()])
    (swedish,), (arabic,) = events(client), events(client, "/ar/calendar.ics")
    assert arabic["summary"] == "الصيف"
    assert arabic["summary"].params["language"] == "ar"
    assert swedish["uid"] != arabic["uid"]
    assert "موعد مؤكد." in arabic["description"]


@database
def test_empty_calendar_is_valid(client):
    assert events(client) == []


@database
def test_refusals(client):
    assert client.get(f"{FEED}?status=confirmed").status_code == 400
    assert client.get(f"{FEED}?x=%00").status_code == 400
    assert client.get(f"{FEED}?x={'y' * 3000}").status_code == 414
    assert client.get("/xx/calendar.ics").status_code == 404
    assert client.post(FEED).status_code == 405


@database
def test_answer_is_conditional_and_readable_by_any_site(client):
    print_editions([make_entry("a")])
    assert_conditional(client, FEED)
    assert client.get(FEED).headers["Access-Control-Allow-Origin"] == "*"


@database
def test_queries_and_length_do_not_grow(client):
    print_editions([make_entry("a")])
    few = count_queries(client, FEED)
    start = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    times = [(start + dt.timedelta(hours=n)).isoformat() for n in range(MAX_EVENTS + 50)]
    print_editions([make_entry(f"n{number}", starts_at=at) for number, at in enumerate(times)])
    assert count_queries(client, FEED) == few <= 6
    found = events(client)
    assert len(found) == MAX_EVENTS
    assert found[-1].start == start + dt.timedelta(hours=MAX_EVENTS + 49)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
@example("\x00\r\nBEGIN:VEVENT\r\n")
@example("\\n;,:\"'=\u2028\x0b\x85 ")
@example("الصيف \u202bRTL\u202c 🏳️‍🌈 " + "ö" * 20_000)
def test_every_text_comes_back_as_it_was(text):
    line = xml_text(text)
    entry = Entry(
        uri="urn:uuid:0", url="http://testserver/sv/", title=line, summary=line, language="sv", published_at=AT,
        changed_at=AT, responsible=None, contact=line, signatories=(), corrections=(), categories=(), picture=None,
        edition={}, example_note="",
    )  # fmt: skip
    event = Announcement(entry, AT, "confirmed", 1, AT, line, f"{line}\n{line}")
    calendar = Announcements("urn:uuid:1", line, line, line, "sv", "http://x/", "http://x/c", (event,))
    document = build_calendar(calendar)
    found = icalendar.Calendar.from_ical(document)
    assert str(found["description"]) == line
    (event,) = found.events
    assert (str(event["summary"]), str(event["description"])) == (line, f"{line}\n{line}")
    other = vobject.readOne(document.decode())
    assert other.vevent.summary.value == line
    assert other.vevent.description.value == f"{line}\n{line}"
