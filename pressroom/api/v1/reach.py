"""A partner's own reach: how often items were shown through its keys, its webhooks and embeds on its hosts."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from django.http import HttpRequest, HttpResponse

import orjson
from ninja import Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from cms.common import clock
from cms.common.signing import decode, encode
from pressroom.api.v1 import bodies, schemas
from pressroom.api.v1.filters import Parameters
from pressroom.api.v1.partner_keys import SECURITY, holder_with
from pressroom.api.v1.views import api
from pressroom.partners.enums import Scope
from pressroom.partners.keys.checking import Holder
from pressroom.partners.reaching import sources_of
from pressroom.reach.enums import Channel
from pressroom.reach.queries import Figure, Period, list_figures
from pressroom.selection import Fault, ParameterCode, ParametersRefusedError

#: Made for each question: they change while the ledger stands still.
NOT_FROM_LEDGER = frozenset({"get_reach"})
_MOST_DAYS = 366
_USUAL_DAYS = 30
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_Place = tuple[dt.date, str, str]


def _check_cursor(text: str | None) -> str | None:
    if text is not None and _read_cursor(text) is None:
        raise PydanticCustomError(str(ParameterCode.INVALID_CURSOR), "was never handed out", {})
    return text


def _check_day(value: str) -> str:
    # pydantic would also take a number, as seconds since 1970
    if not _DAY.fullmatch(value):
        raise ValueError("send a date, 2026-03-03")
    return value


_Day = Annotated[dt.date, BeforeValidator(_check_day)]


class ReachFigure(BaseModel):
    """How often an item was shown in one way on one day."""

    day: dt.date = Field(description="A Swedish day.")
    item: str | None = Field(description="Public id; null for what is no item: lists, unchanged feeds.")
    channel: str = Field(description="One of " + ", ".join(Channel.values) + ".")
    count: int


class ReachPage(BaseModel):
    """A stretch of a partner's figures."""

    since: dt.date
    until: dt.date
    figures: list[ReachFigure] = Field(description="By day, item and channel.")
    next: str | None = Field(description="Address of the next stretch; null at the end.")


class ReachParameters(Parameters):
    """Of a partner's figures."""

    since: _Day | None = Field(default=None, description="First day; 30 days in all where it is left out.")
    until: _Day | None = Field(default=None, description="Last day; today where it is left out.")
    limit: Annotated[int, Field(ge=1, le=1000, description="Figures in one answer.")] = 500
    cursor: Annotated[str | None, AfterValidator(_check_cursor)] = Field(
        default=None, description="Opaque position, from `next`."
    )

    def read_period(self) -> Period:
        """Return the days that are asked for.

        Raises:
            ParametersRefusedError: they are too far apart, or end before they begin.
        """
        until = self.until or clock.today()
        usual = min(dt.timedelta(days=_USUAL_DAYS - 1), until - dt.date.min)
        since = self.since or until - usual
        if not 0 <= (until - since).days < _MOST_DAYS:
            detail = f"It is not after `until`, and at most {_MOST_DAYS} days are answered at a time."
            raise ParametersRefusedError([Fault("since", ParameterCode.OUT_OF_RANGE, detail)])
        return Period(since, until)


@api.get(
    "/reach",
    auth=holder_with(Scope.REACH),
    response={200: ReachPage, 400: schemas.Problem, 403: schemas.Problem},
    tags=["partners"],
    summary="A partner's own reach",
    openapi_extra=SECURITY,
)
def get_reach(request: HttpRequest, parameters: Query[ReachParameters]) -> HttpResponse:
    """How often items were shown through the partner whose key it is. Needs a key with the scope `reach`.

    Counts of its other keys are within, and embeds on the hosts that it has registered. Nothing of readers is known.
    """
    caller: Holder = request.auth  # type: ignore[attr-defined]  # by django-ninja, what `holder_with` returned
    return _answer(caller, parameters)


def _answer(caller: Holder, parameters: ReachParameters) -> HttpResponse:
    period, limit = parameters.read_period(), parameters.limit
    after = _read_cursor(parameters.cursor) if parameters.cursor else None
    found = list(list_figures(sources_of(caller.partner_id), period, after=after, limit=limit + 1))
    shown = found[:limit]
    days = [("since", period.since.isoformat()), ("until", period.until.isoformat())]
    more = (
        [*days, ("limit", str(limit)), ("cursor", _write_cursor(shown[-1]))] if len(found) > limit else None
    )
    body = {
        **dict(days),
        "figures": [
            {"day": f.day.isoformat(), "item": f.item or None, "channel": f.channel, "count": f.count}
            for f in shown
        ],
        "next": bodies.address("reach", more) if more else None,
    }
    return bodies.json_response(orjson.dumps(body))


def _write_cursor(figure: Figure) -> str:
    return encode(f"{figure.day.isoformat()} {figure.item} {figure.channel}".encode())


def _read_cursor(text: str) -> _Place | None:
    """Return the place that a cursor stands for, or None for what was never handed out."""
    try:
        day, item, channel = (decode(text) or b"").decode("ascii").split(" ")
        place = dt.date.fromisoformat(day), item, channel
    except ValueError:
        return None
    return place if channel in Channel.values and len(item) <= 10 and (item.isalnum() or not item) else None
