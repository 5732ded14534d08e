"""Shows a release before its time, as it will look: by the public's own views, over an overlay of the ledger.

Called by the workshop through `settings.RELEASE_RENDERER`; no public address leads here. Only pages and feeds are
shown: files go through whoever shares, and the API, the sitemap and everything else is not part of a preview.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext

import orjson

from cms.common import languages
from cms.ledger import addresses, queries
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition
from cms.ledger.overlay import Overlay, looking_ahead
from cms.ledger.payload import FileRef, files_of
from pressroom.feeds.kinds import KINDS
from pressroom.feeds.paging import Address, Place
from pressroom.feeds.reading import read_channel
from pressroom.feeds.views import show_feed
from pressroom.preview_links import Links, with_banner
from pressroom.selection import FACETS, Selection
from pressroom.views import front, item, lists, routes, wording
from pressroom.views.frame import Frame, render_page
from pressroom.views.guard import add_slash

#: The views that a preview may show. A new page is not part of previews until it stands here.
_SHOWN = frozenset(
    {front.show, front.to_default, lists.by_segment, item.show, item.edition, add_slash, show_feed}
)


@dataclass(frozen=True)
class PageLink:
    """One page of a preview. `path` is where the public will find it; `is_feed` says it is for programs."""

    name: str
    language: str
    path: str
    is_feed: bool = False


@dataclass(frozen=True)
class PageGroup:
    """Pages of a preview under a heading."""

    heading: str
    links: Sequence[PageLink]


class ReleasePreview:
    """One reader's view of the ledger as a release will leave it.

    Args:
        overlay: the ledger as it will be.
        prefix: comes before the public path in every address of a page inside the preview.
        file_url: gives each of the release's files an address that the reader can open.
        banner: finished HTML that stands first on every page.
        head: finished HTML for every page's head.
        comment: one line of text that feeds carry as a comment.
    """

    def __init__(
        self,
        overlay: Overlay,
        *,
        prefix: str,
        file_url: Any,
        banner: str = "",
        head: str = "",
        comment: str = "",
    ) -> None:
        self.overlay = overlay
        self.links = Links(prefix, _files(overlay, file_url))
        self.banner, self.head = banner, head
        self.comment = comment.replace("--", "–")

    def render(self, path: str, query: str = "") -> HttpResponse:
        """Return what the public will find at `path`.

        Raises:
            Http404: no page or feed of the public has that address.
        """
        request = _request(path, query)
        try:
            match = resolve(path, urlconf="pressroom.urls")
        except Resolver404 as error:
            raise Http404 from error
        if match.func not in _SHOWN:
            raise Http404
        with looking_ahead(self.overlay):
            response = match.func(request, *match.args, **match.kwargs)
        return self._inside(response)

    def render_feed(self, language: str) -> HttpResponse:
        """Return the feed of a language as a page for people.

        Raises:
            Http404: no such language.
        """
        if language not in languages.LANGUAGES:
            raise Http404
        with looking_ahead(self.overlay):
            address = Address(language, KINDS[0].file_name, Selection())
            channel = read_channel(address=address, place=Place(), head=queries.get_head())
            with translation.override(routes.ui_language(language)):
                title = gettext("Flödet, som en läsare visar det")
            frame = Frame(language=language, title=title, is_indexed=False, feed=())
            response = render_page("pressroom/preview/feed.html", frame, {"channel": channel})
        return self._inside(response)

    def pages(self) -> list[PageGroup]:
        """Return the pages on which the release shows, in groups, in the order in which one would look at them."""
        rows = sorted(
            self.overlay.rows.values(), key=lambda row: (row.language != languages.DEFAULT, row.language)
        )
        listed = [row for row in rows if row.is_listed]
        codes = list(dict.fromkeys(row.language for row in rows))
        spoken = [code for code in codes if code in routes.UI_LANGUAGES]
        made_new = [row for row in rows if row.kind != EditionKind.REFRESHED and not row.is_gone]
        with looking_ahead(self.overlay):
            terms = [link for code in spoken for link in self._terms(code, listed)]
        first = gettext("Första sidan")
        groups = [
            PageGroup(first, [PageLink(first, code, routes.front_path(code)) for code in spoken]),
            PageGroup(gettext("Texterna, på varje språk"), _links(made_new)),
            PageGroup(gettext("Listor"), list(_lists(rows, spoken))),
            PageGroup(gettext("Områden, mål, organisationer, ämnen och platser"), terms),
            PageGroup(
                gettext("Flöden"),
                [PageLink("RSS", code, routes.feed_path(code), True) for code in codes],
            ),
            PageGroup(gettext("Det som tas bort"), _links(row for row in rows if row.is_gone)),
            PageGroup(
                gettext("Det som bara får ett nytt namn i sig"),
                _links(row for row in rows if row.kind == EditionKind.REFRESHED),
            ),
        ]
        return [group for group in groups if group.links]

    def _terms(self, language: str, listed: Iterable[CurrentEdition]) -> Iterable[PageLink]:
        wanted = {pair for row in listed if row.language == language for pair in self.overlay.facets[row.seq]}
        for row in queries.list_term_names(FACETS, language):
            if (row.item_type, row.public_id) in wanted:
                yield PageLink(f"{wording.type_name(row.item_type)}: {row.title}", language, row.path)

    def _inside(self, response: HttpResponseBase) -> HttpResponse:
        """Return a view's answer with its links kept inside, and marked."""
        if response.streaming or not isinstance(response, HttpResponse):
            raise Http404
        kind = response.headers.get("Content-Type", "")
        finished = HttpResponse(status=response.status_code, content_type=kind)
        if "Location" in response.headers:
            finished["Location"] = self.links.address(response.headers["Location"])
        text = response.content.decode()
        if kind.startswith("text/html"):
            text = with_banner(self.links.page(text), self.banner, self.head)
        elif kind.startswith("application/feed+json"):
            feed: dict[str, Any] = orjson.loads(self.links.feed(text))
            text = orjson.dumps(
                {"version": feed.pop("version"), "user_comment": self.comment, **feed}
            ).decode()
        elif kind.startswith(tuple(known.media_type for known in KINDS)):
            declaration, end, body = self.links.feed(text).partition("?>")
            text = f"{declaration}{end}\n<!-- {self.comment} -->{body}"
        finished.content = text.encode()
        return finished


def _links(rows: Iterable[CurrentEdition]) -> list[PageLink]:
    return [PageLink(row.title or "–", row.language, row.path) for row in rows]


def _lists(rows: Sequence[CurrentEdition], spoken: Sequence[str]) -> Iterable[PageLink]:
    for code in spoken:
        types = list(dict.fromkeys(row.item_type for row in rows if row.language == code))
        if addresses.NEWS_TYPES.intersection(types):
            yield PageLink(gettext("Nyheter"), code, routes.page_path("news", code))
        for item_type in types:
            yield PageLink(wording.type_plural(item_type), code, routes.list_path(item_type, code))


def _files(overlay: Overlay, file_url: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for edition in overlay.editions.values():
        files: list[FileRef] = files_of(orjson.loads(edition.payload)) if not edition.is_gone else []
        for file in files:
            found[addresses.file_path(file)] = found[addresses.stable_file_path(file)] = file_url(file)
    return found


def _request(path: str, query: str) -> HttpRequest:
    """Return a request of nobody: a view that is shown in a preview learns nothing of who looks."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.META = {
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REQUEST_METHOD": "GET",
    }
    request.GET = QueryDict(query)
    return request
