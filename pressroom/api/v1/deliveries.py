"""A partner's own webhooks, and what became of each message to them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse

import orjson
from ninja import Query
from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from cms.common import clock
from cms.common.signing import decode, encode
from pressroom.api.v1 import bodies, schemas, times
from pressroom.api.v1.filters import Instant, Parameters
from pressroom.api.v1.partner_keys import SECURITY, holder_with
from pressroom.api.v1.views import api
from pressroom.partners.enums import Scope
from pressroom.partners.keys.checking import Holder
from pressroom.selection import Fault, ParameterCode, ParametersRefusedError
from pressroom.webhooks import log

#: Made for each question: they change while the ledger stands still.
NOT_FROM_LEDGER = frozenset({"list_webhooks", "list_deliveries"})
_MOST_DIGITS = 18
_NOT_OF_TESTS = "Null for a test."


def _check_cursor(text: str | None) -> str | None:
    if text is not None and _read_cursor(text) is None:
        raise PydanticCustomError(str(ParameterCode.INVALID_CURSOR), "was never handed out", {})
    return text


class OwnWebhook(BaseModel):
    """One of the partner's webhooks. Its address and secrets are not told."""

    id: uuid.UUID
    name: str
    state: Literal["active", "paused", "disabled"]
    reason: str | None = Field(description="Why it is disabled: `by_hand`, `gone` (410) or `failing`.")
    state_since: dt.datetime
    created_at: dt.datetime
    last_success_at: dt.datetime | None
    failing_since: dt.datetime | None = Field(
        description="When it failed first, if it has failed ever since."
    )
    waiting: int = Field(description="Messages that wait for an attempt.")
    dead: int = Field(description="Messages that were given up and are still kept.")


class OwnWebhookList(BaseModel):
    """A partner's webhooks, the oldest first."""

    webhooks: list[OwnWebhook]


class DeliveryAttempt(BaseModel):
    """One request."""

    number: int
    at: dt.datetime
    milliseconds: int
    status: int | None = Field(description="Null: there was no answer.")
    error: str | None = Field(description="Why there was none: `timeout`, `connect`, `certificate`, ...")


class DeliveredItem(BaseModel):
    """What the message is about."""

    type: str
    id: str
    language: str
    number: int = Field(description="The edition's, counted per item and language.")
    api_url: str


class Delivery(BaseModel):
    """One message to one webhook, and what became of it."""

    id: str = Field(description="As in the header `webhook-id`; the same at every repetition.")
    webhook: uuid.UUID
    event: str
    seq: int | None = Field(description=_NOT_OF_TESTS)
    item: DeliveredItem | None = Field(description=_NOT_OF_TESTS)
    state: Literal["waiting", "delivered", "dead"] = Field(
        description="`dead`: it was given up, and goes again only when the press room replays it."
    )
    created_at: dt.datetime
    next_attempt_at: dt.datetime | None = Field(description="Of a waiting one: not before.")
    done_at: dt.datetime | None = Field(description="When it was delivered or given up.")
    attempts: list[DeliveryAttempt] = Field(description="In their order.")


class DeliveryPage(BaseModel):
    """A stretch of the log, the newest message first."""

    deliveries: list[Delivery]
    next: str | None = Field(description="Address of the next, older stretch; null at the end.")


class DeliveryParameters(Parameters):
    """Of the log of messages."""

    webhook: uuid.UUID | None = Field(default=None, description="Only messages to this one of your webhooks.")
    state: Literal["waiting", "delivered", "dead"] | None = Field(
        default=None, description="Only messages in this state."
    )
    created_since: Instant = Field(
        default=None,
        description="Only messages made then or later: a date in Sweden, or RFC 3339 with offset.",
    )
    created_until: Instant = Field(
        default=None,
        description="Only messages made on that date or before; before that instant if it is one.",
    )
    limit: Annotated[int, Field(ge=1, le=100, description="Messages in one answer.")] = 50
    cursor: Annotated[str | None, AfterValidator(_check_cursor)] = Field(
        default=None, description="Opaque position, from `next`."
    )

    def read_wanted(self) -> log.Wanted:
        """Return which messages are asked for."""
        since, until = self.created_since, self.created_until
        return log.Wanted(
            endpoint=self.webhook,
            state=self.state,
            created_since=times.read(since) if since is not None else None,
            created_before=times.read(until, end=True) if until is not None else None,
        )

    def query_items(self) -> list[tuple[str, str]]:
        """Return what leads to the next stretch beside its cursor, in one fixed order."""
        asked = {
            "webhook": self.webhook,
            "state": self.state,
            "created_since": self.created_since,
            "created_until": self.created_until,
            "limit": self.limit,
        }
        return [(name, str(value)) for name, value in asked.items() if value is not None]


@api.get(
    "/webhooks",
    auth=holder_with(Scope.WEBHOOKS),
    response={200: OwnWebhookList, 403: schemas.Problem},
    tags=["partners"],
    summary="A partner's own webhooks",
    openapi_extra=SECURITY,
)
def list_webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks of the partner whose key it is, and how they stand. Needs a key with the scope `webhooks`."""
    caller: Holder = request.auth  # type: ignore[attr-defined]  # by django-ninja, what `holder_with` returned
    told = [_told_endpoint(endpoint) for endpoint in log.list_own_endpoints(caller.partner_id)]
    return bodies.json_response(orjson.dumps({"webhooks": told}))


@api.get(
    "/webhooks/deliveries",
    auth=holder_with(Scope.WEBHOOKS),
    response={200: DeliveryPage, 400: schemas.Problem, 403: schemas.Problem},
    tags=["partners"],
    summary="What became of the messages to a partner's webhooks",
    openapi_extra=SECURITY,
)
def list_deliveries(request: HttpRequest, parameters: Query[DeliveryParameters]) -> HttpResponse:
    """Every message that is still kept, with its attempts, the newest first. Needs a key with the scope `webhooks`.

    Messages are kept for 30 days once they are delivered, for 90 once they were given up.
    """
    caller: Holder = request.auth  # type: ignore[attr-defined]  # as above
    return _answer(caller.partner_id, parameters)


def _answer(partner_id: int, parameters: DeliveryParameters) -> HttpResponse:
    wanted, limit = parameters.read_wanted(), parameters.limit
    if wanted.endpoint is not None and not log.has_endpoint(partner_id, wanted.endpoint):
        detail = "You have no webhook of this id: /webhooks lists yours."
        raise ParametersRefusedError([Fault("webhook", ParameterCode.UNKNOWN_VALUE, detail)])
    before = _read_cursor(parameters.cursor) if parameters.cursor else None
    found = log.list_own_deliveries(partner_id, wanted, before=before, limit=limit + 1)
    shown = found[:limit]
    more = (
        [*parameters.query_items(), ("cursor", _write_cursor(shown[-1].pk))] if len(found) > limit else None
    )
    body = {
        "deliveries": [_told_delivery(delivery) for delivery in shown],
        "next": bodies.address("webhooks/deliveries", more) if more else None,
    }
    return bodies.json_response(orjson.dumps(body))


def _told_endpoint(endpoint: log.OwnEndpoint) -> dict[str, Any]:
    return {
        "id": str(endpoint.key),
        "name": endpoint.name,
        "state": endpoint.state,
        "reason": endpoint.reason or None,
        "state_since": clock.isoformat(endpoint.state_at),
        "created_at": clock.isoformat(endpoint.created_at),
        "last_success_at": _instant(endpoint.succeeded_at),
        "failing_since": _instant(endpoint.failing_since),
        "waiting": endpoint.waiting,
        "dead": endpoint.dead,
    }


def _told_delivery(delivery: log.OwnDelivery) -> dict[str, Any]:
    about = delivery.subject
    return {
        "id": delivery.message_id,
        "webhook": str(delivery.endpoint),
        "event": delivery.event,
        "seq": delivery.seq,
        "item": about
        and {
            "type": about.item_type,
            "id": about.public_id,
            "language": about.language,
            "number": about.number,
            "api_url": bodies.item_address(about.item_type, about.public_id, about.language),
        },
        "state": delivery.state,
        "created_at": clock.isoformat(delivery.created_at),
        "next_attempt_at": _instant(delivery.next_at),
        "done_at": _instant(delivery.done_at),
        "attempts": [
            {
                "number": attempt.number,
                "at": clock.isoformat(attempt.at),
                "milliseconds": attempt.milliseconds,
                "status": attempt.status,
                "error": attempt.error or None,
            }
            for attempt in delivery.attempts
        ],
    }


def _instant(at: dt.datetime | None) -> str | None:
    return clock.isoformat(at) if at is not None else None


def _write_cursor(pk: int) -> str:
    return encode(str(pk).encode())


def _read_cursor(text: str) -> int | None:
    """Return the place that a cursor stands for, or None for what was never handed out."""
    digits = decode(text) or b""
    return int(digits) if digits.isdigit() and len(digits) <= _MOST_DIGITS else None
