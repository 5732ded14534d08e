"""What the measuring process does about webhooks: makes endpoints, prints a release.

Commands of tests/bench/worker.py; webhooks.py asks for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def make_endpoints(urls: list[str]) -> dict[str, Any]:
    """Make an endpoint with full texts for each of `urls`, from the ledger's head on."""
    from cms.accounts.models import User
    from cms.common import clock
    from cms.ledger.consumers import ConsumerPosition
    from cms.ledger.models import LedgerHead
    from pressroom.partners.models import Partner
    from pressroom.webhooks.filters import Filters
    from pressroom.webhooks.queueing import POSITION
    from pressroom.webhooks.services import create_endpoint

    keeper = User.objects.create_superuser("bench-webhooks", password=None)
    partner = Partner.objects.create(name="Bench", created_at=clock.now())
    head = LedgerHead.objects.get(id=1).seq
    # One behind: a sender that has started moves it, and has nothing to send by that.
    ConsumerPosition.objects.update_or_create(name=POSITION, defaults={"seq": head - 1})
    for number, url in enumerate(urls):
        create_endpoint(
            partner=partner, name=f"Endpoint {number}", url=url, is_full=True, filters=Filters(), by=keeper
        )
    return {"made": len(urls)}


def release_one(number: int) -> dict[str, Any]:
    """Print one item; return the instant after its commit and the id of its message."""
    from django.db import transaction

    from cms.common import clock
    from cms.ledger.append import append
    from cms.ledger.enums import EditionKind
    from pressroom.webhooks.queueing import message_id_of
    from tests.bench import content

    payload = content.news(number, "sv")
    entry = content.NewEdition(payload, EditionKind.PUBLISHED)
    with transaction.atomic():
        [edition] = append([entry], release_key=content.key_of(f"webhooks-{number}"), released_at=clock.now())
    return {"at": time.time(), "message": message_id_of(edition)}


def is_caught_up() -> bool:
    """Whether a sender has looked at everything that is released."""
    from cms.ledger.consumers import how_far_behind
    from pressroom.webhooks.queueing import POSITION

    return how_far_behind(POSITION) == 0


COMMANDS: dict[str, Callable[..., Any]] = {
    "make_endpoints": make_endpoints,
    "release_one": release_one,
    "is_caught_up": is_caught_up,
}
