"""From editions to deliveries: in the transaction that moves the ledger's position, so none is lost or queued twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Min, Q
from django.db.models.functions import Coalesce, Greatest

import orjson

from cms.common import clock
from cms.ledger.consumers import position_of
from cms.ledger.models import Edition
from cms.ledger.overlay import refuse_ahead
from cms.ledger.typesetting import facet_values
from pressroom.webhooks.enums import DeliveryState, Reason, State, event_of
from pressroom.webhooks.filters import Filters, Told
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint

#: Name of the saved position (cms.ledger.consumers). Never changes.
POSITION = "webhooks"
_BATCH = 500


def queue(editions: Sequence[Edition]) -> None:
    """Queue a delivery for each endpoint that is to be told of each of `editions`, in the caller's transaction.

    A paused endpoint's deliveries wait; a disabled one, and those of a dormant partner, get none.
    """
    endpoints = WebhookEndpoint.objects.filter(
        state__in=(State.ACTIVE, State.PAUSED), partner__is_active=True
    )
    queue_for(list(endpoints), editions, only_later=True)


def queue_for(endpoints: Sequence[WebhookEndpoint], editions: Sequence[Edition], *, only_later: bool) -> int:
    """Queue what `endpoints` are to be told of `editions`; what is queued already stays. Return how many matched.

    Args:
        only_later: leave out editions from before an endpoint was made.
    """
    refuse_ahead("a webhook")
    if not endpoints:
        return 0
    filters = {endpoint.pk: Filters.read(endpoint.filters) for endpoint in endpoints}
    told = _told(editions, with_facets=any(one.needs_facets for one in filters.values()))
    now = clock.database_now()
    rows = [
        WebhookDelivery(
            endpoint=endpoint,
            seq=edition.seq,
            message_id=message_id_of(edition),
            event=event_of(edition.kind),
            created_at=now,
            next_at=now,
        )
        for edition in editions
        for endpoint in endpoints
        if (edition.seq > endpoint.since_seq or not only_later)
        and filters[endpoint.pk].lets_through(told[edition.seq])
    ]
    # Endpoints before their deliveries, as everybody does: the desk may be queueing the same editions for one of them.
    there = {row.pk for row in lock_endpoints({row.endpoint_id for row in rows})}
    rows = [row for row in rows if row.endpoint_id in there]
    WebhookDelivery.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    mark_due(there, now)
    return len(rows)


def mark_due(endpoint_ids: Collection[int], now: dt.datetime) -> None:
    """Let endpoints, which the caller has locked, be looked at: they have something due now, or after their rest."""
    ids = sorted(endpoint_ids)
    due = Greatest(now, Coalesce("rest_until", now))
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        rows = WebhookEndpoint.objects.filter(pk__in=batch)
        rows.filter(Q(due_at__isnull=True) | Q(due_at__gt=due)).update(due_at=due)


def set_due(endpoints: Sequence[WebhookEndpoint], now: dt.datetime) -> None:
    """Set when each endpoint is due next; saves nothing.

    One that has more to get now goes behind the others that are due.
    """
    waiting = WebhookDelivery.objects.filter(endpoint__in=endpoints, state=DeliveryState.WAITING)
    soonest = dict(waiting.values_list("endpoint").annotate(Min("next_at")))
    for endpoint in endpoints:
        at = soonest.get(endpoint.pk)
        endpoint.due_at = max(at, now, endpoint.rest_until or now) if at else None


def lock_endpoints(ids: Collection[int]) -> list[WebhookEndpoint]:
    """Return endpoints, locked until the transaction ends; always before their deliveries and in one order.

    Not their keys: queueing refers to endpoints from new deliveries, and must not wait for that.
    """
    rows = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk__in=ids)
    return list(rows.order_by("pk"))


def disable(endpoint: WebhookEndpoint, reason: Reason, now: dt.datetime) -> None:
    """Disable an endpoint and remember how far it has been told; saves nothing. Again changes nothing."""
    if endpoint.state != State.DISABLED:
        endpoint.state, endpoint.reason, endpoint.state_at = State.DISABLED, reason, now
        endpoint.missed_after = position_of(POSITION)


def message_id_of(edition: Edition) -> str:
    """Return the id of the message about an edition: the same for everybody and for ever, and no other ledger's."""
    return f"edition_{edition.seq}_{edition.chain[:16]}"


def _told(editions: Sequence[Edition], *, with_facets: bool) -> dict[int, Told]:
    facets = _facets(editions) if with_facets else {}
    return {
        edition.seq: Told(edition.kind, edition.item_type, edition.language, facets.get(edition.seq, set()))
        for edition in editions
    }


def _facets(editions: Sequence[Edition]) -> dict[int, set[tuple[str, str]]]:
    """Return by seq what each edition can be found by, and what its reader found the former one by.

    A correction that takes a tag away is told to those who had the item by that tag; a removal, whose own payload may
    say nothing any more, to those who had it by its last readable edition.
    """
    former = _former(editions)
    found = _facets_in({*(edition.seq for edition in editions), *former.values()})
    return {
        edition.seq: found[edition.seq] | found.get(former.get(edition.seq, 0), set()) for edition in editions
    }


def _former(editions: Sequence[Edition]) -> dict[int, int]:
    """Return by seq the readable edition that each replaces; a deletion of what was withdrawn goes further back."""
    found: dict[int, int] = {}
    look_at = {edition.seq: edition.previous_id for edition in editions if edition.previous_id}
    gone = {edition.seq for edition in editions if edition.is_gone}
    while look_at:
        rows = Edition.objects.filter(seq__in=set(look_at.values())).only("seq", "kind", "previous_id")
        by_seq = {row.seq: row for row in rows}
        former = {seq: by_seq[before] for seq, before in look_at.items()}
        found |= {seq: row.seq for seq, row in former.items() if not row.is_gone}
        look_at = {
            seq: row.previous_id
            for seq, row in former.items()
            if row.is_gone and seq in gone and row.previous_id
        }
    return found


def _facets_in(seqs: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
    rows = Edition.objects.filter(seq__in=list(seqs)).values_list("seq", "payload")
    return {seq: facet_values(orjson.loads(payload)) for seq, payload in rows}
