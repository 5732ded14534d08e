"""Whatever is asked, the answer is a plain page: 400, 404, 405, 410, 414 - never 500."""

import pytest

from pressroom.selection import Position, encode_cursor
from pressroom.views import errors

pytestmark = pytest.mark.django_db

BIG = encode_cursor(Position(before=2**63 - 1))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sv/nyheter/?cursor=skräp", 400),
        ("/sv/nyheter/?cursor=-1", 400),
        ("/sv/nyheter/?cursor=AAAA", 400),
        ("/sv/nyheter/?cursor=" + "9" * 500, 400),
        (f"/sv/nyheter/?cursor={BIG}", 200),
        ("/sv/nyheter/?type=allt", 400),
        ("/sv/nyheter/?area=a&area=b", 400),
        ("/sv/nyheter/?area=%27%3B--", 400),
        ("/sv/nyheter/?area=finns-inte", 404),
        ("/sv/nyheter/?tag=%00", 400),
        ("/sv/nyheter/?tag=%ff", 400),
        ("/sv/nyheter/?tag=" + "x" * 1_000_000, 414),
        ("/sv/nyheter/" + "x" * 5_000, 414),
        ("/sv/finns-inte/", 404),
        ("/sv/messages/", 404),
        ("/en/meddelanden/", 404),
        ("/ar/meddelanden/", 404),
        ("/ar/om/", 404),
        ("/xx/", 404),
        ("/SV/", 404),
        ("/sv/%ff%fe/", 404),
        ("/%ff", 404),
        ("/sv/meddelanden/%00/", 404),
        ("/sv/meddelanden/finns-inte/", 404),
        ("/sv/meddelanden/" + "x" * 300 + "/", 404),
        ("/sv/meddelanden/..%2f..%2fetc/", 404),
        ("/sv/meddelanden/a/b/c/d/", 404),
        ("/sv/meddelanden/abc/utgava/x/", 404),
        ("/filer/x/y", 404),
        ("/filer/x/0123456789abcdef/y", 404),
        ("/filer/x/%00/y", 404),
        ("/filer/" + "x" * 500 + "/y", 404),
        ("/sitemap-1.xml", 404),
        ("/sitemap-99999.xml", 404),
        ("/favicon.ico", 404),
    ],
)
def test_a_bad_address_gets_a_plain_page(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert b"</html>" in response.content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/sv/", "/sv/nyheter/", "/sitemap.xml", "/filer/a/b"])
def test_public_pages_are_for_reading(client, method, path):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/sv/finns-inte/", "Sidan finns inte"),
        ("/en/nothing/", "There is no such page"),
        ("/ar/nothing/", "الصفحة غير موجودة"),
        ("/ckb/nothing/", "ئەو پەڕەیە بوونی نییە"),
    ],
)
def test_the_error_page_speaks_the_language_of_the_address(client, path, words):
    assert words in client.get(path).content.decode()


def test_the_accept_language_header_and_cookies_change_nothing(client):
    plain = client.get("/sv/").content
    client.cookies["django_language"] = "en"
    assert client.get("/sv/", headers={"accept-language": "en"}).content == plain


@pytest.mark.parametrize(
    ("path", "words"),
    [("/sv/x/", "Något gick fel hos oss"), ("/en/x/", "on our side"), ("/ti/x/", "ኣብ ወገንና ጌጋ ተፈጢሩ")],
)
def test_the_500_page_needs_no_database(rf, path, words, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get(path))
    assert response.status_code == 500
    assert words in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_the_500_page_comes_even_when_templates_are_broken(rf, settings):
    settings.TEMPLATES = []
    response = errors.server_error(rf.get("/sv/"))
    assert response.status_code == 500
    assert "Något gick fel hos oss" in response.content.decode()


def test_no_public_page_touches_the_session(client):
    for path in ("/sv/", "/sv/nyheter/", "/sv/finns-inte/"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
