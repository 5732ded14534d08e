"""What to fill into the patterns: the addresses at which a stranger would look for what is not out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from django.contrib.auth.models import Group

from wagtail.models import Locale, Revision, Site

from cms.items.services import collection_of
from cms.ledger.addresses import SEGMENTS
from pressroom.snippets.script import current
from pressroom.views.routes import PAGES
from search.parsing import make_query
from search.saved.services import save_search
from tests.leaks.routes import Kind, Route, walk
from tests.leaks.world import SEARCHED, Story, World

Values = dict[str, Sequence[Any]]
#: What is asked of every list.
QUERIES = ("", "?language=sv&limit=100", f"?q={SEARCHED}", "?since=0&limit=100", "?organisation=jarva")
_SEARCHES = (
    "",
    f"?q={SEARCHED}",
    f"?q={SEARCHED}&search_all=1&p=1",
    "?page_type=cms.jointmessage&export=csv",
)
NEVER = "0123456789"


def public_paths(world: World) -> list[str]:
    """Return every public address as it could be asked about each of our items, with questions for the lists."""
    paths: list[str] = []
    for route in walk():
        if route.kind == Kind.PUBLIC:
            for values in _public_values(world, route):
                paths += route.paths(values)
    paths = sorted(set(paths))
    tags = [f"?tag={story.marks['tag']}" for story in world.stories.values() if "tag" in story.marks]
    lists = [
        path
        for path in paths
        if re.fullmatch(r"/api/v1/\w+|/(sv|en)/[a-z-]*/?(feed\.(rss|atom|json))?", path)
    ]
    asked = [path + query for path in lists for query in QUERIES[1:]]
    asked += [
        f"{path}{query}"
        for path in ("/api/v1/items", "/sv/feed.rss", "/sv/feed.atom", "/sv/feed.json", "/sv/nyheter/")
        for query in tags
    ]
    saved = save_search(make_query(SEARCHED, language="sv")).public_id
    asked += [f"/sv/feed.{form}?saved={saved}" for form in ("rss", "atom", "json")]
    everything = "include=terms,organisations,contacts"
    asked += [f"{path}?{everything}" for path in paths if re.fullmatch(r"/api/v1/\w+(/[^/]+)?", path)]
    return [*paths, *asked, *_embedded(world)]


def _public_values(world: World, route: Route) -> Iterator[Values]:
    """Yield what to fill in: everything once, then what belongs together for each item."""
    pages = {segment for names in (*SEGMENTS.values(), *PAGES.values()) for segment in names.values()}
    known = {
        "language": ["sv", "en", "so"],
        "segment": sorted(pages),
        "number": [1],
        "word": ["spara", "save"],
        "name": [save_search(make_query(SEARCHED, language="sv")).public_id],
        "digest": [current().digest, "0" * 16],
        "rest": ["sv/nyheter", "nyheter", "nagot-annat"],
    }
    if set(route.parameters) <= known.keys():
        yield known
        return
    for story in world.stories.values():
        identity = story.marks.get("id", str(story.page.translation_key))
        tag = story.page.tags.first()
        common = {
            "language": ["sv", "en"],
            "segment": ["meddelanden", "messages"],
            "public_id": [identity],
            "item": [identity],
            "figure": [*_figures(story), "f1"],
            "indicator": [*_figures(story), "f1"],
            "id": [identity, str(story.page.translation_key), tag.slug if tag else NEVER],
            "slug": [story.page.slug, "historik", "history"],
            "word": ["utgava", "edition"],
            "number": [1, 2, 3],
        }
        for file in story.files or [None]:  # type: ignore[list-item]  # a story that can't be built has none
            yield common | {
                "asset": [file["asset"] if file else NEVER],
                "name": [file["name"] if file else NEVER],
                "sha256_start": [file["sha256"][:16] if file else NEVER],
            }


def _figures(story: Story) -> list[str]:
    """Return the ids of what stands in the item's body: a figure is asked for by its own."""
    return [block["id"] for block in story.payload["body"]] if story.payload else []


def _embedded(world: World) -> list[str]:
    """Return what a host would ask about each item's page and tag."""
    paths = ["/embed/v1/list?number=20", "/embed/v1/list.json?number=20"]
    for story in world.stories.values():
        identity = story.marks.get("id", NEVER)
        pages = (f"/sv/meddelanden/{identity}/", f"/sv/meddelanden/{identity}/{story.page.slug}/#f1")
        paths += [f"/embed/oembed?url={quote('http://testserver' + page)}" for page in pages]
        paths += [f"/embed/v1/item/{identity}{end}?text=full" for end in ("", ".json")]
        paths += [f"/sv/badda-in/?kind={kind}&item={identity}" for kind in ("item", "figure")]
        if "tag" in story.marks:
            paths += [f"/embed/v1/list{end}?tag={story.marks['tag']}" for end in ("", ".json")]
    return paths


def workshop_paths(world: World, stories: Sequence[Story]) -> list[str]:
    """Return every address of the workshop, filled in with what is ours."""
    paths: set[str] = set()
    for route in walk():
        if route.kind == Kind.WORKSHOP:
            for story in stories:
                paths |= set(route.paths(_workshop_values(world, story, route.pattern)))
    bare = [path for path in sorted(paths) if not re.search(r"/\d+/|[0-9a-f]{8}-", path)]
    asked = [path + query for path in bare for query in _SEARCHES[1:]]
    ids = "&".join(f"id={story.page.pk}" for story in world.stories.values())
    asked += [f"/admin/choose-page/chosen-multiple/?{ids}"]
    asked += [
        f"/admin/{kind}/chooser/chosen-multiple/?id={row.pk}"
        for story in world.stories.values()
        for kind, row in (("images", story.image), ("documents", story.document))
    ]
    asked += [
        f"/admin/api/main/{kind}/{query}"
        for kind in ("pages", "images", "documents")
        for query in (
            f"?search={SEARCHED}",
            "?fields=*",
            f"?child_of={world.ours.page.pk}",
            f"?descendant_of={world.ours.page.pk}&for_explorer=1",
            f"?translation_of={stories[0].page.pk}",
        )
    ]
    asked += [
        f"/admin/bulk/{label}/{action}/?id={row.pk}"
        for story in stories
        for label, row in (
            ("wagtailcore/page", story.page),
            ("cms/jointmessage", story.page),
            ("cms/pressimage", story.image),
            ("cms/pressdocument", story.document),
            ("cms/organisation", world.ours.organisation),
        )
        for action in ("delete", "move", "publish", "unpublish", "add_tags", "add_to_collection")
    ]
    return [*sorted(paths), *asked]


def _workshop_values(world: World, story: Story, pattern: str) -> Values:
    page = story.page
    revision = Revision.objects.filter(object_id=str(page.pk)).order_by("-pk").values_list("pk", flat=True)[0]
    request = story.requests[-1].key if story.requests else uuid.UUID(int=1)
    release = story.release.pk if story.release else 1
    file = story.files[0]
    pages: Sequence[Any] = [page.pk, world.ours.page.pk]
    values: Values = {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"), pages),
        **{name: ["cms"] for name in ("content_type_app_name", "app_label", "app_name")},
        **{name: ["jointmessage"] for name in ("content_type_model_name", "model_name")},
        **{name: [revision] for name in ("revision_id", "revision_id_a", "revision_id_b")},
        **{
            name: [1]
            for name in (
                "task_id",
                "task_state_id",
                "workflow_pk",
                "workflow_state_id",
                "session_id",
                "translation_id",
                "translation_source_id",
                "string_segment_id",
                "overridable_segment_id",
                "uploaded_file_id",
            )
        },
        "pk": _rows(world, story, pattern),
        "image_id": [story.image.pk],
        **{name: [story.document.pk] for name in ("document_id", "doc_id")},
        "collection_id": [collection_of(world.ours.organisation).pk],
        "object_id": [page.pk],
        "action": ["delete"],
        "action_name": ["approve"],
        "filter_spec": ["width-100"],
        "mode": ["default"],
        "item_type": ["message"],
        "item_key": [page.translation_key],
        "key": [request],
        "release_id": [release],
        "partner_id": [world.partner.pk],
        "endpoint_id": [world.webhook.pk],
        "partner_page_id": [world.partner_page.pk],
        "item": [story.marks.get("id", NEVER)],
        "kind": ["csv", "json"],
        "language": ["sv"],
        "sha256": [file["sha256"]],
        "name": [file["name"]],
        "0": [story.document.pk],
        "1": [story.document.filename],
        "uidb64": ["MQ"],
        "token": ["x"],
    }
    if pattern.startswith("admin/workshop-files/<path"):
        rendition = story.image.get_rendition("width-100")
        values["name"] = [story.image.file.name, rendition.file.name, story.document.file.name]
    return values


def _rows(world: World, story: Story, pattern: str) -> list[int]:
    """Return which rows `pk` means in a pattern: ours, of the kind its beginning names."""
    organisation = world.ours.organisation
    rows: dict[str, list[Any]] = {
        "admin/api/main/^images": [story.image],
        "admin/api/main/^documents": [story.document],
        "admin/images/": [story.image],
        "admin/documents/": [story.document],
        "admin/snippets/cms/organisation/": [organisation],
        "admin/snippets/choose/cms/organisation/": [organisation],
        "admin/snippets/cms/area/": [world.ours.area],
        "admin/snippets/cms/tag/": list(story.page.tags.all()),
        "admin/users/": [world.ours.editor],
        "admin/groups/": [Group.objects.get(name__endswith=f": {organisation.code}")],
        "admin/sites/": list(Site.objects.all()),
        "admin/locales/": list(Locale.objects.filter(language_code="sv")),
        "admin/collections/": [collection_of(organisation)],
    }
    found = next((some for start, some in rows.items() if pattern.startswith(start)), None)
    return [row.pk for row in (found if found is not None else [story.page])]
