"""Everything public is served by a database account that cannot read the workshop."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urljoin, urlsplit

from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

import pytest

from cms.common import clock
from cms.ledger.addresses import file_path, public_id
from cms.ledger.grants import READ_IN_PART, public_tables
from cms.ledger.models import PublicFile
from cms.releases.enums import Action
from cms.releases.services import release_now
from pressroom.http import clear_memo
from pressroom.partners.enums import Scope
from pressroom.partners.keys import checking
from pressroom.reach.counting import counter
from pressroom.reach.models import ReachCount
from pressroom.webhooks.replaying import send_test
from pressroom.webhooks.sender import Sender
from pressroom.websub.models import WebSubRequest
from pressroom.websub.sealed import open_secret
from search.database.backend import DatabaseBackend
from search.following import turn
from search.saved.models import SavedSearch
from tests.factories.cms_ledger import FIRST_RELEASE, make_payload, print_editions
from tests.factories.cms_workshop import (
    edit,
    entry_for,
    make_briefing,
    make_desk,
    make_example,
    make_message,
    make_tag,
    print_terms,
)
from tests.factories.pressroom_partners import bearer, make_key, make_partner
from tests.factories.pressroom_webhooks import HUNG, Remembering, make_endpoint, make_keeper

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

READER = "proof_public_reader"
#: Tables of reach: needed by the tests after this one.
ELSEWHERE = {"pressroom_partnerhost", "pressroom_reachcount"}
#: Tables of webhooks, of which a partner is told a part.
OF_WEBHOOKS = {"pressroom_webhookendpoint", "pressroom_webhookdelivery", "pressroom_webhookattempt"}
BASE = "http://testserver"
LINK = re.compile(
    r'(?:href|src)="([^"]+)"|<(?:link|loc|guid[^>]*)>([^<]+)<|"(?:url|[a-z_]*_url|next|older)":"([^"]+)"'
)
DRAFT = "Ett utkast som ingen får se"


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def reader(db) -> str:
    """Return an account made as an operator makes it. It goes with the test's transaction."""
    run(f"CREATE ROLE {READER}")
    call_command("grant_public_reader", READER)
    return READER


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    run(f"SET ROLE {role}")
    try:
        yield
    finally:
        run("RESET ROLE")


@pytest.fixture
def world(db):
    """Make a press room with one of everything and a draft over each text; return the addresses of what is gone."""
    desk = make_desk("jarva")
    tag = make_tag("sommar", en="Summer")
    print_terms(tag)
    pages = [make_message(desk, tags=[tag]), make_briefing(desk), make_example(desk)]
    old, gone, deleted = (make_message(desk) for _ in range(3))
    release_now(entries=[entry_for(page) for page in (*pages, old, gone, deleted)], by=desk.editor)
    edit(old, title="Rättad rubrik")
    release_now(
        entries=[
            entry_for(old, action=Action.CORRECT, note="Fel rubrik."),
            entry_for(gone, action=Action.WITHDRAW, note="Stämde inte."),
            entry_for(deleted, action=Action.DELETE, note="Personuppgift."),
        ],
        by=desk.editor,
    )
    for page in pages:
        edit(page, title=DRAFT, summary=DRAFT)
    turn(DatabaseBackend())
    keys = [public_id(page.translation_key) for page in (gone, deleted)]
    return [*(f"/sv/meddelanden/{key}/" for key in keys), *(f"/api/v1/items/{key}" for key in keys)]


def answers(client, starts: list[str]) -> dict[str, tuple[int, str, bytes]]:
    """Return the answer of every public address that can be reached from `starts` by following links."""
    clear_memo()
    found: dict[str, tuple[int, str, bytes]] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        response = client.get(path)
        body = response.getvalue()
        found[path] = (response.status_code, response.headers.get("ETag", ""), body)
        kind = response.headers.get("Content-Type", "")
        if response.status_code in {301, 302}:
            waiting.append(path_of(response.headers["Location"], path))
        if re.match(r"text/html|application/(rss|xml|json|problem)|text/xml", kind):
            links = [next(filter(None, groups)) for groups in LINK.findall(body.decode())]
            waiting += [path_of(link, path) for link in links if is_ours(link)]
    return found


def is_ours(link: str) -> bool:
    parts = urlsplit(html.unescape(link))
    return (
        parts.scheme in {"", "http"}
        and parts.netloc in {"", "testserver"}
        and not parts.path.startswith("/static/")
    )


def path_of(link: str, base: str) -> str:
    parts = urlsplit(urljoin(BASE + base, html.unescape(link)))
    return parts.path + (f"?{parts.query}" if parts.query else "")


STARTS = [
    "/", "/sv/", "/en/", "/robots.txt", "/sitemap.xml", "/sv/feed.rss", "/en/feed.rss", "/sv/om/", "/en/about/",
    "/api/v1/items", "/api/v1/changes?since=0", "/api/v1/organisations", "/api/v1/areas", "/api/v1/goals",
    "/api/v1/keys", "/.well-known/jwks.json", "/sv/sok/?q=sommar", "/api/v1/search?q=sommar",
    "/api/v1/search/suggest?q=som",
    "/api/v1/places", "/api/v1/audiences", "/api/v1/tags", "/api/v1/openapi.json", "/sv/finns-inte/",
    "/sv/meddelanden/0000000000/", "/filer/finns/inte.pdf", "/api/v1/items/0000000000", "/api/v1/items?language=xx",
]  # fmt: skip


def test_every_public_address_answers_the_same_to_an_account_that_cannot_read_the_workshop(
    client, world, reader
):
    at = FIRST_RELEASE.replace(hour=12)
    with clock.set_to(at):
        expected = answers(client, [*STARTS, *world])
        with acting_as(reader):
            found = answers(client, [*STARTS, *world])

    assert found.keys() == expected.keys()
    assert {path: answer[0] for path, answer in found.items()} == {
        path: answer[0] for path, answer in expected.items()
    }
    assert found == expected
    statuses = {answer[0] for answer in found.values()}
    assert statuses >= {200, 404, 410}
    assert max(statuses) < 500
    assert len(found) > 80
    assert not [path for path, answer in found.items() if DRAFT.encode() in answer[2]]
    for part in (
        "/filer/",
        "/historik/",
        "/utgava/1/",
        "/api/v1/items/",
        "feed.rss?",
        "/omraden/",
        "/amnen/sommar/",
    ):
        assert any(part in path for path in found), part


@pytest.mark.parametrize(
    "table", ["wagtailcore_page", "wagtailcore_revision", "cms_jointmessage", "cms_release", "cms_user"]
)
def test_workshop_is_refused_by_the_database(reader, table):
    with acting_as(reader), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        run(f"SELECT * FROM {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO cms_ledgerhead DEFAULT VALUES",
        "UPDATE cms_edition SET note = ''",
        "SELECT sealed_secret FROM pressroom_websubrequest",
        "UPDATE pressroom_websubrequest SET sealed_secret = ''",
        "DELETE FROM pressroom_websubrequest",
        "UPDATE search_savedsearch SET text = ''",
        "DELETE FROM search_savedsearch",
        "DELETE FROM search_savedmatch",
        "SELECT id FROM pressroom_websubsubscription",
    ],
)
def test_public_account_writes_nothing(reader, statement):
    with acting_as(reader), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        run(statement)


def test_a_stranger_can_ask_the_hub_through_the_public_account(client, world, reader):
    form = {
        "hub.mode": "subscribe",
        "hub.topic": f"{BASE}/sv/feed.atom",
        "hub.callback": "https://example.org/cb",
    }
    asked = [
        client.post("/websub/hub", urlencode(form), "application/x-www-form-urlencoded") for _ in range(2)
    ]
    assert [answer.status_code for answer in asked] == [202, 202]
    with acting_as(reader):
        form["hub.secret"] = "hemligt"
        again = client.post("/websub/hub", urlencode(form), "application/x-www-form-urlencoded")
    assert again.status_code == 202
    assert WebSubRequest.objects.count() == 3
    assert open_secret(WebSubRequest.objects.latest("pk").sealed_secret) == "hemligt"


def test_a_stranger_can_save_a_search_through_the_public_account(client, world, reader):
    with acting_as(reader):
        asked = [client.post("/sv/sok/spara/", {"q": "sommar"}) for _ in range(2)]
        assert [answer.status_code for answer in asked] == [303, 303]
        assert client.get(asked[0]["Location"]).status_code == 200
    assert SavedSearch.objects.count() == 1


def test_every_table_of_the_account_is_needed(client, world, reader):
    listed = client.get("/api/v1/items?language=sv").json()["items"][0]
    item, history = listed["url"].removeprefix(BASE), listed["edition"]["history_url"].removeprefix(BASE)
    saved = client.post("/sv/sok/spara/", {"q": "sommar"})["Location"]
    paths = [
        item,
        history,
        listed_file(),
        "/api/v1/keys",
        "/sv/feed.atom",
        f"/sv/meddelanden/?area={listed['areas'][0]['id']}",
        "/api/v1/search?q=sommar",
        "/api/v1/search?q=sommxr",
        saved,
        f"/sv/feed.atom?saved={saved.strip('/').rsplit('/', 1)[-1]}",
    ]
    with_key = bearer(make_key())

    def all_answered() -> bool:
        checking.forget()
        return all(is_answered(client, path, with_key if path.startswith("/api/") else {}) for path in paths)

    assert all_answered()
    for table in sorted({*public_tables(), *READ_IN_PART} - ELSEWHERE - OF_WEBHOOKS):
        before = transaction.savepoint()
        run(f"REVOKE SELECT ON {table} FROM {reader}")
        with acting_as(reader):
            assert not all_answered(), table
        transaction.savepoint_rollback(before)


def test_of_a_partner_the_account_sees_whether_it_is_active_and_nothing_else(reader):
    with acting_as(reader):
        run("SELECT id, is_active FROM pressroom_partner")
        for column in ("name", "contact_name", "contact_email", "*"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                run(f"SELECT {column} FROM pressroom_partner")


def test_a_partner_reads_the_log_of_its_webhooks_through_the_account(client, reader):
    partner = make_partner()
    endpoint = make_endpoint(partner=partner)
    print_editions([make_payload()])
    Sender(Remembering()).turn()
    send_test(endpoint=endpoint, by=make_keeper())
    Sender(Remembering(HUNG)).turn()
    headers = bearer(make_key(partner, scope=Scope.WEBHOOKS))
    with acting_as(reader):
        log = client.get("/api/v1/webhooks/deliveries", headers=headers).json()["deliveries"]
        listed = client.get("/api/v1/webhooks", headers=headers).json()["webhooks"]
        assert client.get("/api/v1/reach", headers=headers).status_code == 200
    assert [len(entry["attempts"]) for entry in log] == [1, 1]
    assert [entry["id"] for entry in listed] == [str(endpoint.key)]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("webhookendpoint", "url"),
        ("webhookendpoint", "filters"),
        ("webhookattempt", "answer"),
        ("webhooksecret", "sealed"),
        ("webhookdelivery", "*"),
    ],
)
def test_of_webhooks_the_account_sees_no_address_secret_or_answer(reader, table, column):
    with acting_as(reader), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        run(f"SELECT {column} FROM pressroom_{table}")


@pytest.mark.parametrize(
    "right",
    [
        "SELECT (contact_name) ON pressroom_partner",
        "UPDATE (digest) ON pressroom_partnerkey",
        "SELECT (sealed_secret) ON pressroom_websubrequest",
    ],
)
def test_right_to_a_single_column_through_another_account_is_refused(right):
    run(f"CREATE ROLE {READER}_boss")
    run(f"GRANT {right} TO {READER}_boss")
    run(f"CREATE ROLE {READER} IN ROLE {READER}_boss")
    refused("pressroom_")


def listed_file() -> str:
    file = PublicFile.objects.first()
    return file_path({"asset": file.asset, "sha256": file.sha256, "name": file.name})


def is_answered(client, path: str, headers: dict[str, str]) -> bool:
    clear_memo()
    try:
        with transaction.atomic():
            response = client.get(path, headers=headers)
            return bool(response.status_code == 200 and response.getvalue())
    except ProgrammingError:
        return False


def test_granting_again_takes_what_the_account_has_got_meanwhile(reader):
    run(f"GRANT SELECT, INSERT ON wagtailcore_page, cms_edition TO {reader}")
    call_command("grant_public_reader", reader)
    with acting_as(reader):
        run("SELECT * FROM cms_edition")
        with pytest.raises(ProgrammingError), transaction.atomic():
            run("SELECT * FROM wagtailcore_page")


def refused(match: str, role: str = READER) -> None:
    with pytest.raises(CommandError, match=match):
        call_command("grant_public_reader", role)


def test_account_must_be_there_first():
    refused("There is no account", "finns_inte")


def test_superuser_is_refused():
    run(f"CREATE ROLE {READER} SUPERUSER")
    refused("superuser")


def test_member_of_an_account_that_reads_more_is_refused_and_nothing_has_changed():
    run(f"CREATE ROLE {READER}_boss")
    run(f"GRANT SELECT ON wagtailcore_page TO {READER}_boss")
    run(f"CREATE ROLE {READER} IN ROLE {READER}_boss")
    refused("wagtailcore_page")
    with acting_as(READER), pytest.raises(ProgrammingError), transaction.atomic():
        run("SELECT * FROM cms_edition")


def test_right_of_everybody_is_refused(reader):
    run("GRANT SELECT ON cms_release TO PUBLIC")
    refused("cms_release")


def test_the_account_adds_to_the_counts_of_readers_and_takes_nothing_away(client, world, reader):
    with acting_as(reader):
        client.get("/sv/feed.rss")
        assert counter.flush()
        client.get("/sv/feed.rss")
        assert counter.flush()
        for statement in ("DELETE FROM pressroom_reachcount", "TRUNCATE pressroom_reachcount"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                run(statement)
    assert set(ReachCount.objects.filter(channel="feed").values_list("count", flat=True)) == {2}


def test_without_its_right_counts_wait_and_pages_are_answered(client, world, reader):
    run(f"REVOKE INSERT ON pressroom_reachcount FROM {reader}")
    with acting_as(reader):
        assert client.get("/sv/feed.rss").status_code == 200
        assert not counter.flush()
        assert client.get("/sv/feed.rss").status_code == 200
    assert counter.flush()
    assert set(ReachCount.objects.filter(channel="feed").values_list("count", flat=True)) == {2}


@pytest.mark.parametrize("table", ["cms_edition", "pressroom_partnerkey", "pressroom_partnerhost"])
def test_the_account_adds_to_no_other_table(reader, table):
    with acting_as(reader), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        run(f"INSERT INTO {table} DEFAULT VALUES")
