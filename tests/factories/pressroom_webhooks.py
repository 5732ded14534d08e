"""Partners with webhooks, and hands that send nothing but remember."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from cms.accounts.models import User
from cms.common import clock
from pressroom.partners.models import Partner
from pressroom.webhooks.filters import Filters
from pressroom.webhooks.hands import Sent
from pressroom.webhooks.models import WebhookEndpoint
from pressroom.webhooks.posting import Outcome, Parcel
from pressroom.webhooks.services import Made, create_endpoint
from tests.factories.cms_workshop import make_user

_numbers = itertools.count(1)
TAKEN = Outcome(204, "", 0.1)
REFUSED = Outcome(500, "", 0.1, "fel")
HUNG = Outcome(None, "timeout", 20.0)


def make_partner(**fields: Any) -> Partner:
    """Return an active partner with a contact."""
    number = next(_numbers)
    given = {"name": f"Påhittade tidningen {number}", "contact_email": f"webb{number}@tidning.example"}
    return Partner.objects.create(created_at=clock.now(), **(given | fields))


def make_keeper() -> User:
    """Return somebody who runs the partner desk."""
    return make_user(is_superuser=True)


def make_webhook(**fields: Any) -> Made:
    """Return a new endpoint with its secrets; `filters` as a dictionary of lists."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "partner": None,
        "name": f"Webb {number}",
        "url": f"https://hook{number}.example/pressrum",
        "is_full": False,
        "by": None,
    }
    given |= fields
    given["partner"] = given["partner"] or make_partner()
    given["by"] = given["by"] or make_keeper()
    given["filters"] = Filters.read(given.get("filters", {}))
    return create_endpoint(**given)


def make_endpoint(**fields: Any) -> WebhookEndpoint:
    """Return a new endpoint. `state` and the like are set afterwards, without a service."""
    own = {name: fields.pop(name) for name in ("state", "is_slow", "rest_until") if name in fields}
    endpoint = make_webhook(**fields).endpoint
    for name, value in own.items():
        setattr(endpoint, name, value)
    endpoint.save()
    return endpoint


class Remembering:
    """Hands that make each attempt at once, with what `answer` says, and keep the parcels."""

    def __init__(
        self, answer: Outcome | Callable[[Parcel], Outcome] = TAKEN, *, quick: int = 8, slow: int = 4
    ) -> None:
        self.answer = answer
        self.quick, self.slow = quick, slow
        self.parcels: list[Parcel] = []
        self._sent: list[Sent] = []

    def free(self) -> tuple[int, int]:
        return self.quick, self.slow

    def is_busy(self) -> bool:
        return bool(self._sent)

    def start(self, parcel: Parcel) -> None:
        self.parcels.append(parcel)
        outcome = self.answer if isinstance(self.answer, Outcome) else self.answer(parcel)
        self._sent.append(Sent(parcel, outcome))

    def finished(self, wait: float) -> list[Sent]:
        found, self._sent = self._sent, []
        return found
