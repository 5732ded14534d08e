"""Feeds are sent to their subscribers: who is due, what they get, what follows from their answer."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db.models import F

from cms.common import clock
from cms.common.sealing import SealedWithAnotherKeyError
from cms.ledger.models import Edition
from cms.ledger.overlay import refuse_ahead
from cms.ledger.queries import get_head
from cms.ledger.surrogates import touched_by
from pressroom.feeds.hub import hub_links
from pressroom.outgoing.client import send
from pressroom.outgoing.exceptions import OutgoingError
from pressroom.websub.asking import Send
from pressroom.websub.models import WebSubSubscription
from pressroom.websub.sealed import open_secret
from pressroom.websub.topics import Topic, read_topic

logger = logging.getLogger(__name__)

#: Seconds after a failure until the next try, by failures in a row. After the last the callback is dropped as dead.
TRY_AGAIN = (30, 120, 600, 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600)
#: Seconds for one callback.
WITHIN = 15.0
#: Sent at once, and to one host of them: those that hang must not keep the others waiting.
AT_ONCE, PER_HOST = 32, 2
#: How soon a subscription whose secret can't be read is looked at again.
_AGAIN_AFTER = dt.timedelta(minutes=5)
_NOT_SENT = -1
#: Looked at to choose them.
_LOOKED_AT = 500


def mark_due(editions: Sequence[Edition]) -> None:
    """Make those due whose feed the editions have changed. In the transaction that moves the reader's position."""
    touched = frozenset().union(*map(touched_by, editions))
    topics = WebSubSubscription.objects.values_list("topic", flat=True).order_by("topic").distinct()
    changed = [url for url in topics.iterator() if (topic := read_topic(url)) and topic.names() & touched]
    for start in range(0, len(changed), 200):
        due = WebSubSubscription.objects.filter(topic__in=changed[start : start + 200])
        # What has failed keeps its time of the next try, and its count: news does not make a dead callback answer.
        due.update(due_seq=editions[-1].seq)


def send_due(*, ask: Send = send) -> int:
    """Send those that are due their feed, once each; return how many there were.

    Killed before an answer is written down, the same is sent again. Leases that have run out are ended first.
    """
    refuse_ahead("the distribution of feeds")
    now = clock.now()
    WebSubSubscription.objects.filter(expires_at__lte=now).delete()
    chosen = _chosen(now)
    if not chosen:
        return 0
    seq = get_head().seq  # before the feeds are read: what comes later makes them due again
    contents = _read({one.topic for one in chosen})
    with ThreadPoolExecutor(max_workers=len(chosen)) as pool:
        statuses = list(pool.map(lambda one: _post(one, contents.get(one.topic), ask), chosen))
    for one, status in zip(chosen, statuses, strict=True):
        _write_down(one, status, max(seq, one.due_seq))
    return len(chosen)


def _chosen(now: dt.datetime) -> list[WebSubSubscription]:
    waiting = WebSubSubscription.objects.filter(due_seq__gt=F("sent_seq"), next_try_at__lte=now)
    hosts: Counter[str] = Counter()
    chosen: list[WebSubSubscription] = []
    for one in waiting.order_by("next_try_at", "id")[:_LOOKED_AT]:
        if hosts[one.host] < PER_HOST and len(chosen) < AT_ONCE:
            hosts[one.host] += 1
            chosen.append(one)
    return chosen


def _read(urls: set[str]) -> Mapping[str, tuple[Topic, bytes]]:
    """Return each feed once, however many have subscribed to it."""
    topics = {url: read_topic(url) for url in urls}
    return {url: (topic, topic.read()) for url, topic in topics.items() if topic}


def _post(one: WebSubSubscription, content: tuple[Topic, bytes] | None, ask: Send) -> int:
    """Send the feed; return the status, 410 for a feed or callback that is no more, 0 for no answer. No database.

    Never unsigned to who has a secret: what can't be signed is not sent.
    """
    if content is None:
        return 410
    topic, body = content
    headers = {"Content-Type": topic.kind.media_type, "Link": hub_links(one.topic)}
    try:
        secret = open_secret(one.sealed_secret)
    except SealedWithAnotherKeyError as error:
        logger.error("A WebSub callback on %s waits: %s", one.host, error)
        return _NOT_SENT
    if secret:
        digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers["X-Hub-Signature"] = f"sha256={digest}"
    try:
        return ask("POST", one.callback, headers=headers, body=body, within=WITHIN, most=0).status
    except OutgoingError:
        return 0


def _write_down(one: WebSubSubscription, status: int, seq: int) -> None:
    row = WebSubSubscription.objects.filter(pk=one.pk)
    if status == _NOT_SENT:
        row.update(next_try_at=clock.now() + _AGAIN_AFTER)  # no fault of the callback's: it is not counted
    elif 200 <= status < 300:
        row.update(sent_seq=seq, tries=0)
    elif status == 410 or one.tries >= len(TRY_AGAIN):
        logger.info("A WebSub callback on %s is dropped: it answered %s", one.host, status or "nothing")
        row.delete()
    else:
        wait = dt.timedelta(seconds=TRY_AGAIN[one.tries])
        row.update(tries=one.tries + 1, next_try_at=clock.now() + wait)
