"""The hub's readers: one follows the ledger and says who is due, one sends, one asks callbacks for their word.

A fourth looks whether press contacts have changed, which no edition tells.

With a hub of somebody else's, one that tells it which feeds have changed.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings

from cms.ledger.consumers import Consumer, advance, consume, editions_after, position_of, register
from pressroom.feeds.hub import OWN
from pressroom.outgoing.client import send
from pressroom.websub.asking import Send, verify_next
from pressroom.websub.desks import LOOK_EVERY as LOOK_AT_CONTACTS_EVERY
from pressroom.websub.desks import mark_changed
from pressroom.websub.sending import mark_due, send_due
from pressroom.websub.topics import topics_of

NAME = "websub"
#: Seconds between two looks.
LOOK_EVERY = 1.0
#: Editions told of to an outside hub at once, and addresses in one request.
_EDITIONS, _ADDRESSES = 20, 100


class HubFailed(Exception):
    """The outside hub did not take what it was told. The turn is to come again."""


def register_all() -> None:
    """Register what the chosen hub needs. Called when the app starts."""
    if settings.WEBSUB_HUB == OWN:
        register(Consumer(NAME, mark))
        register(Consumer("websub sending", distribute))
        register(Consumer("websub asking", verify))
        register(Consumer("websub contacts", look_at_contacts))
    elif settings.WEBSUB_HUB:
        register(Consumer(NAME, tell))


def mark() -> float:
    """Say who is due after the next editions."""
    return 0 if consume(NAME, mark_due) else LOOK_EVERY


def distribute() -> float:
    """Send some of those that are due their feed."""
    return 0 if send_due() else LOOK_EVERY


def look_at_contacts() -> float:
    """Say who is due after a change of press contacts."""
    mark_changed()
    return LOOK_AT_CONTACTS_EVERY


def verify() -> float:
    """Ask one callback whether it meant what was asked in its name."""
    return 0 if verify_next() else LOOK_EVERY


def tell(*, ask: Send = send) -> float:
    """Tell the outside hub which feeds the next editions have changed.

    Raises:
        HubFailed: it answered with a refusal.
        OutgoingError: it did not answer, or may not be asked.
    """
    seen = position_of(NAME)
    editions = editions_after(seen, limit=_EDITIONS)
    if not editions:
        return LOOK_EVERY
    urls = sorted({topic.url for edition in editions for topic in topics_of(edition)})
    for start in range(0, len(urls), _ADDRESSES):
        fields = [("hub.mode", "publish"), *(("hub.url", url) for url in urls[start : start + _ADDRESSES])]
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields).encode()
        answer = ask("POST", settings.WEBSUB_HUB, headers=headers, body=body, within=15, most=0)
        if not answer.is_success:
            raise HubFailed(f"The hub {settings.WEBSUB_HUB} answered {answer.status}.")
    advance(NAME, seen=seen, done=editions[-1].seq)
    return 0
