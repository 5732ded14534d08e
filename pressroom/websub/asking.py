"""What strangers ask the hub for: checked, kept, and answered only after the callback has confirmed it."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.db import transaction

from cms.common import clock
from cms.ledger.overlay import refuse_ahead
from cms.ledger.queries import get_head
from pressroom.outgoing.client import Answer, send
from pressroom.outgoing.exceptions import AddressRefusedError, NotAnsweredError, OutgoingError
from pressroom.outgoing.targets import read_target
from pressroom.websub.models import MOST_CHARACTERS, MOST_SECRET, Mode, WebSubRequest, WebSubSubscription
from pressroom.websub.sealed import seal_secret
from pressroom.websub.topics import read_topic

logger = logging.getLogger(__name__)

#: Leases in seconds: the shortest and longest that are given, and what is given when none is asked for.
SHORTEST, LONGEST, USUAL = 3_600, 30 * 86_400, 10 * 86_400
#: Requests that may wait for their callback's word: of one host, and altogether.
WAITING_PER_HOST, WAITING = 20, 2_000
#: Subscriptions of one host to one feed.
PER_TOPIC_AND_HOST = 10
#: Seconds after a callback did not answer until it is asked again; then the request is dropped.
ASK_AGAIN = (60, 600)
WITHIN = 10.0

Send = Callable[..., Answer]


class HubRefused(Exception):
    """A request that the hub does not take. `status` is 400, or 503 when too much is waiting."""

    def __init__(self, detail: str, *, status: int = 400) -> None:
        super().__init__(detail)
        self.status = status


def accept(form: Mapping[str, str]) -> WebSubRequest:
    """Keep a request to subscribe or unsubscribe, until the worker has asked its callback.

    Args:
        form: the fields of the request, `hub.` and all.

    Raises:
        HubRefused: something is missing or wrong, or too much is waiting.
    """
    refuse_ahead("a subscription")
    mode, topic, callback = (form.get(f"hub.{name}", "") for name in ("mode", "topic", "callback"))
    if mode not in Mode.values:
        raise HubRefused("hub.mode: give subscribe or unsubscribe.")
    if len(topic) > MOST_CHARACTERS or read_topic(topic) is None:
        raise HubRefused("hub.topic: give the address that one of our feeds gives itself (rel=self).")
    host = _host(callback)
    secret = form.get("hub.secret", "")
    if len(secret.encode()) > MOST_SECRET or not secret.isprintable():
        raise HubRefused(f"hub.secret: at most {MOST_SECRET} bytes of printable text.")
    if WebSubRequest.objects.filter(host=host).count() >= WAITING_PER_HOST:
        raise HubRefused("Too many requests for this host are waiting for its word.", status=503)
    if WebSubRequest.objects.count() >= WAITING:
        raise HubRefused("Too many requests are waiting.", status=503)
    now = clock.now()
    return WebSubRequest.objects.create(
        mode=mode,
        topic=topic,
        callback=callback,
        host=host,
        sealed_secret=seal_secret(secret),
        lease_seconds=_lease(form.get("hub.lease_seconds", "")),
        asked_at=now,
        next_try_at=now,
    )


def verify_next(*, ask: Send = send) -> bool:
    """Ask the callback of the longest waiting request whether it meant it; return False when none is due.

    The callback is asked outside of any transaction. Killed before its word is written down, it is asked again.
    """
    due = WebSubRequest.objects.filter(next_try_at__lte=clock.now()).order_by("id").first()
    if due is None:
        return False
    challenge = secrets.token_urlsafe(32)
    try:
        answer = ask("GET", _intent(due, challenge), within=WITHIN, most=len(challenge) + 1)
    except AddressRefusedError as error:
        logger.info("A WebSub callback on %s is not asked: %s", due.host, error.code)
        due.delete()
        return True
    except NotAnsweredError:
        _wait(due)
        return True
    if answer.status >= 500:
        _wait(due)
    elif answer.is_success and secrets.compare_digest(answer.body, challenge.encode()):
        _grant(due, ask)
    else:
        due.delete()  # it denies
    return True


def _grant(request: WebSubRequest, ask: Send) -> None:
    """Do what has been confirmed, once: of two workers with the same request, the second finds it gone."""
    with transaction.atomic():
        if not WebSubRequest.objects.filter(pk=request.pk).delete()[0]:
            return
        mine = WebSubSubscription.objects.filter(topic=request.topic, callback=request.callback)
        if request.mode == Mode.UNSUBSCRIBE:
            mine.delete()
            return
        others = WebSubSubscription.objects.filter(topic=request.topic, host=request.host)
        if mine.exists() or others.count() < PER_TOPIC_AND_HOST:
            now = clock.now()
            values = {
                "host": request.host,
                "sealed_secret": request.sealed_secret,
                "expires_at": now + dt.timedelta(seconds=request.lease_seconds),
            }
            seq = get_head().seq
            first = {"due_seq": seq, "sent_seq": seq, "next_try_at": now}
            WebSubSubscription.objects.update_or_create(
                topic=request.topic,
                callback=request.callback,
                defaults=values,
                create_defaults=values | first,
            )
            return
    _deny(request, f"At most {PER_TOPIC_AND_HOST} subscriptions of a host to a feed.", ask)


def _deny(request: WebSubRequest, reason: str, ask: Send) -> None:
    """Tell a callback that it is not subscribed (section 5.2). Once; whether it hears changes nothing."""
    query = {"hub.mode": "denied", "hub.topic": request.topic, "hub.reason": reason}
    try:
        ask("GET", _with_query(request.callback, query), within=WITHIN, most=0)
    except OutgoingError as error:
        logger.info("A WebSub callback on %s was not told: %s", request.host, error.code)


def _wait(request: WebSubRequest) -> None:
    if request.tries >= len(ASK_AGAIN):
        request.delete()
        return
    wait = dt.timedelta(seconds=ASK_AGAIN[request.tries])
    WebSubRequest.objects.filter(pk=request.pk).update(
        tries=request.tries + 1, next_try_at=clock.now() + wait
    )


def _intent(request: WebSubRequest, challenge: str) -> str:
    query = {"hub.mode": request.mode, "hub.topic": request.topic, "hub.challenge": challenge}
    if request.mode == Mode.SUBSCRIBE:
        query["hub.lease_seconds"] = str(request.lease_seconds)
    return _with_query(request.callback, query)


def _with_query(url: str, query: Mapping[str, str]) -> str:
    """Return a callback with parameters added to those that it has, which it must get back (section 5.1)."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _host(callback: str) -> str:
    if len(callback) > MOST_CHARACTERS or not callback.isascii() or "#" in callback:
        raise HubRefused(f"hub.callback: at most {MOST_CHARACTERS} characters of ASCII, without a fragment.")
    try:
        return read_target(callback).host.lower()
    except AddressRefusedError as error:
        raise HubRefused(f"hub.callback: an address that is not asked ({error.code}).") from error


def _lease(text: str) -> int:
    """Return the lease that is given: what is asked for, within bounds."""
    if not text:
        return USUAL
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise HubRefused("hub.lease_seconds: give a whole number of seconds.")
    return min(max(int(text), SHORTEST), LONGEST)
