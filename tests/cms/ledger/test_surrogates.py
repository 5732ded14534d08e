"""A purge reaches whatever an edition changes: every answer notes where it looked, every edition what it touches."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.test import Client

import pytest

from cms.files.services import store
from cms.ledger import queries, surrogates
from cms.ledger.models import CurrentEdition, Edition
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_file,
    make_full_payload,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

pytestmark = pytest.mark.django_db

AREA, OTHER = make_ref("area", "unga-i-riskzon", "Unga i riskzon"), make_ref("area", "handel", "Öppen handel")
TERMS = [
    make_term("area", "unga-i-riskzon", "Unga i riskzon"),
    make_term("area", "handel", "Öppen handel"),
    make_term("organisation", "jarva", "Järva stadsdelsförvaltning"),
    make_term("tag", "sommar", "Sommar"),
]
LISTS = (
    "/sv/", "/en/", "/sv/nyheter/", "/sv/nyheter/?area=handel", "/sv/nyheter/?area=handel&tag=sommar",
    "/sv/meddelanden/", "/sv/omraden/", "/sv/omraden/handel/", "/sv/omraden/unga-i-riskzon/", "/sv/om/",
    "/sv/kontakt/", "/sv/kalender/", "/sv/badda-in/", "/sv/for-redaktioner/",
    "/sv/feed.rss", "/sv/feed.atom?area=handel",
    "/sv/feed.json?tag=sommar&area=unga-i-riskzon", "/en/feed.atom", "/sv/calendar.ics",
    "/sitemap.xml", "/sitemap-news.xml", "/api/v1/items", "/api/v1/items?area=handel&tag=sommar", "/api/v1/areas",
    "/api/v1/areas/handel", "/api/v1/items?include=terms,organisations", "/api/v1/goals",
    "/api/v1/changes?since=0", "/api/v1/calendar", "/embed/v1/list.json", "/embed/v1/list?area=handel",
    f"/embed/oembed?url={django_settings.PUBLIC_BASE_URL}/sv/omraden/handel/",
)  # fmt: skip


def of_item(payload: Any) -> list[str]:
    page, api = f"/sv/meddelanden/{payload['id']}", f"/api/v1/items/{payload['id']}"
    return [
        f"{page}/{payload['slug']}/", f"{page}/historik/", f"{page}/utgava/1/",
        f"/en/messages/{payload['id']}/{payload['slug']}/", api, f"{api}?language=en", f"{api}/editions",
        f"{api}/editions/1", f"{api}/proof", f"{api}/editions/1/proof", f"/embed/v1/item/{payload['id']}",
        f"/embed/v1/item/{payload['id']}.json?text=full", f"/embed/v1/figure/{payload['id']}/f1",
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def _named(settings: Any) -> None:
    settings.SURROGATE_KEY_HEADERS = ["Surrogate-Key"]


def ask(client: Client, paths: list[str]) -> dict[str, tuple[int, bytes, set[str]]]:
    """Return status, body and names of every address that a cache may keep."""
    found = {}
    for path in paths:
        response = client.get(path)
        names = set(response.headers.get("Surrogate-Key", "").split())
        found[path] = (response.status_code, response.content, names)
    return {path: answer for path, answer in found.items() if answer[0] != 404}


def unreached(before: dict[str, Any], after: dict[str, Any], editions: list[Edition]) -> list[str]:
    """Return the addresses whose answer has changed and which a purge of `editions` would leave as they were."""
    touched = frozenset().union(
        *map(surrogates.touched_by, Edition.objects.filter(pk__in=[e.pk for e in editions]))
    )
    changed = [path for path, answer in before.items() if answer[:2] != after.get(path, (404, b""))[:2]]
    return [path for path in changed if not before[path][2] & touched]


def history() -> tuple[list[Any], list[list[Any]]]:
    """Return two items, and releases in which everything happens to them that can."""
    one = make_full_payload(areas=[AREA])
    two = make_payload(areas=[OTHER], tags=[make_ref("tag", "sommar", "Sommar")], title="Torget i augusti")
    moved: dict[str, Any] = {"areas": [OTHER], "title": "Nu om handeln", "slug": "nu-om-handeln"}
    gone: dict[str, Any] = {
        "areas": [],
        "tags": [],
        "goals": [],
        "places": [],
        "attachments": [],
        "image": None,
    }
    stone: Any = {**one, **moved, **gone, "share_image": None, "body": [], "audiences": []}
    steps = [
        [two],
        [{**two, "language": "en", "title": "The square in August"}],
        [correct(one, **moved)],
        [make_payload(areas=[OTHER], title="Också om handeln")],
        [refresh({**TERMS[1], "title": "En öppen handel"})],
        [withdraw(stone)],
        [delete({**stone, "title": "", "slug": ""})],
        [correct(two, areas=[])],
        [{**one, "title": "Åter ute"}],
    ]
    return [one, two], steps


def test_every_changed_answer_carries_a_name_that_the_edition_touches(client: Client) -> None:
    items, steps = history()
    print_editions([*TERMS, items[0]])
    paths = [*LISTS, *of_item(items[0]), *of_item(items[1])]
    before = ask(client, paths)
    assert len(before) > len(LISTS)
    changes = 0
    for step in steps:
        editions = print_editions(step)
        after = ask(client, paths)
        assert unreached(before, after, editions) == []
        changes += sum(before[path][:2] != after.get(path, (0,))[:2] for path in before)
        before = after
    assert changes > 60


def test_every_kept_answer_names_something(client: Client) -> None:
    items, _steps = history()
    print_editions([*TERMS, *items])
    unnamed = {
        path
        for path, (_status, _body, names) in ask(client, [*LISTS, *of_item(items[0])]).items()
        if not names
    }
    # The page for newsrooms says the same whatever is printed.
    assert unnamed <= {"/sv/for-redaktioner/"}


def test_what_an_edition_has_nothing_to_do_with_is_left_alone(client: Client) -> None:
    alone, other = make_payload(areas=[AREA]), make_payload(areas=[OTHER])
    print_editions([*TERMS, alone, other])
    path = f"/sv/meddelanden/{alone['id']}/{alone['slug']}/"
    names = ask(client, [path])[path][2]
    [edition] = print_editions([correct(other)])
    assert not names & surrogates.touched_by(Edition.objects.get(pk=edition.pk))


def test_a_file_is_reached_by_its_carrier_and_by_its_next_bytes(client: Client) -> None:
    file = make_file(data=b"ett")
    store(b"ett", file["media_type"])
    payload = make_payload(attachments=[{"title": "Underlag", "file": file}])
    print_editions([payload])
    answer = client.get(f"/filer/{file['asset']}/{file['name']}")
    assert b"".join(answer.streaming_content) == b"ett"
    names = set(answer["Surrogate-Key"].split())
    next_bytes = make_payload(attachments=[{"title": "Annat", "file": {**file, "sha256": "0" * 64}}])
    for step in ([next_bytes], [withdraw({**payload, "attachments": []})]):
        [edition] = print_editions(step)
        assert names & surrogates.touched_by(Edition.objects.get(pk=edition.pk))


def test_names_fit_both_headers() -> None:
    odd = surrogates.item("tag", "blå himmel,sv", "sv")
    assert odd.isascii()
    assert not set(odd) & {" ", ","}


def test_nothing_is_noted_outside_of_an_answer() -> None:
    surrogates.note("x")
    with surrogates.noting() as names:
        surrogates.note("y")
        with surrogates.noting() as inner:
            surrogates.note("z")
        surrogates.note("w")
    surrogates.note("x")
    assert (names, inner) == ({"y", "w"}, {"z"})


def test_a_list_is_named_by_what_narrows_it_most() -> None:
    assert surrogates.lists("sv", [], None) == {"list:sv"}
    assert surrogates.lists("sv", ["briefing", "example"], {}) == {"list:sv:briefing", "list:sv:example"}
    assert surrogates.lists("sv", ["briefing"], {"area": "skola"}) == {"list:sv:area:skola"}


def test_related_items_take_two_queries(django_assert_num_queries: Any) -> None:
    payloads = [make_full_payload() for _ in range(3)]
    print_editions(payloads)
    current = CurrentEdition.objects.get(public_id=payloads[0]["id"])
    with django_assert_num_queries(2):
        found = queries.list_related(current)
    assert [row.public_id for row in found] == [payloads[2]["id"], payloads[1]["id"]]


def test_a_correction_touches_what_the_last_one_stood_in_and_nothing_further_back() -> None:
    print_editions([payload := make_payload(areas=[AREA])])
    for areas in ([OTHER], []):
        print_editions([correct(payload, areas=areas)])
    touched = surrogates.touched_by(Edition.objects.latest("seq"))
    assert surrogates.list_of_facet("sv", "area", "handel") in touched
    assert surrogates.list_of_facet("sv", "area", "unga-i-riskzon") not in touched


def test_a_deletion_after_a_withdrawal_touches_the_lists_that_tell_of_the_withdrawal() -> None:
    payload = make_payload(areas=[AREA])
    stone = {**payload, "areas": []}
    for step in ([payload], [withdraw(stone)]):  # type: ignore[list-item]
        print_editions(step)  # type: ignore[arg-type]
    [edition] = print_editions([delete(stone)])  # type: ignore[arg-type]
    touched = surrogates.touched_by(Edition.objects.get(pk=edition.pk))
    assert surrogates.list_of_facet("sv", "area", "unga-i-riskzon") in touched
