"""Count what public answers show. One look at a route and an entry in memory: no query, nothing kept of the reader."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pressroom.reach.counting import count
from pressroom.reach.seen import what_was_seen

_Handler = Callable[[HttpRequest], HttpResponseBase]


class CountReach:
    """Stands last, next to the views, so that the route is known and nothing after it can change the answer."""

    def __init__(self, get_response: _Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and count the answer."""
        response = self.get_response(request)
        seen = what_was_seen(request, response)
        if seen is not None:
            count(seen.channel, seen.items, seen.source)
        return response
