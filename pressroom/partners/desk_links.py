"""What else there is about a partner, and about where a text is shown: other applets add links here, at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pressroom.partners.models import Partner


@dataclass(frozen=True)
class DeskLink:
    """One link. `text` is in the reader's language; `note` says in a few words how things stand.

    `is_flagged`: somebody should look there.
    """

    text: str
    address: str
    note: str = ""
    is_flagged: bool = False


_makers: list[Callable[[Partner], DeskLink]] = []
_makers_of_item: list[Callable[[str], list[DeskLink]]] = []


def add(make: Callable[[Partner], DeskLink]) -> None:
    """Add a link to every partner's page. Called by an applet's `admin/registration.py`."""
    _makers.append(make)


def links_of(partner: Partner) -> list[DeskLink]:
    """Return the links for one partner's page, in the order in which they were added."""
    return [make(partner) for make in _makers]


def add_to_item(make: Callable[[str], list[DeskLink]]) -> None:
    """Add links to the page that says where a text is shown, by its public id. Called as `add`."""
    _makers_of_item.append(make)


def links_of_item(item: str) -> list[DeskLink]:
    """Return the links about one text, in the order in which they were added."""
    return [link for make in _makers_of_item for link in make(item)]
