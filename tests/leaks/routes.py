"""Every address pattern of the project with the class it was given, and how to fill it in.

`OURS` names each of the product's own patterns; `WAGTAIL` the parts of the admin that Wagtail and its extensions
bring. A pattern that neither knows has no class, and the test fails until somebody has thought about it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


class Kind(Enum):
    """Who an address is for."""

    PUBLIC = "everybody; says only what the ledger says"
    PERSONAL = "whoever holds a personal link"
    WORKSHOP = "people with access to the admin, each for their own organisations"
    DOOR = "everybody: the way into the admin; says nothing of content"


_LANGUAGE = "^(?P<language>sv|en|so|ar|fa|ti|tr|ckb)"
_SEGMENT = "(?P<segment>[a-z]+(?:-[a-z]+)*)"
_ITEM = f"{_LANGUAGE}/{_SEGMENT}/(?P<public_id>[^/]+)"
_SEARCH = f"{_LANGUAGE}/(?P<segment>sok|search)"
_TRANSLATE = "admin/localize/translate/<int:translation_id>"
_FORMS = ("json", "csv", "svg", "png")
_TERMS = ("organisations", "areas", "goals", "places", "audiences", "tags")

OURS: dict[str, Kind] = {
    "": Kind.PUBLIC,
    "robots.txt": Kind.PUBLIC,
    "websub/hub": Kind.PUBLIC,
    "sitemap.xml": Kind.PUBLIC,
    "sitemap-news.xml": Kind.PUBLIC,
    "^sitemap-(?P<number>[1-9][0-9]{0,4})\\.xml$": Kind.PUBLIC,
    "^filer/(?P<asset>[^/]+)/(?P<name>[^/]+)$": Kind.PUBLIC,
    "^filer/(?P<asset>[^/]+)/(?P<sha256_start>[^/]+)/(?P<name>[^/]+)$": Kind.PUBLIC,
    "api/v1/items": Kind.PUBLIC,
    "api/v1/items/<id>": Kind.PUBLIC,
    "api/v1/items/<id>/editions": Kind.PUBLIC,
    "api/v1/items/<id>/editions/<int:number>": Kind.PUBLIC,
    "api/v1/items/<id>/proof": Kind.PUBLIC,
    "api/v1/items/<id>/editions/<int:number>/proof": Kind.PUBLIC,
    "api/v1/items/<id>/figures": Kind.PUBLIC,
    **{f"api/v1/items/<id>/figures/<figure>.{form}": Kind.PUBLIC for form in _FORMS},
    "api/v1/goals/<id>/indicators": Kind.PUBLIC,
    **{f"api/v1/goals/<id>/indicators/<indicator>.{form}": Kind.PUBLIC for form in _FORMS},
    "api/v1/keys": Kind.PUBLIC,
    ".well-known/jwks.json": Kind.PUBLIC,
    "api/v1/changes": Kind.PUBLIC,
    "api/v1/reach": Kind.PUBLIC,  # 401 without a key; with one, numbers and public ids
    "api/v1/webhooks": Kind.PUBLIC,  # as reach: a partner's own, and nothing of a text
    "api/v1/webhooks/deliveries": Kind.PUBLIC,
    "api/v1/search": Kind.PUBLIC,
    "api/v1/search/suggest": Kind.PUBLIC,
    "api/v1/calendar": Kind.PUBLIC,
    "api/v1/calendar/<id>": Kind.PUBLIC,
    "api/v1/contacts": Kind.PUBLIC,
    **{f"api/v1/{name}": Kind.PUBLIC for name in _TERMS},
    **{f"api/v1/{name}/<id>": Kind.PUBLIC for name in _TERMS},
    "api/v1/openapi.json": Kind.PUBLIC,
    "api/v1/schemas/<slug:name>.json": Kind.PUBLIC,
    "api/v1/docs/": Kind.PUBLIC,
    "api/v1/^(?P<rest>[\\s\\S]*)$": Kind.PUBLIC,
    "api/^(?P<rest>[\\s\\S]*)$": Kind.PUBLIC,
    "embed/v1.js": Kind.PUBLIC,
    "embed/v1/<slug:digest>.js": Kind.PUBLIC,
    "embed/oembed": Kind.PUBLIC,
    "embed/v1/list": Kind.PUBLIC,
    "embed/v1/list.json": Kind.PUBLIC,
    "embed/v1/item/<str:item>": Kind.PUBLIC,
    "embed/v1/item/<str:item>.json": Kind.PUBLIC,
    "embed/v1/figure/<str:item>/<str:figure>": Kind.PUBLIC,
    "embed/v1/figure/<str:item>/<str:figure>.json": Kind.PUBLIC,
    "<slug:language>/feed.rss": Kind.PUBLIC,
    "<slug:language>/feed.atom": Kind.PUBLIC,
    "<slug:language>/feed.json": Kind.PUBLIC,
    "<slug:language>/calendar.ics": Kind.PUBLIC,
    f"{_LANGUAGE}/$": Kind.PUBLIC,
    f"{_LANGUAGE}/{_SEGMENT}/$": Kind.PUBLIC,
    f"{_SEARCH}/(?P<word>spara|save)/$": Kind.PUBLIC,  # 405 but for POST
    f"{_SEARCH}/(?P<name>[0-9a-f]{{16}})/$": Kind.PUBLIC,
    f"{_ITEM}/$": Kind.PUBLIC,
    f"{_ITEM}/(?P<slug>[^/]+)/$": Kind.PUBLIC,
    f"{_ITEM}/(?P<word>[a-z]+)/(?P<number>[0-9]{{1,10}})/$": Kind.PUBLIC,
    f"{_LANGUAGE}(?:/(?P<rest>[^.]*[^./]))?$": Kind.PUBLIC,
    "godkann/<str:token>/": Kind.PERSONAL,
    "godkann/<str:token>/visa/<str:language>/": Kind.PERSONAL,
    "godkann/<str:token>/fil/<str:sha256>/<str:name>": Kind.PERSONAL,
    "dela/<str:token>/": Kind.PERSONAL,
    "dela/<str:token>/flode/<slug:language>/": Kind.PERSONAL,
    "dela/<str:token>/fil/<str:sha256>/<str:name>": Kind.PERSONAL,
    "dela/<str:token>/sida/<path:path>": Kind.PERSONAL,
    "admin/workshop-files/printed/<str:sha256>/<str:name>": Kind.WORKSHOP,
    "admin/workshop-files/^document/(\\d+)/(.*)$": Kind.WORKSHOP,
    "admin/workshop-files/<path:name>": Kind.WORKSHOP,
    "admin/localize/submit/page/<int:page_id>/": Kind.WORKSHOP,
    "admin/localize/page/<int:page_id>/convert_to_alias/": Kind.WORKSHOP,
    "admin/localize/update/<int:translation_source_id>/": Kind.WORKSHOP,
    f"{_TRANSLATE}/strings/<int:string_segment_id>/edit/": Kind.WORKSHOP,
    f"{_TRANSLATE}/overrides/<int:overridable_segment_id>/edit/": Kind.WORKSHOP,
    f"{_TRANSLATE}/pofile/upload/": Kind.WORKSHOP,
    f"{_TRANSLATE}/machine_translate/": Kind.WORKSHOP,
    f"{_TRANSLATE}/disable/": Kind.WORKSHOP,
    "admin/choose-page/chosen-multiple/": Kind.WORKSHOP,
    "admin/pages/workflow/preview/<int:page_id>/<int:task_id>/": Kind.WORKSHOP,
    "admin/delning/": Kind.WORKSHOP,
    "admin/delning/arkiv.<slug:kind>": Kind.WORKSHOP,
    "admin/delning/slapp/<int:release_id>/": Kind.WORKSHOP,
    "admin/delning/slapp/<int:release_id>/arkiv.<slug:kind>": Kind.WORKSHOP,
    "admin/delning/text/<slug:item_type>/<uuid:item_key>/": Kind.WORKSHOP,
    "admin/godkannanden/": Kind.WORKSHOP,
    "admin/godkannanden/fraga/<int:page_id>/": Kind.WORKSHOP,
    "admin/godkannanden/fraga/<slug:item_type>/<uuid:item_key>/": Kind.WORKSHOP,
    "admin/godkannanden/<uuid:key>/": Kind.WORKSHOP,
    "admin/godkannanden/<uuid:key>/visa/<slug:language>/": Kind.WORKSHOP,
    "admin/logg/": Kind.WORKSHOP,
    "admin/logg/logg.json": Kind.WORKSHOP,
    "admin/logg/logg.csv": Kind.WORKSHOP,
    "admin/partner/": Kind.WORKSHOP,
    "admin/partner/ny/": Kind.WORKSHOP,
    "admin/partner/<int:partner_id>/": Kind.WORKSHOP,
    "admin/partner/<int:partner_id>/andra/": Kind.WORKSHOP,
    "admin/partner/<int:partner_id>/rackvidd/": Kind.WORKSHOP,
    "admin/partner/<int:partner_id>/rackvidd.csv": Kind.WORKSHOP,
    "admin/partner/inlagg/<slug:item>/": Kind.WORKSHOP,
    "admin/partnersidor/": Kind.WORKSHOP,
    "admin/partnersidor/sidor.csv": Kind.WORKSHOP,
    "admin/partnersidor/<int:partner_page_id>/": Kind.WORKSHOP,
    "admin/webhooks/": Kind.WORKSHOP,
    "admin/webhooks/ny/": Kind.WORKSHOP,
    "admin/webhooks/<int:endpoint_id>/": Kind.WORKSHOP,
    "admin/webhooks/<int:endpoint_id>/andra/": Kind.WORKSHOP,
    "admin/sagt-forut/": Kind.WORKSHOP,  # POST only
    "admin/slapp/": Kind.WORKSHOP,
    "admin/slapp/ute/": Kind.WORKSHOP,
    "admin/slapp/ny/": Kind.WORKSHOP,
    "admin/slapp/nr/<int:release_id>/": Kind.WORKSHOP,
    "admin/slapp/nr/<int:release_id>/dra-tillbaka/": Kind.WORKSHOP,
    "admin/slapp/nr/<int:release_id>/forsok-igen/": Kind.WORKSHOP,
    "admin/slapp/nr/<int:release_id>/stall-in/": Kind.WORKSHOP,
    "admin/slapp/<int:page_id>/": Kind.WORKSHOP,
    "admin/slapp/<int:page_id>/dra-tillbaka/": Kind.WORKSHOP,
    "admin/slapp/<slug:item_type>/<uuid:item_key>/": Kind.WORKSHOP,
    "admin/slapp/<slug:item_type>/<uuid:item_key>/dra-tillbaka/": Kind.WORKSHOP,
    "admin/slapp/<slug:item_type>/<uuid:item_key>/forhandsvisning/<slug:language>/": Kind.WORKSHOP,
}

#: What libraries mount under admin/, by the beginning of the pattern. All of it is requested all the same.
WAGTAIL: dict[str, Kind] = {
    **{
        f"admin/{part}/": Kind.WORKSHOP
        for part in (
            "account",
            "api/main",
            "block-preview",
            "bulk",
            "choose-anchor-link",
            "choose-email-link",
            "choose-external-link",
            "choose-page",
            "choose-phone-link",
            "collections",
            "dismissibles",
            "documents",
            "editing-sessions",
            "embeds",
            "groups",
            "images",
            "locales",
            "localize",
            "pages",
            "reports",
            "settings",
            "sites",
            "snippets",
            "tag-autocomplete",
            "users",
            "workflows",
        )
    },
    **{
        f"admin/{part}/": Kind.DOOR
        for part in ("login", "logout", "password_reset", "jsi18n", "sprite", "test404", "failwhale")
    },
}
_EXACT = {"admin/": Kind.WORKSHOP, "admin/^": Kind.WORKSHOP}
#: The packages whose patterns must be named one by one.
_OUR_PACKAGES = ("cms.", "pressroom.", "examples.", "search.")
#: Our models' snippet pages are Wagtail's views, made by it from our classes.
_GENERATED = ("cms.taxonomy.admin.viewsets", "cms.organisations.admin")


@dataclass(frozen=True)
class Route:
    """One pattern of the resolver, from the root."""

    pattern: str
    module: str

    @property
    def kind(self) -> Kind | None:
        """The class it was given, or None."""
        if self.pattern in OURS:
            return OURS[self.pattern]
        if self.is_ours:
            return None
        if self.pattern in _EXACT:
            return _EXACT[self.pattern]
        return next((kind for start, kind in WAGTAIL.items() if self.pattern.startswith(start)), None)

    @property
    def is_ours(self) -> bool:
        """Whether the product's own code answers."""
        return not self.pattern.startswith("admin/") or (
            self.module.startswith(_OUR_PACKAGES) and not self.module.startswith(_GENERATED)
        )

    @property
    def parameters(self) -> list[str]:
        """The names of what is to be filled in; numbers for groups without a name."""
        return [piece for kind, piece in pieces(self.pattern) if kind == "parameter"]

    def paths(self, values: Mapping[str, Sequence[Any]]) -> list[str]:
        """Return the addresses with every combination of `values`. KeyError for a parameter nobody thought of."""
        choices = [
            [piece] if kind == "text" else [str(value) for value in values[piece]]
            for kind, piece in pieces(self.pattern)
        ]
        return ["/" + "".join(parts) for parts in itertools.product(*choices)]


def walk(urlconf: str | None = None) -> list[Route]:
    """Return every route of the project."""
    return list(_walk(get_resolver(urlconf), ""))


def _walk(resolver: URLResolver, before: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(pattern, _module(entry.callback))
        else:
            yield from _walk(entry, pattern)


def _module(callback: Any) -> str:
    while hasattr(callback, "__wrapped__"):
        callback = callback.__wrapped__
    view = getattr(callback, "view_class", callback)
    return str(getattr(view, "__module__", ""))


def pieces(pattern: str) -> list[tuple[str, str]]:
    """Split a pattern into text and parameters, in order: ("text", "api/v1/items/"), ("parameter", "id").

    Reads what `django.urls` writes: `<int:pk>`, `(?P<pk>[0-9]+)`, `(.*)`; optional groups are left out.
    """
    found: list[tuple[str, str]] = []
    unnamed, place = 0, 0
    while place < len(pattern):
        rest = pattern[place:]
        if match := re.match(r"<(?:\w+:)?(\w+)>", rest):
            found.append(("parameter", match[1]))
            place += match.end()
        elif rest.startswith("("):
            end = _closing(rest)
            named = re.match(r"\(\?P<(\w+)>", rest)
            if named:
                found.append(("parameter", named[1]))
            elif not rest.startswith("(?"):
                found.append(("parameter", str(unnamed)))
                unnamed += 1
            elif rest[end : end + 1] == "?":  # an optional group that holds a parameter: take it
                found += pieces(rest[3 : end - 1])
            place += end + (rest[end : end + 1] == "?")
        elif rest[0] in "^$":
            place += 1
        elif rest[0] == "\\":
            found.append(("text", rest[1]))
            place += 2
        else:
            found.append(("text", rest[0]))
            place += 1
    return [(kind, "".join(piece for _kind, piece in group)) for kind, group in _grouped(found)]


def _grouped(found: list[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Join runs of text; leave parameters by themselves."""
    for index, group in itertools.groupby(
        enumerate(found), key=lambda entry: -1 if entry[1][0] == "text" else entry[0]
    ):
        yield ("text" if index == -1 else "parameter"), [entry for _place, entry in group]


def _closing(text: str) -> int:
    """Return the place after the bracket that closes the one `text` begins with."""
    depth, in_class, place = 0, False, 0
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            in_class = True
        elif letter == "]":
            in_class = False
        elif not in_class and letter in "()":
            depth += 1 if letter == "(" else -1
            if depth == 0:
                return place + 1
        place += 1
    raise ValueError(f"Unbalanced: {text}")
