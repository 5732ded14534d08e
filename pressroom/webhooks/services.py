"""Make, change, pause, resume and remove endpoints, and change their secrets. Sending again: replaying.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.common import clock
from cms.common.sealing import seal
from cms.common.text import one_line
from cms.ledger.consumers import lock_position, position_of
from cms.ledger.models import Edition
from cms.ledger.queries import get_head
from pressroom.outgoing.targets import read_target
from pressroom.partners.models import Partner
from pressroom.webhooks.acts import record_act
from pressroom.webhooks.claiming import PURPOSE
from pressroom.webhooks.enums import DeliveryState, Reason, Scheme, State
from pressroom.webhooks.exceptions import PartnerDormantError
from pressroom.webhooks.filters import Filters
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookSecret
from pressroom.webhooks.permissions import require_manager
from pressroom.webhooks.queueing import POSITION, disable, lock_endpoints, mark_due, queue_for
from pressroom.webhooks.signing import NewSecret, new_secret

#: How long a former secret signs beside the new one.
OVERLAP = dt.timedelta(days=2)
#: Editions that are queued for an endpoint at once, at most.
MOST = 5_000


@dataclass(frozen=True)
class Made:
    """A new endpoint with the secrets that were made for it. The shared one is shown now and never again."""

    endpoint: WebhookEndpoint
    secrets: Sequence[NewSecret]


def create_endpoint(
    *, partner: Partner, name: str, url: str, is_full: bool, filters: Filters, by: User
) -> Made:
    """Make an endpoint that is told of every edition from now on.

    Raises:
        MayNotManageWebhooksError: the person does not run the partner desk.
        AddressRefusedError: the address may not be asked.
        PartnerDormantError: the partner has been put to rest.
    """
    require_manager(by)
    read_target(url)
    if not partner.is_active:
        raise PartnerDormantError
    with transaction.atomic():
        lock_position(
            POSITION
        )  # so that no edition goes by between the head that is read here and the endpoint's existence
        now = clock.database_now()
        endpoint = WebhookEndpoint.objects.create(
            partner=partner,
            name=one_line(name)[:120],
            url=url,
            is_full=is_full,
            filters=filters.as_json(),
            state_at=now,
            created_at=now,
            since_seq=get_head().seq,
        )
        made = [_add_secret(endpoint, scheme, now) for scheme in (Scheme.SHARED, Scheme.KEY_PAIR)]
        record_act(Act.WEBHOOK_CREATED, endpoint, by)
    return Made(endpoint, made)


def change_endpoint(
    *, endpoint: WebhookEndpoint, name: str, url: str, is_full: bool, filters: Filters, by: User
) -> WebhookEndpoint:
    """Change where to and what; what waits goes to the new address.

    Raises:
        MayNotManageWebhooksError, AddressRefusedError: as `create_endpoint`.
    """
    require_manager(by)
    read_target(url)
    with transaction.atomic():
        locked = _lock(endpoint)
        if url != locked.url:
            _forget_failures(locked)
        locked.name, locked.url, locked.is_full = one_line(name)[:120], url, is_full
        locked.filters = filters.as_json()
        locked.save()
        mark_due([locked.pk], clock.database_now())
        record_act(Act.WEBHOOK_CHANGED, locked, by)
    return locked


def pause_endpoint(*, endpoint: WebhookEndpoint, by: User) -> WebhookEndpoint:
    """Send nothing until it is resumed; what is released meanwhile waits. Again changes nothing.

    Raises:
        MayNotManageWebhooksError: the person does not run the partner desk.
    """
    require_manager(by)
    with transaction.atomic():
        locked = _lock(endpoint)
        if locked.state == State.ACTIVE:
            locked.state, locked.state_at = State.PAUSED, clock.database_now()
            locked.save()
            record_act(Act.WEBHOOK_PAUSED, locked, by)
    return locked


def disable_endpoint(*, endpoint: WebhookEndpoint, by: User) -> WebhookEndpoint:
    """Send nothing and queue nothing until it is resumed. Again changes nothing. Raises as `pause_endpoint`."""
    require_manager(by)
    with transaction.atomic():
        locked = _lock(endpoint)
        if locked.state != State.DISABLED:
            disable(locked, Reason.BY_HAND, clock.database_now())
            locked.save()
            record_act(Act.WEBHOOK_DISABLED, locked, by, reason=str(locked.reason))
    return locked


def resume_endpoint(*, endpoint: WebhookEndpoint, by: User) -> WebhookEndpoint:
    """Send again: what waits, and the last `MOST` editions that were not queued while it was disabled.

    Raises:
        MayNotManageWebhooksError: the person does not run the partner desk.
        PartnerDormantError: the partner has been put to rest.
    """
    require_manager(by)
    if not endpoint.partner.is_active:
        raise PartnerDormantError
    with transaction.atomic():
        lock_position(POSITION)
        locked = _lock(endpoint)
        if locked.state != State.ACTIVE:
            now = clock.database_now()
            if locked.state == State.DISABLED and locked.missed_after is not None:
                _queue_missed(locked, locked.missed_after)
            _forget_failures(locked)
            locked.state, locked.reason, locked.state_at = State.ACTIVE, "", now
            locked.missed_after = None
            locked.save()
            waiting = WebhookDelivery.objects.filter(endpoint=locked, state=DeliveryState.WAITING)
            if waiting.update(next_at=now):
                mark_due([locked.pk], now)
            record_act(Act.WEBHOOK_RESUMED, locked, by)
    return locked


def remove_endpoint(*, endpoint: WebhookEndpoint, by: User) -> None:
    """Delete an endpoint with its secrets and its log. Raises as `pause_endpoint`."""
    require_manager(by)
    with transaction.atomic():
        locked = _lock(endpoint)
        locked.delete()
        record_act(Act.WEBHOOK_REMOVED, endpoint, by)


def rotate_secret(*, endpoint: WebhookEndpoint, scheme: Scheme, by: User) -> NewSecret:
    """Make a new secret; the former ones sign beside it for `OVERLAP`, so that no message is refused meanwhile.

    Raises:
        MayNotManageWebhooksError: the person does not run the partner desk.
    """
    require_manager(by)
    with transaction.atomic():
        locked = _lock(endpoint)
        now = clock.database_now()
        former = WebhookSecret.objects.filter(endpoint=locked, scheme=scheme)
        former.filter(ends_at__lte=now).delete()
        former.filter(ends_at__isnull=True).update(ends_at=now + OVERLAP)
        made = _add_secret(locked, scheme, now)
        record_act(Act.WEBHOOK_SECRET_ROTATED, locked, by, kind=str(scheme))
    return made


def _lock(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    [locked] = lock_endpoints([endpoint.pk])
    return locked


def _queue_missed(endpoint: WebhookEndpoint, after: int) -> None:
    reached = position_of(POSITION)
    missed = Edition.objects.filter(seq__gt=max(after, reached - MOST), seq__lte=reached)
    queue_for([endpoint], list(missed.defer("payload", "statement").order_by("seq")), only_later=True)


def _forget_failures(endpoint: WebhookEndpoint) -> None:
    endpoint.failures, endpoint.failing_since, endpoint.rest_until, endpoint.is_slow = 0, None, None, False


def _add_secret(endpoint: WebhookEndpoint, scheme: Scheme, now: dt.datetime) -> NewSecret:
    made = new_secret(scheme)
    WebhookSecret.objects.create(
        endpoint=endpoint,
        scheme=scheme,
        sealed=seal(made.text, purpose=PURPOSE),
        public_key=made.public_key,
        created_at=now,
    )
    return made
