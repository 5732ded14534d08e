"""Take pages that are due, each under a lease, and write down what was found on them.

Visits are made by threads that know no database; one that hangs takes one hand and its own site, and nobody else's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from cms.common import clock
from cms.common.comparison import Piece
from cms.ledger.models import Edition
from cms.ledger.queries import get_head
from pressroom.copies import schedule
from pressroom.copies.fetching import Outcome, Visit
from pressroom.copies.judging import Judgement, judge
from pressroom.copies.models import FoundCopy, PartnerPage
from pressroom.copies.words import digest

#: Looked at to choose those whose site is free.
_LOOKED_AT = 200


def claim(*, limit: int, hosts: Collection[str]) -> list[Visit]:
    """Take so many due pages at most, one of each site.

    Args:
        hosts: sites that are being visited.
    """
    now = clock.database_now()
    if limit <= 0 or not _due(now).exists():
        return []
    with transaction.atomic():
        rows = _due(now).exclude(host__in=hosts).order_by("due_at", "pk")
        # The partner too, so that the pages of one that was put to rest are not visited.
        taken: dict[str, PartnerPage] = {}
        for page in rows.select_for_update(skip_locked=True, of=("self",))[:_LOOKED_AT]:
            if len(taken) < limit:
                taken.setdefault(page.host, page)
        PartnerPage.objects.filter(pk__in=[page.pk for page in taken.values()]).update(
            lease_until=now + schedule.LEASE
        )
        return [_visit(page, now) for page in taken.values()]


def record(outcomes: Iterable[Outcome]) -> None:
    """Write down what came of visits, each in its own transaction. What has vanished meanwhile is passed over."""
    for outcome in outcomes:
        head = get_head().seq
        with transaction.atomic():
            page = PartnerPage.objects.select_for_update().filter(pk=outcome.visit.page_id).first()
            if page is not None:
                _record(page, outcome, head)


def prune(now: dt.datetime) -> int:
    """Forget what was found on pages that have not been read for long; return how much."""
    old = FoundCopy.objects.filter(page__reached_at__lt=now - schedule.FORGOTTEN_AFTER)
    return old.delete()[0]


def _due(now: dt.datetime):  # type: ignore[no-untyped-def]  # a QuerySet of PartnerPage
    return PartnerPage.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lte=now), due_at__lte=now, partner__is_active=True
    )


def _visit(page: PartnerPage, now: dt.datetime) -> Visit:
    """Return what to ask for: only what has changed, if nothing of ours has and the page was read whole lately."""
    is_enough = (
        page.whole_at is not None
        and now - page.whole_at < schedule.WHOLE_EVERY
        and not page.failures
        and not _has_newer(page)
    )
    return Visit(
        page.pk,
        page.url,
        etag=page.etag if is_enough else "",
        last_modified=page.last_modified if is_enough else "",
    )


def _has_newer(page: PartnerPage) -> bool:
    """Whether a text that is or should be on the page has got an edition since it was compared."""
    items = {*page.expected, *page.found.exclude(item="").values_list("item", flat=True)}
    return bool(items) and Edition.objects.filter(public_id__in=items, seq__gt=page.compared_seq).exists()


def _record(page: PartnerPage, outcome: Outcome, head: int) -> None:
    now = clock.database_now()
    page.visited_at, page.lease_until = now, None
    page.status, page.trouble = outcome.status, outcome.trouble
    if outcome.trouble:
        page.failures = min(page.failures + 1, 30_000)
        page.failing_since = page.failing_since or now
    else:
        page.failures, page.failing_since, page.reached_at = 0, None, now
        page.etag, page.last_modified = outcome.etag, outcome.last_modified
        page.found.update(seen_at=now)
    if outcome.reading is not None:
        known = page.found.values_list("item", "language")
        judged = judge(outcome.reading, expected=page.expected, known=list(known))
        _replace(page, judged, now)
        norms = digest(outcome.reading.words.norms)
        if norms != page.digest:
            page.digest, page.changed_at = norms, now
        page.whole_at, page.compared_seq = now, head
    page.due_at = schedule.next_visit(now, failures=page.failures)
    page.save()


def _replace(page: PartnerPage, judged: list[Judgement], now: dt.datetime) -> None:
    """Put what was found in the place of what stood there; what is in the same state still keeps its time."""
    before = {(row.item, row.language): row for row in page.found.all()}
    rows = []
    for one in judged:
        former = before.get((one.item, one.language))
        is_same = former is not None and (former.state, former.number) == (one.state, one.number)
        rows.append(
            FoundCopy(
                page=page,
                item=one.item,
                language=one.language,
                state=one.state,
                number=one.number,
                is_part=one.is_part,
                passages=[_plain(pieces) for pieces in one.passages],
                since=former.since if former is not None and is_same else now,
                seen_at=now,
            )
        )
    page.found.all().delete()
    FoundCopy.objects.bulk_create(rows)


def _plain(pieces: Iterable[Piece]) -> list[list[str]]:
    return [[piece.kind, piece.text] for piece in pieces]
