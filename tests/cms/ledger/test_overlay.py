"""Looking ahead shows exactly what the release will make public, to one reader, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

import pytest

from cms.ledger import overlay, queries
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.append import NewEdition
from cms.ledger.enums import EditionKind
from cms.ledger.exceptions import NotSeenAheadError
from cms.ledger.models import CurrentEdition, CurrentFacet, Edition, LedgerHead, ListedChange, PublicFile
from pressroom import http
from tests.factories.cms_ledger import (
    FIRST_RELEASE,
    agreed,
    correct,
    delete,
    make_full_payload,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)

pytestmark = pytest.mark.django_db
AT = FIRST_RELEASE.replace(year=2027)
SECOND = dt.timedelta(seconds=1)
TIMES = {
    "since": {"released_since": AT},
    "before": {"released_before": AT},
    "within": {"released_since": AT - SECOND, "released_before": AT + SECOND},
}


def tagged(*tags: str, **more: Any) -> Any:
    return make_payload(tags=[make_ref("tag", tag, tag.title()) for tag in tags], **more)


class Scene:
    """A ledger with some of everything, and a release that changes some of everything."""

    def __init__(self) -> None:
        self.stays = tagged("sommar", "park")
        self.corrected = tagged("sommar")
        self.gone = tagged("sommar", "park", title="Ska dras tillbaka")
        self.back = tagged("park", title="Kommer tillbaka")
        self.deleted = make_payload(type="briefing")
        self.tag = make_term("tag", "sommar", "Sommar", order=2)
        old = [tagged("sommar", title=f"Gammalt {n}") for n in range(4)]
        english = {**self.stays, "language": "en", "title": "In English"}
        terms = [
            self.tag,
            make_term("tag", "vinter", "Vinter", order=2),
            make_term("tag", "aa", "Allt", order=2),
        ]
        print_editions(
            [*terms, *old, self.stays, english, self.corrected, self.gone, self.back, self.deleted]
        )
        print_editions([withdraw(self.back)])
        self.new = tagged("sommar", "park", title="Alldeles nytt", type="briefing")
        self.other = make_full_payload(title="Också nytt")
        entries = [
            NewEdition(self.new, EditionKind.PUBLISHED),
            NewEdition({**self.new, "language": "en", "title": "Brand new"}, EditionKind.PUBLISHED),
            NewEdition(self.other, EditionKind.PUBLISHED),
            correct(self.corrected, "Fel plats.", title="Rättad", tags=[make_ref("tag", "vinter", "Vinter")]),
            withdraw(self.gone),
            delete(self.deleted),
            NewEdition({**self.back, "title": "Tillbaka"}, EditionKind.PUBLISHED),
            NewEdition(make_term("tag", "host", "Höst", order=2), EditionKind.PUBLISHED),
            correct(self.tag, "Nytt namn.", title="Sommaren"),
        ]
        self.entries = agreed(entries, AT)

    def ask(self) -> dict[str, Any]:
        """Everything that pages and feeds ask, by name."""
        items = (self.stays, self.corrected, self.gone, self.back, self.deleted, self.new, self.other)
        asked: dict[str, Any] = {"head": queries.get_head().seq, "origin": queries.get_origin()}
        for language in ("sv", "en", "so"):
            for facets in (
                {},
                {"tag": "sommar"},
                {"tag": "park"},
                {"tag": "vinter"},
                {"tag": "sommar", "organisation": "jarva"},
            ):
                for types in ((), ("briefing",)):
                    asked[f"list {language} {facets} {types}"] = self._walk(
                        language=language, facets=facets, item_types=types
                    )
                    for name, more in TIMES.items():
                        found = queries.list_current(
                            language=language,
                            facets=facets,
                            item_types=types,
                            oldest_first=True,
                            limit=4,
                            **more,
                        )
                        asked[f"{name} {language} {facets} {types}"] = (
                            [told(row) for row in found.rows], found.older, found.newer,
                        )  # fmt: skip
                    for limit in (1, 2, 50):
                        changed = queries.list_listed_changes(
                            language=language, facets=facets, item_types=types, limit=limit
                        )
                        asked[f"changes {language} {facets} {types} {limit}"] = [told(row) for row in changed]
            asked[f"terms {language}"] = [told(row) for row in queries.list_terms("tag", language)]
            asked[f"names {language}"] = [
                row.title for row in queries.list_term_names(["tag", "area"], language)
            ]
        for item in items:
            for language in ("sv", "en"):
                where = {"public_id": item["id"], "language": language}
                current = queries.find_current(item_type=item["type"], **where)
                name = f"{item['title']} {language}"
                asked[name] = told(current)
                asked[f"{name}: item"] = told(queries.find_item(**where))
                if current is None:
                    continue
                asked[f"{name}: translations"] = queries.list_translations(current.item_key)
                asked[f"{name}: languages"] = queries.list_languages_of(
                    item_type=item["type"], public_id=item["id"]
                )
                asked[f"{name}: related"] = [told(row) for row in queries.list_related(current)]
                editions = queries.list_editions(current)
                asked[f"{name}: editions"] = [
                    (
                        row.seq, row.number, row.kind, row.note, row.digest, row.released_at, row.path(),
                        queries.is_readable(row, current), queries.edition_document(row, current),
                    )
                    for row in editions
                ]  # fmt: skip
                asked[f"{name}: edition"] = [
                    found and found.seq for n in (1, 2, 3, 9) for found in [queries.find_edition(current, n)]
                ]
        asked["codes"] = queries.find_terms(
            [("tag", "host"), ("tag", "sommar"), ("tag", "nix"), ("area", "host")]
        )
        asked["present"] = [queries.list_present_languages([kind]) for kind in (*NEWS_TYPES, "tag", "area")]
        return asked

    def _walk(self, **asked: Any) -> list[Any]:
        """Return every page of a list, walked both ways."""
        pages, before = [], None
        while True:
            listing = queries.list_current(before=before, limit=3, **asked)
            pages.append(([told(row) for row in listing.rows], listing.older, listing.newer))
            before = listing.older
            if before is None:
                break
        newer = pages[-1][2]
        back = queries.list_current(after=newer, limit=2, **asked) if newer is not None else None
        return [*pages, back and ([told(row) for row in back.rows], back.older, back.newer)]


def told(row: CurrentEdition | None) -> dict[str, Any] | None:
    """Everything a row says."""
    if row is None:
        return None
    names = [field.attname for field in CurrentEdition._meta.concrete_fields]
    return {name: getattr(row, name) for name in names}


def tables() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Edition, LedgerHead, CurrentEdition, CurrentFacet, ListedChange, PublicFile)
    ]


def test_every_question_is_answered_as_it_will_be_after_the_release():
    scene = Scene()
    before = tables()
    with overlay.looking_ahead(overlay.foresee(scene.entries, at=AT)):
        seen_ahead = scene.ask()
    assert tables() == before
    assert seen_ahead != scene.ask()
    print_editions(scene.entries, released_at=AT)
    after = scene.ask()
    assert {name: seen_ahead[name] for name in seen_ahead if seen_ahead[name] != after[name]} == {}
    assert seen_ahead.keys() == after.keys()


def test_an_empty_release_changes_nothing():
    scene = Scene()
    before = scene.ask()
    with overlay.looking_ahead(overlay.foresee([], at=AT)):
        assert scene.ask() == before


def test_nothing_is_written():
    scene = Scene()
    with (
        CaptureQueriesContext(connection) as captured,
        overlay.looking_ahead(overlay.foresee(scene.entries, at=AT)),
    ):
        scene.ask()
    assert captured.captured_queries
    assert [
        q["sql"] for q in captured.captured_queries if not q["sql"].lstrip("(").startswith("SELECT")
    ] == []


# --- who sees it ------------------------------------------------------------------------------------------------------


def titles() -> list[str]:
    return [row.title for row in queries.list_current(language="sv").rows]


def foreseen_title() -> overlay.Overlay:
    return overlay.foresee([NewEdition(make_payload(title="Hemligt"), EditionKind.PUBLISHED)], at=AT)


def test_each_question_finds_only_what_it_asks_for():
    area, gone = make_term("area", "skola", "Skola"), make_term("area", "handel", "Handel")
    print_editions([gone])
    made = overlay.foresee([NewEdition(area, EditionKind.PUBLISHED), withdraw(gone)], at=AT)
    place = {"public_id": "skola", "language": "sv"}
    with overlay.looking_ahead(made):
        assert [row.public_id for row in queries.list_terms("area", "sv")] == ["skola"]
        assert queries.list_terms("tag", "sv") == queries.list_terms("area", "en") == []
        assert told(queries.find_current(item_type="area", **place))["title"] == "Skola"
        assert queries.find_current(item_type="tag", **place) is None
        assert queries.find_item(**place) is None


def test_is_seen_inside_the_block_only():
    look = foreseen_title()
    with overlay.looking_ahead(look):
        assert titles() == ["Hemligt"]
    assert titles() == []
    with pytest.raises(KeyError), overlay.looking_ahead(look):
        raise KeyError
    assert overlay.ahead() is None


def test_another_thread_sees_nothing_of_it():
    seen: list[Any] = []
    with overlay.looking_ahead(foreseen_title()):
        thread = threading.Thread(target=lambda: seen.append(overlay.ahead()))
        thread.start()
        thread.join()
        assert overlay.ahead() is not None
    assert seen == [None]


def test_another_task_sees_nothing_of_it():
    look = foreseen_title()
    seen = {}

    async def reader(name: str, looks: bool, inside: asyncio.Event, done: asyncio.Event) -> None:
        if looks:
            with overlay.looking_ahead(look):
                inside.set()
                await done.wait()
                seen[name] = overlay.ahead()
        else:
            await inside.wait()
            seen[name] = overlay.ahead()
            done.set()

    async def both() -> None:
        inside, done = asyncio.Event(), asyncio.Event()
        await asyncio.gather(reader("named", True, inside, done), reader("other", False, inside, done))

    asyncio.run(both())
    assert seen == {"named": look, "other": None}


def test_one_look_at_a_time():
    look = foreseen_title()
    with overlay.looking_ahead(look), pytest.raises(NotSeenAheadError, match="another look"):
        overlay.looking_ahead(look).__enter__()
    with overlay.looking_ahead(look), pytest.raises(NotSeenAheadError):
        overlay.foresee([], at=AT)


# --- what refuses -----------------------------------------------------------------------------------------------------

REFUSED: dict[str, Callable[[], Any]] = {
    "list_changes": lambda: queries.list_changes(since=0),
    "list_addresses": queries.list_addresses,
    "newest_removal": queries.newest_removal,
    "find_chain": lambda: queries.find_chain(1),
    "list_fresh": lambda: queries.list_fresh(AT),
    "list_announced_times": queries.list_announced_times,
    "list_calendar": lambda: queries.list_calendar("sv"),
    "list_readable": lambda: queries.list_readable([(uuid.uuid4(), "sv")]),
    "list_replaced": lambda: queries.list_replaced("sv", [(uuid.uuid4(), "sv")]),
    "list_titles": lambda: queries.list_titles([("message", "a", "sv")]),
    "find_public_file": lambda: queries.find_public_file(asset="a", name="b"),
}
#: Asked in `Scene.ask`, and compared with what the release then made.
ANSWERED = {
    "edition_document", "find_current", "find_edition", "find_item", "find_terms", "get_head", "get_origin",
    "is_readable", "list_current", "list_editions", "list_languages_of", "list_listed_changes",
    "list_present_languages", "list_related", "list_term_names", "list_terms", "list_translations",
}  # fmt: skip


def test_every_question_is_answered_or_refused():
    """A new question of the public's fails here until somebody has thought about it."""
    public = {name for name in queries.__all__ if inspect.isfunction(getattr(queries, name))}
    written = {
        name
        for name, value in vars(queries).items()
        if inspect.isfunction(value)
        and value.__module__.startswith("cms.ledger")
        and not name.startswith("_")
    }
    assert public == ANSWERED | set(REFUSED)
    assert (
        written - public == {"addresses", "ahead", "refuse_ahead", "edition_facts", "make_document"} & written
    )


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_for_everybody_is_refused(name):
    with overlay.looking_ahead(foreseen_title()), pytest.raises(NotSeenAheadError):
        REFUSED[name]()


def test_no_answer_is_kept_and_none_that_was_kept_is_given():
    http.clear_memo()
    request = RequestFactory().get("/sv/")
    public = http.ledger_response(request, lambda _head: HttpResponse("ute"))
    assert public.content == b"ute"
    with overlay.looking_ahead(foreseen_title()):
        response = http.ledger_response(request, lambda _head: HttpResponse("hemligt"))
        assert response.content == b"hemligt"
        assert response["Cache-Control"] == "no-store"
        assert "ETag" not in response
    assert len(http._memo._entries) == 1
    assert http.ledger_response(request, lambda _head: HttpResponse("nytt")).content == b"ute"


def test_the_memory_and_the_etag_refuse():
    response = HttpResponse("hemligt")
    with overlay.looking_ahead(foreseen_title()):
        head = queries.get_head()
        finished = http._Finished(200, {}, b"")
        key = ("/sv/", "", "", 1, None)
        for act in (
            lambda: http._memo.get(key),
            lambda: http._memo.put(key, finished),
            lambda: http._finish(response, head, ()),
        ):
            with pytest.raises(NotSeenAheadError):
                act()


def test_first_release_of_all_gives_the_ledger_its_origin():
    payload = make_payload()
    made = overlay.foresee([NewEdition(payload, EditionKind.PUBLISHED)], at=AT)
    assert queries.get_origin() == ""
    with overlay.looking_ahead(made):
        assert queries.get_origin() == payload["key"]
