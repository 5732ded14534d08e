"""Name pages to be visited, take them away, have one visited now. Every change is recorded in the log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.common import clock
from cms.common.digests import sha256_hex
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.models import CurrentEdition
from pressroom.copies import schedule
from pressroom.copies.exceptions import (
    NothingToAddError,
    PartnerRestsError,
    TooManyPagesError,
    UnknownItemError,
    UnreadablePageError,
    VisitedJustNowError,
)
from pressroom.copies.models import PartnerPage
from pressroom.copies.reading import reference_of
from pressroom.outgoing.exceptions import AddressRefusedError
from pressroom.outgoing.targets import read_target
from pressroom.partners.models import Partner
from pressroom.partners.permissions import require_manager
from pressroom.partners.recording import record_act
from pressroom.selection import is_possible_id

MOST_PAGES = 500
#: Texts that one page should show.
_MOST_EXPECTED = 20


@dataclass(frozen=True)
class Line:
    """One page to be visited, with the public ids of what should be shown there."""

    url: str
    expected: Sequence[str] = ()


def read_lines(text: str) -> list[Line]:
    """Return what a person has written: an address per line, then addresses or ids of texts of ours, or nothing.

    Raises:
        PartnerError: a line can't be read; it is named.
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if not lines:
        raise NothingToAddError
    known = _known_items({_item_of(one) for _url, *texts in lines for one in texts})
    return [_line(url.partition("#")[0], texts, known) for url, *texts in lines]


def add_pages(*, partner: Partner, lines: Sequence[Line], by: User) -> int:
    """Have pages visited from now on; return how many are new. One that is known gets the texts that are named now.

    Raises:
        PartnerError: the person may not; there are too many.
    """
    require_manager(by)
    with transaction.atomic():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        now = clock.database_now()
        known = {page.url_digest: page for page in PartnerPage.objects.filter(partner=locked)}
        wanted = {sha256_hex(line.url.encode()): line for line in lines}
        new = {digest: line for digest, line in wanted.items() if digest not in known}
        if len(known) + len(new) > MOST_PAGES:
            raise TooManyPagesError(MOST_PAGES)
        for digest in wanted.keys() - new.keys():
            page = known[digest]
            if list(page.expected) != list(wanted[digest].expected):
                page.expected, page.due_at = list(wanted[digest].expected), now
                page.save(update_fields=["expected", "due_at"])
        rows = [
            PartnerPage(
                partner=locked,
                url=line.url,
                url_digest=digest,
                host=read_target(line.url).host.lower(),
                expected=list(line.expected),
                created_at=now,
                due_at=now,
            )
            for digest, line in new.items()
        ]
        PartnerPage.objects.bulk_create(rows)
        record_act(
            Act.PARTNER_PAGES_ADDED, locked, by=by, facts=_facts([line.url for line in wanted.values()])
        )
    return len(rows)


def remove_page(*, page: PartnerPage, by: User) -> None:
    """Visit a page no more, and forget what was found there.

    Raises:
        MayNotManageError: the person may not.
    """
    require_manager(by)
    with transaction.atomic():
        locked = PartnerPage.objects.select_related("partner").select_for_update(of=("self",)).get(pk=page.pk)
        partner, url = locked.partner, locked.url
        locked.delete()
        record_act(Act.PARTNER_PAGE_REMOVED, partner, by=by, facts=_facts([url]))


def check_now(*, page: PartnerPage, by: User) -> PartnerPage:
    """Let a page be visited next.

    Raises:
        PartnerError: the person may not; it was visited a moment ago; its partner rests.
    """
    require_manager(by)
    with transaction.atomic():
        locked = PartnerPage.objects.select_related("partner").select_for_update(of=("self",)).get(pk=page.pk)
        now = clock.database_now()
        if not locked.partner.is_active:
            raise PartnerRestsError
        if locked.visited_at is not None and now - locked.visited_at < schedule.AT_MOST_EVERY:
            raise VisitedJustNowError
        locked.due_at = now
        # Somebody doubts what is shown: read it whole.
        locked.etag = locked.last_modified = ""
        locked.save(update_fields=["due_at", "etag", "last_modified"])
    return locked


def _line(url: str, texts: Sequence[str], known: Collection[str]) -> Line:
    try:
        read_target(url)
    except AddressRefusedError as error:
        raise UnreadablePageError(url[:200], str(error)) from error
    for text in texts:
        if _item_of(text) not in known:
            raise UnknownItemError(text[:200])
    return Line(url, tuple(dict.fromkeys(map(_item_of, texts)))[:_MOST_EXPECTED])


def _item_of(text: str) -> str:
    """Return the public id that an address of ours or an id names; what it is not is asked of the ledger."""
    reference = reference_of(text)
    return reference.item if reference is not None else text


def _known_items(items: Collection[str]) -> set[str]:
    possible = filter(is_possible_id, items)
    rows = CurrentEdition.objects.filter(public_id__in=possible, item_type__in=NEWS_TYPES)
    return set(rows.values_list("public_id", flat=True))


def _facts(urls: Sequence[str]) -> dict[str, object]:
    """Return what the log says: on which sites and how many. The addresses themselves stand at the desk."""
    return {"hosts": sorted({read_target(url).host.lower() for url in urls})[:50], "count": len(urls)}
