"""A visitor that names itself, asks first, takes no more than it needs, and never raises."""

from __future__ import annotations

import pytest

from pressroom.copies import fetching
from pressroom.copies.fetching import MOST_BYTES, Visit, visit_page
from pressroom.outgoing.client import Answer
from pressroom.outgoing.enums import Failure, Refusal
from pressroom.outgoing.exceptions import AddressRefusedError, NotAnsweredError
from tests.fakes.receiver import Receiver, Reply

URL = "https://kommunen.example/nyhet"
HTML = {"content-type": "text/html; charset=utf-8"}
NO_ROBOTS = Answer(404, {}, b"", is_cut=False, seconds=0.1)


@pytest.fixture(autouse=True)
def _anew():
    fetching.forget_robots()
    yield
    fetching.forget_robots()


def answer(status: int = 200, body: bytes = b"<p>Hej", *, is_cut: bool = False, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, HTML | named, body, is_cut=is_cut, seconds=0.1)


class Site:
    """Answers by address; robots.txt is not there unless it is given. Keeps what it was asked."""

    def __init__(self, pages: dict, robots: Answer | Exception = NO_ROBOTS) -> None:
        self.pages, self.robots = pages, robots
        self.asked: list[tuple[str, dict]] = []

    def __call__(self, method, url, *, headers, within, most) -> Answer:
        self.asked.append((url, dict(headers)))
        found = self.robots if url.endswith("/robots.txt") else self.pages[url]
        if isinstance(found, Exception):
            raise found
        return found


def test_a_page_is_read_by_a_visitor_that_says_who_it_is():
    site = Site({URL: answer(etag='"a"', last_modified="Tue, 03 Mar 2026 08:00:00 GMT")})
    outcome = visit_page(Visit(1, URL), ask=site)
    assert outcome.reading is not None
    assert outcome.reading.words.raws == ("Hej",)
    assert (outcome.etag, outcome.trouble, outcome.status) == ('"a"', "", 200)
    assert [url for url, _headers in site.asked] == ["https://kommunen.example/robots.txt", URL]
    for _url, headers in site.asked:
        assert headers["User-Agent"] == "samverkan-pressrum/1.0 (+http://testserver; visits registered pages)"


def test_only_what_has_changed_is_asked_for():
    site = Site({URL: Answer(304, {}, b"", is_cut=False, seconds=0.1)})
    outcome = visit_page(Visit(1, URL, etag='"a"', last_modified="igår"), ask=site)
    assert outcome.is_unchanged
    assert outcome.etag == '"a"'
    assert site.asked[-1][1]["If-None-Match"] == '"a"'
    assert site.asked[-1][1]["If-Modified-Since"] == "igår"


@pytest.mark.parametrize(
    ("found", "trouble", "status"),
    [
        (answer(404), "status", 404),
        (answer(503), "status", 503),
        (answer(content_type="application/pdf"), "not_html", None),
        (answer(content_encoding="gzip"), "not_html", None),
        (answer(is_cut=True), "too_large", None),
        (NotAnsweredError(Failure.TIMEOUT), "timeout", None),
        (AddressRefusedError(Refusal.NOT_PUBLIC), "not_public", None),
        (answer(302, location=URL), "redirects", None),
        (RuntimeError("fel"), "fault", None),
    ],
)
def test_what_can_not_be_read_says_why(found, trouble, status, caplog):
    outcome = visit_page(Visit(1, URL), ask=Site({URL: found}))
    assert (outcome.trouble, outcome.status, outcome.reading) == (trouble, status, None)
    assert not outcome.is_unchanged


def test_a_page_that_has_moved_is_followed_and_each_site_is_asked_first():
    elsewhere = "https://ny.example/nyhet"
    site = Site({URL: answer(301, location=elsewhere), elsewhere: answer()})
    assert visit_page(Visit(1, URL), ask=site).reading is not None
    assert [url for url, _headers in site.asked] == [
        "https://kommunen.example/robots.txt",
        URL,
        "https://ny.example/robots.txt",
        elsewhere,
    ]


@pytest.mark.parametrize(
    ("robots", "trouble"),
    [
        (answer(body=b"User-agent: *\nDisallow: /"), "robots"),
        (answer(body=b"User-agent: samverkan-pressrum\nDisallow: /nyhet"), "robots"),
        (answer(body=b"User-agent: *\nDisallow: /\n\nUser-agent: samverkan-pressrum\nDisallow:"), ""),
        (answer(body=b"User-agent: annan\nDisallow: /"), ""),
        (answer(body=b"\xff\x00<html>"), ""),
        (answer(403), ""),
        (answer(500), "status"),
        (NotAnsweredError(Failure.NAME), "name"),
    ],
)
def test_robots_are_obeyed(robots, trouble):
    site = Site({URL: answer()}, robots)
    assert visit_page(Visit(1, URL), ask=site).trouble == trouble
    assert (URL in dict(site.asked)) == (trouble == "")


def test_robots_are_asked_for_once_a_day():
    site = Site({URL: answer()})
    for _ in range(3):
        visit_page(Visit(1, URL), ask=site)
    assert [url for url, _headers in site.asked].count("https://kommunen.example/robots.txt") == 1


def test_through_the_real_door(settings):
    settings.OUTGOING_TO_THIS_MACHINE = True
    with Receiver(Reply(200, {"Content-Type": "text/html"}, b"<p>Hej")) as receiver:
        outcome = visit_page(Visit(1, receiver.url("/sida")))
        assert outcome.reading is not None
        assert [one.path for one in receiver.received] == ["/robots.txt", "/sida"]
        receiver.answer = Reply(200, {"Content-Type": "text/html"}, b"x" * (MOST_BYTES + 1))
        assert visit_page(Visit(1, receiver.url("/stor"))).trouble == "too_large"
    settings.OUTGOING_TO_THIS_MACHINE = False
    fetching.forget_robots()
    assert visit_page(Visit(1, "https://127.0.0.1/sida")).trouble == "not_public"
