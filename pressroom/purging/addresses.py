"""The addresses that an edition changes, for caches that know no names: those that our own pages and feeds link to.

No list of addresses is complete, since lists can be narrowed in every way. What is not here runs out by its age.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from cms.common import languages
from cms.ledger import addresses
from cms.ledger.models import Edition
from cms.ledger.payload import Payload, files_of
from cms.ledger.surrogates import with_former
from cms.ledger.typesetting import facet_values
from pressroom.api.v1.bodies import item_address
from pressroom.feeds.kinds import KINDS
from pressroom.selection import FACETS, selections_of
from pressroom.snippets.addresses import data_path, frame_path
from pressroom.snippets.choice import Embed
from pressroom.views import routes


def addresses_of(edition: Edition) -> set[str]:
    """Return the absolute addresses at which an edition, or the one it replaces, is shown. One query or two."""
    paths: set[str] = {"/sitemap.xml", "/sitemap-news.xml", f"/{edition.language}/calendar.ics"}
    for one in with_former(edition):
        payload: Payload = orjson.loads(one.payload)
        paths |= {*_of_item(one, payload), *_of_lists(payload)}
    return {addresses.absolute(path) for path in paths} | _of_api(edition)


def _of_item(edition: Edition, payload: Payload) -> Iterator[str]:
    place = {
        "item_type": edition.item_type,
        "language": edition.language,
        "public_id": edition.public_id,
    }
    yield addresses.item_path(**place, slug=payload["slug"] if payload["listed"] else "")
    yield addresses.item_path(**place)
    yield addresses.history_path(**place)
    yield edition.path()
    for file in files_of(payload):
        yield addresses.file_path(file)
        yield addresses.stable_file_path(file)
    if payload["listed"]:
        embed = Embed(kind="item", language=edition.language, item=edition.public_id)
        yield from (frame_path(embed), data_path(embed))


def _of_lists(payload: Payload) -> Iterator[str]:
    language = payload["language"]
    yield routes.front_path(language)
    yield routes.list_path(payload["type"], language)
    if not payload["listed"]:
        return
    yield routes.page_path("news", language)
    for dimension, value in sorted(facet_values(payload)):
        if dimension in FACETS:
            yield addresses.item_path(item_type=dimension, language=language, public_id=value)
    for selection in selections_of(payload):
        query = selection.query_items()
        for kind in KINDS:
            yield routes.with_query(f"/{language}/{kind.file_name}", query)
        yield data_path(Embed(kind="list", language=language, selection=selection))


def _of_api(edition: Edition) -> set[str]:
    found = {item_address(edition.item_type, edition.public_id, edition.language)}
    if edition.language == languages.DEFAULT:  # it need not be said
        found |= {address.partition("?")[0] for address in found}
    return found | {addresses.absolute("/api/v1/items"), addresses.absolute("/api/v1/changes?since=0")}
