"""Load the example: all of it, or nothing. Called by `manage.py load_example`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.accounts.models import Role, User
from cms.common import clock
from cms.example_data import media, pages, releasing, vocabulary
from cms.example_data.content.items import ITEMS
from cms.example_data.pages import Stock
from cms.example_data.quiet import quiet
from cms.example_data.releasing import Written
from cms.items.models import Item
from cms.items.services import ensure_review_workflow
from cms.ledger.models import Edition
from cms.releases.locking import lock_ledger

#: The vocabulary is released this long before the first item.
_HEAD_START = dt.timedelta(days=14)
_RELEASE_TITLE = "Parter, mål och områden"


@dataclass(frozen=True)
class Loaded:
    """What was loaded, to say so."""

    items: int
    drafts: int
    translations: int
    releases: int


def is_loaded() -> bool:
    """Whether example items are in the workshop."""
    return Item.objects.filter(is_example_data=True).exists()


def is_empty() -> bool:
    """Whether nobody has used this installation: no user, and a ledger without any edition."""
    return not User.objects.exists() and not Edition.objects.exists()


def load() -> Loaded:
    """Write and release the whole example. The slow part, drawing, comes before the transaction."""
    now = clock.now()
    pictures = media.draw_pictures(data.image for data in ITEMS if data.image)
    with quiet(), disable_reference_index_auto_update(), transaction.atomic():
        lock_ledger()  # before the log's head, which every saved version takes
        return _load(pictures, now)


def _load(pictures: dict[str, bytes], now: dt.datetime) -> Loaded:
    locales = vocabulary.locales()
    organisations = vocabulary.load_organisations()
    terms = vocabulary.load_terms(locales)
    tags = vocabulary.load_tags()
    users = vocabulary.load_accounts(organisations)
    stock = Stock(
        locales=locales,
        organisations=organisations,
        terms={(term.item_type, term.code): term for term in terms},
        tags=tags,
        images=media.load_images(pictures),
        documents=media.load_documents(),
        desks=pages.find_or_make_desks(organisations, locales),
        writers=_members(may_release=True),
        approvers=_members(role=Role.APPROVER),
    )
    for organisation in organisations.values():
        ensure_review_workflow(organisation)
    written = []
    for data in ITEMS:
        at = data.when.before(now) if data.when else None
        year = (at or now).astimezone(clock.STOCKHOLM).year
        written.append(Written(data, pages.write_item(data, stock, year), at))
    first = min(entry.at for entry in written if entry.at)
    chief = users["admin"]
    releasing.release_vocabulary(
        [*organisations.values(), *terms, *tags.values()],
        at=releasing.not_before_the_ledger(first - _HEAD_START),
        by=chief,
        title=_RELEASE_TITLE,
    )
    releases = releasing.release_items(written, stock, by=chief)
    for entry in written:
        if entry.data.asks:
            late = frozenset(entry.data.joint[:2])
            releasing.ask_everybody(entry, stock, by=stock.writers.get(entry.data.owner, chief), silent=late)
    planned = [entry for entry in written if entry.data.embargo]
    for entry in planned:
        releasing.plan_under_embargo(entry, now=now, by=stock.writers.get(entry.data.owner, chief))
    for entry in written:
        for page in entry.pages:
            ReferenceIndex.create_or_update_for_object(page)
    return Loaded(
        items=len(written),
        drafts=sum(entry.at is None for entry in written),
        translations=sum(len(entry.pages) - 1 for entry in written),
        releases=releases + 1 + len(planned),
    )


def _members(**wanted: Any) -> dict[str, User]:
    """Return for each organisation the first example member of this kind, where there is one."""
    found: dict[str, User] = {}
    for user in vocabulary.example_users():
        for membership in user.memberships.filter(**wanted).select_related("organisation"):
            found.setdefault(membership.organisation.code, user)
    return found
