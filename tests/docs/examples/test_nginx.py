"""The nginx configuration of docs/examples/nginx before the real views, in a real nginx."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings

import pytest

from cms.files.services import store
from cms.files.store import FolderStore
from pressroom.purging import consumer
from tests.docs.examples.nginx_server import Nginx, run_nginx
from tests.factories.cms_ledger import correct, make_file, make_payload, print_editions, withdraw

pytestmark = [pytest.mark.nginx, pytest.mark.django_db(transaction=True)]

DATA = bytes(range(256)) * 600
#: Seconds of age and of stale time, in these tests.
FRESH, STALE = 2, 2


@dataclass(frozen=True)
class Answer:
    """What came through nginx."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cache(self) -> str:
        """What nginx says of its cache."""
        return self.headers.get("x-cache-status", "-")


Ask = Callable[..., Answer]


@pytest.fixture
def nginx(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Nginx]:
    settings.SHARED_CACHE_SECONDS, settings.SHARED_CACHE_STALE_SECONDS = FRESH, STALE
    settings.FILES_ACCEL_PREFIX = "/_printed/"
    upstream = f"{live_server.thread.host}:{live_server.thread.port}"
    files = Path(django_settings.PRIVATE_FILES_ROOT)
    with run_nginx(tmp_path, public=upstream, workshop=upstream, files=files) as running:
        backend = {
            "BACKEND": "pressroom.purging.backends.RefreshBackend",
            "ADDRESS": f"refresh+http://{running.purges}",
        }
        settings.PURGED_CACHES = {"front": backend}
        yield running


@pytest.fixture
def ask(nginx: Nginx) -> Ask:
    """Return a function that asks nginx for an address."""

    def answer(path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection(nginx.address, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": "testserver", **named})
        response = connection.getresponse()
        found = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return found

    return answer


@pytest.fixture
def item(nginx: Nginx) -> Any:
    payload = make_payload(title="Första rubriken")
    print_editions([payload])
    consumer.turn("front")  # its reader begins at the ledger's end
    return payload


def wait_for(ask: Ask, path: str, words: str) -> Answer:
    """Return the first answer with `words`, or the last of some in two seconds."""
    until = time.monotonic() + 2
    while words not in (answer := ask(path)).body.decode() and time.monotonic() < until:
        time.sleep(0.05)
    return answer


def path_of(payload: Any) -> str:
    return f"/sv/meddelanden/{payload['id']}/{payload['slug']}/"


def test_a_page_is_fetched_once_and_asked_for_again_when_its_age_has_passed(item: Any, ask: Ask) -> None:
    path = f"/api/v1/items/{item['id']}"
    assert [ask(path).cache for _ in range(3)] == ["MISS", "HIT", "HIT"]
    time.sleep(FRESH + STALE + 1.1)
    again = ask(path)
    assert (again.status, again.cache) == (200, "REVALIDATED")
    assert ask(path).cache == "HIT"


def test_while_it_asks_it_answers_from_its_copy_and_never_longer(item: Any, ask: Ask) -> None:
    path = f"/api/v1/items/{item['id']}"
    ask(path)
    time.sleep(FRESH + 1.2)
    assert ask(path).cache in ("STALE", "UPDATING")
    print_editions([correct(item, title="Andra rubriken")])
    time.sleep(FRESH + STALE + 1.1)
    assert "Andra rubriken" in ask(path).body.decode()


def test_a_reader_who_has_it_gets_a_304(item: Any, ask: Ask) -> None:
    etag = ask("/api/v1/items").headers["etag"]
    again = ask("/api/v1/items", If_None_Match=etag)
    assert (again.status, again.body) == (304, b"")


def test_addresses_differ_by_host_and_query(item: Any, ask: Ask) -> None:
    assert ask("/api/v1/items").cache == "MISS"
    assert ask("/api/v1/items", Host="localhost").cache == "MISS"
    assert ask("/api/v1/items?limit=3").cache == "MISS"
    assert ask("/api/v1/items").cache == "HIT"


def test_a_purge_shows_the_correction_at_once(item: Any, ask: Ask, settings: Any) -> None:
    settings.SHARED_CACHE_SECONDS = 300
    pages = [path_of(item), "/api/v1/items", "/sv/feed.rss", f"/api/v1/items/{item['id']}"]
    assert all("Första rubriken" in ask(page).body.decode() for page in pages)
    print_editions([correct(item, title="Andra rubriken")])
    assert "Första rubriken" in ask("/api/v1/items").body.decode()  # nobody has told it yet
    assert consumer.turn("front") == 0
    # nginx writes a fetched answer to its disk beside sending it on: a moment may pass, but not the 300 s of its age.
    told = {page: wait_for(ask, page, "Andra rubriken") for page in pages}
    assert all("Andra rubriken" in answer.body.decode() for answer in told.values()), told
    assert {told[page].cache for page in (pages[1], pages[3])} == {"HIT"}


def test_what_is_withdrawn_is_gone_with_the_purge(item: Any, ask: Ask, settings: Any) -> None:
    settings.SHARED_CACHE_SECONDS = 300
    pages = [path_of(item), f"/api/v1/items/{item['id']}", f"/embed/v1/item/{item['id']}"]
    assert [ask(page).status for page in pages] == [200, 200, 200]
    assert "Parkleken" in ask(pages[0]).body.decode()
    print_editions([withdraw({**item, "body": []})])  # type: ignore[typeddict-item]
    consumer.turn("front")
    after = [ask(page) for page in pages]
    assert [answer.status for answer in after] == [410, 410, 410]
    assert not any("Parkleken" in answer.body.decode() for answer in after)


def test_without_a_purge_it_is_gone_when_age_and_stale_time_have_passed(item: Any, ask: Ask) -> None:
    path = f"/api/v1/items/{item['id']}"
    ask(path)
    print_editions([withdraw({**item, "body": []})])  # type: ignore[typeddict-item]
    time.sleep(FRESH + STALE + 1.1)
    assert ask(path).status == 410


def test_what_is_not_there_is_not_kept(item: Any, ask: Ask) -> None:
    path = "/sv/meddelanden/0000000000/"
    assert [(ask(path).status, ask(path).cache) for _ in range(2)] == [(404, "MISS")] * 2


def test_a_question_that_waits_is_answered_by_nobodys_copy(item: Any, ask: Ask) -> None:
    path = "/api/v1/changes?since=0"
    assert [ask(path).cache for _ in range(2)] == ["MISS", "HIT"]
    assert [ask(f"{path}&wait=1").cache for _ in range(2)] == ["BYPASS", "BYPASS"]


def test_with_a_key_it_asks_every_time(item: Any, ask: Ask) -> None:
    ask("/api/v1/items")
    assert ask("/api/v1/items", Authorization="Bearer x").cache == "BYPASS"


def test_a_cookie_neither_reaches_the_page_nor_splits_the_cache(item: Any, ask: Ask) -> None:
    assert ask("/api/v1/items", Cookie="sessionid=a").cache == "MISS"
    assert ask("/api/v1/items", Cookie="sessionid=b").cache == "HIT"


@pytest.mark.parametrize("path", ["/admin/login/", "/dela/AbC123hemlig/", "/godkann/AbC123hemlig/"])
def test_the_workshop_and_personal_links_are_never_kept(ask: Ask, nginx: Nginx, path: str) -> None:
    assert [ask(path).cache for _ in range(2)] == ["-", "-"]
    assert "hemlig" not in nginx.log.read_text()


class TestFiles:
    @pytest.fixture
    def file(self, nginx: Nginx) -> Any:
        file = make_file("underlag.pdf", DATA)
        store(DATA, file["media_type"])
        payload = make_payload(attachments=[{"title": "Underlag", "file": file}])
        print_editions([payload])
        return {**file, "payload": payload, "path": f"/filer/{file['asset']}/{file['name']}"}

    def test_nginx_sends_the_bytes_and_says_what_the_view_says(
        self, file: Any, ask: Ask, client: Any, settings: Any
    ) -> None:
        through = ask(file["path"])
        settings.FILES_ACCEL_PREFIX = ""
        direct = client.get(file["path"])
        assert b"".join(direct.streaming_content) == through.body == DATA
        said = {name.lower(): value for name, value in direct.headers.items()}
        theirs = {
            name: value
            for name, value in through.headers.items()
            if name not in ("server", "date", "connection")
        }
        assert theirs == said

    def test_nothing_tells_when_the_bytes_were_stored(self, file: Any, ask: Ask) -> None:
        assert "last-modified" not in ask(file["path"]).headers

    def test_parts_and_conditions_are_the_views(self, file: Any, ask: Ask) -> None:
        etag = ask(file["path"]).headers["etag"]
        assert ask(file["path"], If_None_Match=etag).status == 304
        part = ask(file["path"], Range="bytes=10-19", If_Range=etag)
        assert (part.status, part.body) == (206, DATA[10:20])
        assert ask(file["path"], Range="bytes=10-19", If_Range='"other"').body == DATA
        assert ask(file["path"], method="HEAD").headers["content-length"] == str(len(DATA))

    def test_what_may_not_be_seen_is_what_never_was(self, file: Any, ask: Ask) -> None:
        store(b"hemligt", "application/pdf")
        secret = make_file("hemligt.pdf", b"hemligt")
        never = ask("/filer/000000000000/finns-inte.pdf")
        assert never.status == 404
        hidden = [
            f"/filer/{secret['asset']}/{secret['name']}",
            f"/_printed/{secret['sha256'][:2]}/{secret['sha256'][2:4]}/{secret['sha256']}",
            f"/_printed/{file['sha256'][:2]}/{file['sha256'][2:4]}/{file['sha256']}",
        ]
        print_editions([withdraw({**file["payload"], "attachments": []})])
        plain = ask(file["path"])
        assert same(plain) == same(never)
        for conditions in ({}, {"If_None_Match": f'"{file["sha256"]}"'}, {"Range": "bytes=0-1"}):
            assert same(ask(hidden[0], **conditions)) == same(never)
            assert same(ask(file["path"], **conditions)) == same(never)
        for path in hidden[1:]:
            assert ask(path).status == 404
            assert DATA not in ask(path).body

    def test_public_bytes_that_the_disk_has_lost_are_not_found(
        self, file: Any, ask: Ask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The file goes between the view's decision and nginx's look at the disk."""
        real = FolderStore.open

        def open_and_lose(self: FolderStore, sha256: str) -> Any:
            opened = real(self, sha256)
            self.path(sha256).unlink()
            return opened

        monkeypatch.setattr(FolderStore, "open", open_and_lose)
        lost, never = ask(file["path"]), ask("/filer/000000000000/finns-inte.pdf")
        assert (lost.status, lost.body) == (never.status, never.body)
        assert "etag" not in lost.headers


def same(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    """Return an answer without what differs from one second to the next."""
    return answer.status, {k: v for k, v in answer.headers.items() if k != "date"}, answer.body
