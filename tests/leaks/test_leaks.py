"""Nothing that is not out can be found, at any address, by anybody whose business it is not. See docs/architecture.md.

Every pattern of the resolver is asked, filled in with what would belong to each item. A new pattern fails here until
it has a class in routes.py and values in addresses.py.
"""

from __future__ import annotations

import datetime as dt
import re

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext

import pytest

from cms.accounts.models import Role
from cms.approval.models import ApprovalRequest, Signature
from cms.common import clock
from cms.items.services import sync_access
from cms.ledger.models import Edition, PublicFile
from cms.media.models import PressDocument, PressImage
from cms.messages.models import JointMessage
from cms.releases.models import Release
from cms.sharing import freezing
from cms.sharing.enums import Kind
from cms.sharing.models import Share, ShareEvent
from pressroom.http import clear_memo
from tests.factories.cms_workshop import make_member
from tests.leaks.addresses import NEVER, public_paths, workshop_paths
from tests.leaks.asking import Answer, ask, find_secrets, leaks, without_tokens
from tests.leaks.routes import OURS, walk
from tests.leaks.routes import Kind as RouteKind
from tests.leaks.world import SEARCHED, UNSEEN, Story, World, people

NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=dt.UTC)
METHODS = ("get", "head", "options", "post", "put", "delete")
#: States whose rows are put into the workshop's addresses; the titles of all states are looked for.
SAMPLE = ("asked", "planned", "corrected draft")
#: What every organisation may choose from: the agreement's common vocabulary.
SHARED = ("tag", "tag_name")


class TestRoutes:
    def test_every_address_has_a_class(self):
        assert [(route.pattern, route.module) for route in walk() if route.kind is None] == []

    def test_every_class_is_of_an_address(self):
        assert set(OURS) - {route.pattern for route in walk()} == set()

    def test_the_public_process_has_public_addresses_only(self):
        kinds = {route.pattern: route.kind for route in walk("cms.public_urls")}
        assert {pattern for pattern, kind in kinds.items() if kind != RouteKind.PUBLIC} == set()

    def test_a_new_address_fails_until_somebody_has_thought_about_it(self):
        unclassified = [route.pattern for route in walk("tests.leaks.planted") if route.kind is None]
        assert unclassified == ["nytt/"]


class LeakCase(TestCase):
    """The world with an item in each state; and what the public saw before and after the unseen ones were made."""

    world: World
    before: dict[str, Answer]
    after: dict[str, Answer]
    desk_before: dict[str, tuple[int, str]]
    desk_after: dict[str, tuple[int, str]]

    @classmethod
    def setUpTestData(cls):
        with clock.set_to(NOW):
            cls.world = World()
            paths = public_paths(cls.world)
            bare = workshop_bare(cls.world)
            cls.before, cls.desk_before = _see(paths), _see_desk(cls.world, bare)
            cls.world.make_stories(seen=False)
            cls.after, cls.desk_after = _see(paths), _see_desk(cls.world, bare)
            cls.world.make_stories(seen=True)

    def setUp(self):
        frozen = clock.set_to(NOW)
        frozen.__enter__()
        self.addCleanup(frozen.__exit__, None, None, None)

    @property
    def unseen(self) -> list[Story]:
        return [self.world.stories[state] for state in UNSEEN]


def workshop_bare(world: World) -> list[str]:
    """Return the workshop's addresses that need nothing filled in."""
    skipped = ("admin/logout/", "admin/snippets/cms/tag/", "admin/snippets/choose/cms/tag/")
    return [
        route.paths({})[0]
        for route in walk()
        if route.kind == RouteKind.WORKSHOP and not route.parameters and not route.pattern.startswith(skipped)
    ]


def _see(paths: list[str]) -> dict[str, Answer]:
    clear_memo()
    cache.clear()
    client = Client()
    return {path: ask(client, path) for path in paths}


def _see_desk(world: World, paths: list[str]) -> dict[str, tuple[int, str]]:
    cache.clear()
    client = Client(raise_request_exception=False)
    client.force_login(world.other.editor)
    return {path: without_tokens(ask(client, path)) for path in paths}


class Public:
    def test_drafts_change_no_byte_and_no_header_of_what_is_public(self):
        different = [path for path, answer in self.before.items() if self.after[path] != answer]
        assert different == []

    def test_no_answer_holds_a_secret(self):
        found = leaks(Client(), public_paths(self.world), self.world.secrets)
        assert found == []

    def test_logging_in_shows_no_more(self):
        client = Client()
        client.force_login(self.world.ours.editor)
        lists = [path for path in public_paths(self.world) if "/filer/" not in path][::5]
        assert leaks(client, lists, self.world.secrets) == []

    def test_what_is_not_out_is_answered_like_what_never_existed(self):
        assert [line for state in UNSEEN for line in self._told_apart(state, ("get",))] == []

    def test_other_methods_and_conditions_tell_no_more(self):
        for state in ("draft", "planned"):
            assert self._told_apart(state, METHODS[1:]) == []
            for headers in ({"Range": "bytes=0-9"}, {"If-None-Match": "*"}):
                assert self._told_apart(state, ("get", "head"), **headers) == []

    def _told_apart(self, state: str, methods: tuple[str, ...], **headers: str) -> list[str]:
        """Return the addresses at which a stranger could tell an unseen item from what never existed."""
        found = []
        client = Client()
        for path, never in self._would_be(self.world.stories[state]):
            for method in methods:
                there, nowhere = ask(client, path, method, **headers), ask(client, never, method, **headers)
                is_seen = method in {"get", "head"} and there.status not in {400, 404}
                if is_seen or not there.like(nowhere):
                    found.append(f"{method} {path} {headers}: {there} is not {nowhere}")
        return found

    def test_refusing_costs_as_many_queries_as_for_what_never_existed(self):
        different = []
        client = Client()
        for path, never in self._would_be(self.world.stories["planned"]):
            counts = []
            for each in (path, never):
                with CaptureQueriesContext(connection) as captured:
                    client.get(each)
                counts.append(len(captured))
            if counts[0] != counts[1]:
                different.append((path, counts))
        assert different == []

    def test_files_of_what_is_gone_are_gone(self):
        client = Client()
        never = ask(client, f"/filer/{NEVER}/{NEVER}{'0' * 6}/aldrig.jpg")
        for state in ("withdrawn", "deleted"):
            for path in self.world.stories[state].would_be_files():
                answer = ask(client, path)
                assert (answer.status, answer.headers) == (404, never.headers), path

    def test_what_is_out_can_be_found_so_the_looking_works(self):
        story = self.world.stories["released"]
        shown = {
            name: story.marks[name] for name in ("title", "summary", "body", "alt", "credit", "attachment")
        }
        found = leaks(Client(), [f"/api/v1/items/{story.marks['id']}"], shown)
        assert len(found) == len(shown)
        assert ask(Client(), story.would_be_files()[0]).status == 200

    def test_nothing_unseen_is_in_the_tables_that_public_pages_read(self):
        keys = [story.page.translation_key for story in self.unseen]
        assert not Edition.objects.filter(item_key__in=keys).exists()
        assert not PublicFile.objects.filter(item_key__in=keys).exists()

    def _would_be(self, story: Story) -> list[tuple[str, str]]:
        """Return the addresses that an unseen item will have, each beside one of the same form that nothing has."""
        code, slug, tag = story.marks["id"], story.page.slug, story.page.tags.first().slug
        forms = (
            "/sv/meddelanden/{}/",
            "/en/messages/{}/",
            "/sv/meddelanden/{}/historik/",
            "/sv/meddelanden/{}/utgava/1/",
            "/embed/v1/item/{}",
            "/embed/v1/item/{}.json?text=full",
            "/embed/v1/figure/{}/f1",
            "/embed/oembed?url=http%3A//testserver/sv/meddelanden/{}/",
            "/sv/badda-in/?kind=item&item={}",
            "/api/v1/items/{}",
            "/api/v1/items/{}?language=sv",
            "/api/v1/items/{}/editions",
            "/api/v1/items/{}/editions/1",
        )
        pairs = [(form.format(code), form.format(NEVER)) for form in forms]
        pairs.append((f"/sv/meddelanden/{code}/{slug}/", f"/sv/meddelanden/{NEVER}/{'x' * len(slug)}/"))
        if story.state == "draft":
            pairs.append((f"/api/v1/tags/{tag}", f"/api/v1/tags/{'x' * len(tag)}"))
            pairs.append((f"/sv/amnen/{tag}/", f"/sv/amnen/{'x' * len(tag)}/"))
        for file in story.files:
            sha = file["sha256"][:16]
            pairs.append((f"/filer/{file['asset']}/{sha}/{file['name']}", f"/filer/{NEVER}/{'0' * 16}/x.jpg"))
            pairs.append((f"/filer/{file['asset']}/{file['name']}", f"/filer/{NEVER}/x.jpg"))
        return pairs

    def test_every_kind_of_mark_is_looked_for_and_would_be_found(self):
        secrets = self.world.stories["planned"].secrets
        kinds = {name.removeprefix("planned: ").rstrip("_0123456789") for name in secrets}
        assert kinds >= {
            "title", "slug", "summary", "body", "image_file", "document_file", "image_name", "document_name",
            "renditions_size", "image_source_size", "document_source_size", "digest", "renditions", "document_sha",
            "request_digest", "image_source", "id", "key", "release", "release_key", "request", "message",
            "instant", "instant_in_headers", "instant_in_seconds", "due", "due_in_words",
        }  # fmt: skip
        unseen = [
            name
            for name, mark in secrets.items()
            for where in (
                Answer("get", "/sv/", 200, (("X-Next", mark),), b""),
                Answer("get", "/sv/", 200, (), mark.upper().encode()),
            )
            if name not in find_secrets(where, secrets)
        ]
        assert unseen == []


class PersonalLinks:
    def test_a_link_opens_nothing_but_its_own_version(self):
        token = self.world.foreign_token
        own = ask(Client(), f"/godkann/{token}/")
        assert own.status == 200
        paths = [f"/godkann/{token}/", f"/godkann/{token}/visa/sv/", f"/godkann/{token}/visa/en/"]
        files = [file for story in self.world.stories.values() for file in story.files]
        paths += [f"/godkann/{token}/fil/{file['sha256']}/{file['name']}" for file in files]
        found = leaks(Client(), paths, self.world.secrets)
        assert found == []
        assert {ask(Client(), path).status for path in paths[2:]} == {404}

    def test_what_opens_nothing_is_answered_like_what_was_never_given(self):
        never = {
            "": ask(Client(), f"/godkann/{'x' * 43}/"),
            "visa/sv/": ask(Client(), f"/godkann/{'x' * 43}/visa/sv/"),
        }
        tried = [str(request.key) for story in self.world.stories.values() for request in story.requests]
        tried += [request.digest for request in ApprovalRequest.objects.all()]
        tried += [
            link.token_digest for signature in Signature.objects.all() for link in signature.links.all()
        ]
        for token in tried:
            for rest, nothing in never.items():
                for method in METHODS:
                    answer = ask(Client(), f"/godkann/{token}/{rest}", method)
                    assert answer.like(ask(Client(), nothing.path, method)), answer
        assert find_secrets(never[""], self.world.secrets) == []


class SharedLinks:
    """What a person sees who was shown one release: that release, once they may, and no other."""

    def _pages(self) -> list[str]:
        paths = [path for path in public_paths(self.world) if not path.startswith(("/api/", "/filer/"))]
        return ["", "flode/sv/", *(f"sida{path}" for path in paths[::9])]

    def _behind(self, token: str) -> list[str]:
        """Return every kind of address behind a link, filled in with what is ours."""
        files = [file for story in self.world.stories.values() for file in story.files]
        return [
            *(f"/dela/{token}/{page}" for page in self._pages()),
            *(f"/dela/{token}/fil/{file['sha256']}/{file['name']}" for file in files),
            *(f"/dela/{token}/sida{path}" for path in self.world.stories["planned"].would_be_files()),
        ]

    def _secrets_but(self, state: str) -> dict[str, str]:
        """Return what is another item's alone: two releases may have one instant."""
        own = set(self.world.stories[state].marks.values())
        return {name: mark for name, mark in self.world.secrets.items() if mark not in own}

    def _told_before_the_terms(self) -> dict[str, str]:
        """What the embargo's page itself says: its text, its instant, whom it is for."""
        said = ("embargo", "instant", "instant_in_words", "instant_day_in_words", "recipient")
        mine = self.world.stories["planned"].secrets
        return self._secrets_but("planned") | {
            name: mark for name, mark in mine.items() if name.split(": ")[1] not in said
        }

    def test_before_the_terms_are_accepted_no_mark_shows(self):
        token = self.world.stories["planned"].tokens[Kind.EARLY_ACCESS]
        paths = self._behind(token)
        assert leaks(Client(), paths, self._told_before_the_terms()) == []
        assert leaks(Client(), paths, self._told_before_the_terms(), "head") == []
        for posted in ({}, {"name": "Åsa", "terms": "x"}):
            page = Client().post(f"/dela/{token}/", posted)
            assert page.status_code == 409
            assert "Titelmark" not in page.content.decode()

    def test_a_link_shows_its_own_release_and_no_other_draft(self):
        story = self.world.stories["planned"]
        self._accept(story.tokens[Kind.EARLY_ACCESS])
        for token in story.tokens.values():
            assert leaks(Client(), self._behind(token), self._secrets_but("planned")) == []
            found = leaks(Client(), [f"/dela/{token}/"], {"title": story.marks["title"]})
            assert found, "what it was given for shows, so the looking works"

    def test_a_link_that_has_ended_shows_nothing(self):
        story = self.world.stories["planned"]
        self._accept(story.tokens[Kind.EARLY_ACCESS])
        paths = [path for token in story.tokens.values() for path in self._behind(token)]
        assert story.release is not None
        freezing.freeze(release=story.release, by=self.world.officer)
        frozen = [path for path in paths if story.tokens[Kind.EARLY_ACCESS] in path]
        assert leaks(Client(), frozen, self.world.secrets) == []
        with clock.set_to(NOW + dt.timedelta(days=31)):
            assert leaks(Client(), paths, self.world.secrets) == []
        Release.objects.filter(pk=story.release.pk).update(status="cancelled")
        assert leaks(Client(), paths, self.world.secrets) == []

    def test_every_dead_link_is_answered_like_what_was_never_given(self):
        story = self.world.stories["planned"]
        assert story.release is not None
        freezing.freeze(release=story.release, by=self.world.officer)
        digests = list(Share.objects.values_list("token_digest", flat=True))
        keys = [str(key) for key in Share.objects.values_list("key", flat=True)]
        for token in (story.tokens[Kind.EARLY_ACCESS], *digests, *keys):
            for rest in (
                "",
                "sida/sv/",
                "flode/sv/",
                f"fil/{story.files[0]['sha256']}/{story.files[0]['name']}",
            ):
                for method in METHODS:
                    answer = ask(Client(), f"/dela/{token}/{rest}", method)
                    assert answer.like(ask(Client(), f"/dela/{'x' * 43}/{rest}", method)), answer

    def test_a_public_reader_beside_an_open_preview_sees_nothing(self):
        story = self.world.stories["planned"]
        token = story.tokens[Kind.PREVIEW]
        paths = public_paths(self.world)[::9]
        for path in ("sv/", "sv/nyheter/", "sv/meddelanden/", "sv/feed.rss"):
            assert story.marks["title"] in ask(Client(), f"/dela/{token}/sida/{path}").text
            assert leaks(Client(), [f"/{path}"], self.world.secrets) == []
        assert leaks(Client(), paths, self.world.secrets) == []

    def _accept(self, token: str) -> None:
        terms = re.search(r'name="terms" value="(\w+)"', Client().get(f"/dela/{token}/").content.decode())
        assert terms is not None
        assert Client().post(f"/dela/{token}/", {"name": "Läsaren", "terms": terms[1]}).status_code == 302


class Workshop:
    @property
    def paths(self) -> list[str]:
        paths = workshop_paths(self.world, [self.world.stories[state] for state in SAMPLE])
        # Whoever can name a file's SHA-256 has held the file: signatories are given these addresses to read a draft.
        return [path for path in paths if not path.startswith("/admin/workshop-files/printed/")]

    @property
    def secrets(self) -> dict[str, str]:
        """What is nobody else's business in the workshop: also what was out once, but not the common vocabulary."""
        return {
            name: mark
            for name, mark in self.world.secrets.items()
            if name.split(": ")[1] not in SHARED
            and not (name.startswith("corrected") and name.endswith("key"))
        }

    def _reader(self, who: str) -> Client:
        client = Client(raise_request_exception=False)
        user = people(self.world)[who]
        if user is not None:
            client.force_login(user)
        return client

    def test_nobody_logged_in_sees_the_door_alone(self):
        client = self._reader("nobody logged in")
        paths = self.paths
        assert leaks(client, paths, self.world.secrets) == []
        for method in ("head", "options", "post"):
            assert leaks(client, paths[::4], self.world.secrets, method) == []

    def test_without_membership(self):
        assert leaks(self._reader("a user without membership"), self.paths, self.world.secrets) == []

    def test_another_organisations_editor(self):
        found = leaks(self._reader("another organisation's editor"), self.paths, self.secrets)
        assert found == []

    def test_another_organisations_press_officer_finds_nothing_in_the_log(self):
        other, ours = (
            make_member(desk.organisation, role=Role.PRESS_OFFICER)
            for desk in (self.world.other, self.world.ours)
        )
        lists = [f"/admin/logg/{name}" for name in ("", "logg.json", "logg.csv")]
        paths = lists + [
            f"{path}?{query}"
            for story in self.world.stories.values()
            for path in lists
            for query in (f"subject={story.page.translation_key}", f"title={SEARCHED}")
        ]
        # A number may stand in a chain or a key by chance.
        secrets = {name: mark for name, mark in self.secrets.items() if not mark.isdecimal()}
        found = []
        for user in (other, ours):
            sync_access(user)
            client = Client()
            client.force_login(user)
            assert ask(client, lists[0]).status == 200
            found.append(leaks(client, paths, secrets))
        assert found[0] == []
        assert any("title" in line for line in found[1])  # so the looking works

    def test_files_answer_another_organisation_like_what_never_existed(self):
        client = self._reader("another organisation's editor")
        never = ask(client, "/admin/workshop-files/original_images/aldrig.png")
        for state in SAMPLE:
            story = self.world.stories[state]
            rendition = story.image.get_rendition("width-100")
            for path in (story.image.file.url, story.document.url, story.document.file.url, rendition.url):
                assert ask(client, path).like(never), path

    def test_drafts_change_nothing_of_what_another_organisation_sees(self):
        different = [path for path, seen in self.desk_before.items() if self.desk_after[path] != seen]
        assert different == []

    def test_posting_anywhere_gives_nothing_away_and_changes_nothing(self):
        planned = workshop_paths(self.world, [self.world.stories["planned"]])
        paths = [
            path for path in planned if not path.startswith(("/admin/account/", "/admin/workshop-files/"))
        ]
        for who in ("another organisation's editor", "a user without membership"):
            before = self._ours()
            found = []
            client = self._reader(who)
            for path in paths:
                found += leaks(client, [path], self.secrets, "post")
                if "_auth_user_id" not in client.session:
                    client = self._reader(who)
            assert found == []
            assert self._ours() == before

    def test_our_own_editor_sees_them_so_the_looking_works(self):
        client = Client(raise_request_exception=False)
        client.force_login(self.world.ours.editor)
        page = self.world.stories["asked"].page
        found = leaks(client, [f"/admin/pages/{page.pk}/edit/", f"/admin/slapp/{page.pk}/"], self.secrets)
        assert any("title" in line for line in found)
        assert any("body" in line for line in found)

    def _ours(self) -> list[object]:
        """Return what must be as it was."""
        keys = [story.page.pk for story in self.world.stories.values()]
        return [
            list(JointMessage.objects.filter(pk__in=keys).order_by("pk").values()),
            list(PressImage.objects.order_by("pk").values("pk", "title", "file", "collection")),
            list(PressDocument.objects.order_by("pk").values("pk", "title", "file", "collection")),
            list(ApprovalRequest.objects.order_by("pk").values()),
            list(Signature.objects.order_by("pk").values()),
            list(Release.objects.order_by("pk").values()),
            list(Share.objects.order_by("pk").values()),
            ShareEvent.objects.count(),
            Edition.objects.count(),
        ]


class Planted(Public):
    """Each guard above, proven by a leak on purpose."""

    def _spoilt(self, name: str) -> object:
        return override_settings(MIDDLEWARE=[f"tests.leaks.planted.{name}", *settings.MIDDLEWARE])

    def test_in_a_body(self):
        with self._spoilt("draft_in_body"):
            assert leaks(Client(), ["/sv/"], self.world.secrets)

    def test_in_a_header(self):
        with self._spoilt("address_in_header"):
            assert leaks(Client(), ["/robots.txt"], self.world.secrets)

    def test_in_a_date(self):
        with self._spoilt("next_release"):
            assert "get /sv/ -> 200: planned: instant" in leaks(Client(), ["/sv/"], self.world.secrets)

    def test_in_a_count(self):
        with self._spoilt("count_of_drafts"):
            before = ask(Client(), "/sv/nyheter/")
            self.world.stories["draft"].page.delete()
            assert ask(Client(), "/sv/nyheter/") != before

    def test_in_a_refusal(self):
        with self._spoilt("other_refusal"):
            assert self._told_apart("draft", ("get",))

    def test_in_a_refusals_header(self):
        with self._spoilt("tag_on_refusal"):
            assert self._told_apart("planned", ("get",))

    def test_at_an_address_of_its_own(self):
        with override_settings(ROOT_URLCONF="tests.leaks.planted"):
            assert leaks(Client(), ["/nytt/"], self.world.secrets)


@pytest.mark.slow
class TestNothingLeaks(Planted, Workshop, PersonalLinks, SharedLinks, LeakCase):
    """All of the above in one world: it takes a while to make."""
