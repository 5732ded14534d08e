"""What else there is about a partner: other applets add links to its page here (webhooks do), at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pressroom.partners.models import Partner


@dataclass(frozen=True)
class DeskLink:
    """One link on a partner's page. `text` is in the reader's language; `note` says in a few words how things stand."""

    text: str
    address: str
    note: str = ""


_makers: list[Callable[[Partner], DeskLink]] = []


def add(make: Callable[[Partner], DeskLink]) -> None:
    """Add a link to every partner's page. Called by an applet's `admin/registration.py`."""
    _makers.append(make)


def links_of(partner: Partner) -> list[DeskLink]:
    """Return the links for one partner's page, in the order in which they were added."""
    return [make(partner) for make in _makers]
