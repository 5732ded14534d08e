"""Which WebSub hub our feeds name, if any: our own (`pressroom/websub`), or one that the operator has chosen."""

from __future__ import annotations

from django.conf import settings

from cms.ledger import addresses

#: Value of `WEBSUB_HUB` for our own hub.
OWN = "own"
HUB_PATH = "/websub/hub"


def hub_address() -> str:
    """Return the absolute address of the hub, or an empty text."""
    return addresses.absolute(HUB_PATH) if settings.WEBSUB_HUB == OWN else str(settings.WEBSUB_HUB)


def hub_links(topic: str) -> str:
    """Return the Link header by which subscribers find the hub of a feed (WebSub, section 4)."""
    return f'<{hub_address()}>; rel="hub", <{topic}>; rel="self"'
