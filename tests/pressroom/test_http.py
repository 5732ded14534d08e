"""Public answers are a pure function of the address and the ledger: kept, validated, never half of a release."""

from django.db import connection
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

import pytest

from pressroom import http
from tests.factories.cms_ledger import make_payload, print_editions

pytestmark = pytest.mark.django_db


class Builder:
    """Builds a page and remembers how often."""

    def __init__(self, body="text", **headers):
        self.calls = 0
        self.body = body
        self.headers = headers

    def __call__(self, head):
        self.calls += 1
        return HttpResponse(self.body, headers=self.headers)


def ask(build, path="/sv/", method="get", **more):
    options = {name: more.pop(name) for name in ("variant", "reads_often") if name in more}
    request = getattr(RequestFactory(), method)(path, headers=more)
    return http.ledger_response(request, build, **options)


def test_an_answer_is_built_once_per_address_and_ledger_head():
    build = Builder()
    ask(build)
    ask(build)
    assert build.calls == 1
    ask(build, path="/sv/?cursor=1")
    ask(build, variant="later")
    assert build.calls == 3
    print_editions([make_payload()])
    ask(build)
    assert build.calls == 4


def test_the_host_makes_no_difference():
    build = Builder()
    first = http.ledger_response(RequestFactory(headers={"host": "a.example"}).get("/sv/"), build)
    second = http.ledger_response(RequestFactory(headers={"host": "b.example"}).get("/sv/"), build)
    assert build.calls == 1
    assert first.content == second.content


def test_says_how_it_may_be_kept():
    print_editions([make_payload()])
    response = ask(Builder("text"))
    assert response["Cache-Control"] == "public, no-cache"
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"].endswith("GMT")
    assert response["Content-Length"] == "4"
    assert "Vary" not in response


def test_the_etag_follows_the_body_and_nothing_else():
    first = ask(Builder("a"))["ETag"]
    print_editions([make_payload()])
    assert ask(Builder("a"))["ETag"] == first
    print_editions([make_payload()])
    assert ask(Builder("b"))["ETag"] != first


@pytest.mark.parametrize("sent", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_an_unchanged_answer_is_304_for_one_query(sent):
    build = Builder("text")
    etag = ask(build)["ETag"]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = ask(build, **{"if-none-match": sent.format(etag=etag)})
    assert len(queries) == 1
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert "Content-Type" not in response


@pytest.mark.parametrize("sent", ['"other"', "other", "", "W/"])
def test_another_etag_gets_the_whole_answer(sent):
    assert ask(Builder("text"), **{"if-none-match": sent}).content == b"text"


def test_head_has_the_headers_and_no_body():
    response = ask(Builder("text"), method="head")
    assert response.content == b""
    assert response["Content-Length"] == "4"


def test_what_the_builder_raises_is_not_kept():
    def build(head):
        raise Http404

    with pytest.raises(Http404):
        ask(build)
    assert ask(Builder("text")).content == b"text"


def test_an_answer_that_is_not_200_has_no_etag():
    response = ask(lambda head: HttpResponse("gone", status=410))
    assert response.status_code == 410
    assert "ETag" not in response


def test_a_stream_passes_through_unkept():
    assert b"".join(ask(lambda head: StreamingHttpResponse([b"a", b"b"])).streaming_content) == b"ab"


def test_a_release_during_building_is_never_shown_in_halves():
    seen = []

    def build(head):
        seen.append(head.seq)
        if len(seen) == 1:
            print_editions([make_payload()])
        return HttpResponse(f"at {head.seq}")

    assert ask(build, reads_often=True).content == b"at 1"
    assert seen == [0, 1]
    assert ask(build).content == b"at 1"
    assert seen == [0, 1]


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(http, "_memo", http._Memo(10 * 3_000))
    small = Builder("x" * 1_000)
    for number in range(20):
        ask(small, path=f"/sv/?cursor={number}")
    assert small.calls == 20
    ask(small, path="/sv/?cursor=19")
    assert small.calls == 20
    ask(small, path="/sv/?cursor=0")
    assert small.calls == 21
    giant = Builder("x" * 20_000)
    ask(giant, path="/giant/")
    ask(giant, path="/giant/")
    assert giant.calls == 2


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sv/?a=" + "x" * 1_000_000, 414),
        ("/sv/" + "x" * 2_000, 414),
        ("/sv/?area=%FF%FE", 400),
        ("/sv/?area=%00", 400),
        ("/sv/?%00=1", 400),
        ("/sv/%00/", 404),
    ],
)
def test_an_unreadable_address_is_refused_before_any_query(address, status, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(http.RequestRefused) as refused:
        http.check_size(RequestFactory().get(address))
    assert refused.value.status == status
