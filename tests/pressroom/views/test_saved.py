"""A search is saved from a plain form, has a page of its own, and feeds that also tell of corrections and removals."""

from __future__ import annotations

import pytest

from pressroom.views import saved as views
from search.database.backend import DatabaseBackend
from search.following import turn as index
from search.router import router
from search.saved.following import turn
from search.saved.models import SavedSearch
from search.saved.services import drop_search
from tests.factories.cms_ledger import correct, make_payload, make_term, print_editions, withdraw

pytestmark = pytest.mark.django_db
SAVE = "/sv/sok/spara/"


@pytest.fixture(autouse=True)
def _own_router():
    router.cache_clear()
    yield
    router.cache_clear()


def save(client, **fields):
    response = client.post(SAVE, fields)
    assert response.status_code == 303
    return response["Location"]


def name_of(path):
    return path.rstrip("/").rsplit("/", 1)[-1]


def follow():
    index(DatabaseBackend())
    turn()


def test_the_search_page_offers_to_save_what_is_asked(client):
    text = client.get("/sv/sok/?q=kamera&area=unga&page=2").content.decode()
    assert f'action="{SAVE}"' in text
    assert '<input type="hidden" name="q" value="kamera">' in text
    assert '<input type="hidden" name="area" value="unga">' in text
    assert f'action="{SAVE}"' not in client.get("/sv/sok/").content.decode()


def test_saving_leads_to_a_page_with_its_feeds(client):
    print_editions([make_term("area", "unga", "Unga")])
    path = save(client, q="kamera", area="unga")
    assert save(client, q="kamera", area="unga") == path
    response = client.get(path)
    text = response.content.decode()
    assert "kamera" in text
    assert "Unga" in text
    assert f"/sv/feed.rss?saved={name_of(path)}" in text
    assert "/sv/sok/?q=kamera&amp;area=unga&amp;text_language=sv" in text
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in text


def test_a_search_without_words_is_named_by_its_choices(client):
    path = save(client, text_language="so,ar", type="message", year="2026")
    text = client.get(path).content.decode()
    assert "Meddelanden" in text
    assert "Soomaali" in text
    assert f"/ar/feed.rss?saved={name_of(path)}" in text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sv/sok/0123456789abcdef/", 404),
        ("/sv/search/0123456789abcdef/", 404),
        ("/so/sok/0123456789abcdef/", 404),
        ("/sv/feed.rss?saved=0123456789abcdef", 404),
        ("/sv/feed.rss?saved=%00", 400),
        (SAVE, 405),
    ],
)
def test_what_is_not_there(client, path, status):
    assert client.get(path).status_code == status


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        (SAVE, {}, 400),
        (SAVE, {"year": "26"}, 400),
        ("/en/search/spara/", {"q": "kamera"}, 404),
        ("/so/sok/spara/", {"q": "kamera"}, 404),
        (SAVE, {"q": "-kamera"}, 400),
    ],
)
def test_what_is_not_saved(client, path, fields, status):
    assert client.post(path, fields).status_code == status
    assert not SavedSearch.objects.exists()


def test_more_than_people_save_are_refused_for_an_hour(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_PER_HOUR", 2)
    answers = [client.post(SAVE, {"q": f"kamera {number}"}) for number in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 503]
    assert answers[2]["Retry-After"]


def test_feed_has_hits_and_tells_of_what_it_had(client):
    name = name_of(save(client, q="kamera"))
    first, second = make_payload(title="Kameror ett"), make_payload(title="Kameror två")
    print_editions([first, second, make_payload(title="Bussar")])
    follow()
    atom = client.get(f"/sv/feed.atom?saved={name}").content.decode()
    assert "Kameror ett" in atom
    assert "Bussar" not in atom
    assert f"/sv/sok/{name}/" in atom
    print_editions([withdraw(first), correct(second, title="Bussar två")])
    follow()
    atom = client.get(f"/sv/feed.atom?saved={name}").content.decode()
    assert "deleted-entry" in atom
    assert "Kameror ett" in atom  # its title, in the tombstone
    assert "Bussar två" in atom  # no longer a hit, but a correction of what was one


def test_feed_of_a_saved_search_says_nothing_of_what_it_never_told(client):
    payload = make_payload(title="Kameror ett")
    print_editions([payload])
    follow()
    name = name_of(save(client, q="kamera"))
    print_editions([withdraw(payload)])
    follow()
    assert "Kameror ett" not in client.get(f"/sv/feed.atom?saved={name}").content.decode()


@pytest.mark.parametrize("more", ["q=kamera", "archive=1", "area=unga", "cursor=YjU"])
def test_feed_takes_nothing_beside_its_name(client, more):
    name = name_of(save(client, q="kamera"))
    assert client.get(f"/sv/feed.rss?saved={name}&{more}").status_code == 400


def test_feed_is_there_in_the_languages_that_are_followed_and_until_it_is_dropped(client):
    name = name_of(save(client, q="kamera"))
    assert client.get(f"/sv/feed.json?saved={name}").status_code == 200
    assert client.get(f"/en/feed.json?saved={name}").status_code == 404
    drop_search(name)
    print_editions([make_payload()])  # a finished answer is kept until the ledger moves
    assert client.get(f"/sv/feed.json?saved={name}").status_code == 404


def test_hub_knows_no_feed_of_a_search(client):
    name = name_of(save(client, q="kamera"))
    assert 'rel="hub"' not in client.get(f"/sv/feed.atom?saved={name}").content.decode()
