"""What every address of the API does before and after its view: methods, size, keys, finished copies, CORS, failures.

It stands in front of django-ninja, so that an answer that is already finished costs one query and no parsing.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.cache import patch_vary_headers

from cms.common import clock
from cms.ledger.queries import Head
from pressroom.api.keys import limits
from pressroom.api.keys.callers import ADVICE, caller_of, carries_key
from pressroom.api.keys.limits import Standing
from pressroom.api.keys.senders import sender_of
from pressroom.api.v1.errors import ErrorCode, problem
from pressroom.api.v1.waiting import waits
from pressroom.http import CACHE_CONTROL, MAX_QUERY, clock_bucket, ledger_response, matches
from pressroom.partners.keys.exceptions import KeyRefused

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
ALLOWED = "GET, HEAD, OPTIONS"
#: Kept like the wanted answer, because whoever follows a withdrawn item asks for it again and again.
_KEPT = frozenset({200, 410})
_CORS = {
    # What is here without a key is public and the same for everybody, so any site may read it. A key may not be sent
    # by a script (`Authorization` is not among the allowed headers): in a page, everybody could read it.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, RateLimit, RateLimit-Policy, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT = {
    "Allow": ALLOWED,
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since, Content-Type",
    "Access-Control-Max-Age": "86400",
}


#: A bad key must be refused though somebody without one has just asked the same, so caches keep the two apart
#: (`Vary`) and keep nothing that was asked with a key.
_FOR_ONE = "private, no-cache"


class _NotKept(Exception):
    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__(response.status_code)
        self.response = response


def from_ledger(view: View, *, follows_clock: bool = False) -> View:
    """Keep the finished answers of a view that follow from its address and the ledger alone. Not guarded yet.

    Args:
        view: called with `request.ledger_head` set.
        follows_clock: the answer also changes with the time of day, every half minute at most.
    """

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        def build(head: Head) -> HttpResponseBase:
            request.ledger_head = head  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            if response.status_code not in _KEPT:
                raise _NotKept(response)
            return response

        variant = clock_bucket(clock.now()) if follows_clock or _may_ask_for_now(request) else ""
        try:
            return ledger_response(request, build, variant=variant)
        except _NotKept as passed:
            return passed.response

    return answer


def _may_ask_for_now(request: HttpRequest) -> bool:
    """Whether the answer may embed who answers now (`include=contacts`). Yes too often does no harm."""
    query = request.META.get("QUERY_STRING", "")
    return "contacts" in query or "%" in query


def asked_anew(view: View) -> View:
    """Guard a view whose answer is cheap and does not follow from the ledger (the schema, its pages, the keys)."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponse) or response.status_code != 200:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        if matches(request, etag):
            response = HttpResponse(status=304)
            del response.headers["Content-Type"]
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = CACHE_CONTROL
        return response

    return guarded(answer)


def guarded(view: View) -> View:
    """Refuse what no address answers, add CORS, and turn any failure into a problem document."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _respond(view, request, *args, **kwargs)
        for name, value in _CORS.items():
            response.headers[name] = value
        _vary(response)
        if carries_key(request):
            response.headers["Cache-Control"] = _FOR_ONE
        standing: Standing | None = getattr(request, "standing", None)
        if standing is not None:
            response.headers["RateLimit-Policy"] = standing.policy_field()
            # What is left is one caller's own: it may not stand in an answer that a cache gives to others.
            if response.headers.get("Cache-Control", "").startswith(("private", "no-store")):
                response.headers["RateLimit"] = standing.field()
        return response

    guard.csrf_exempt = True  # type: ignore[attr-defined]  # a POST shall meet our 405, not a page about cookies
    return guard


def guard_all(
    patterns: list[URLPattern | URLResolver],
    *,
    follows_clock: frozenset[str],
    not_from_ledger: frozenset[str],
    may_wait: frozenset[str],
) -> list[URLPattern]:
    """Return django-ninja's own addresses with the gate in front of each.

    Args:
        patterns: as `NinjaAPI.urls` gives them.
        follows_clock: names of those that depend on the time of day.
        not_from_ledger: names of those that may change while the ledger stands still.
        may_wait: names of those that may be asked to wait for the ledger.
    """

    def in_front_of(view: View, name: str | None) -> View:
        if name in not_from_ledger:
            return asked_anew(view)
        answer = from_ledger(view, follows_clock=name in follows_clock)
        return guarded(waits(answer) if name in may_wait else answer)

    return [
        URLPattern(pattern.pattern, in_front_of(pattern.callback, pattern.name), name=pattern.name)
        for pattern in patterns
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


def _vary(response: HttpResponseBase) -> None:
    if "Vary" in response.headers:
        patch_vary_headers(response, ["Authorization"])
    else:
        response.headers["Vary"] = "Authorization"


def _respond(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    method = request.method
    if method == "OPTIONS":
        return HttpResponse(status=204, headers=_PREFLIGHT)
    if method not in ("GET", "HEAD"):
        refusal = problem(ErrorCode.METHOD_NOT_ALLOWED, f"Use one of {ALLOWED}.")
        refusal.headers["Allow"] = ALLOWED
        return refusal
    if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY:
        return problem(ErrorCode.QUERY_TOO_LONG, f"At most {MAX_QUERY} bytes are read.")
    if (stopped := _stopped_at_the_door(request)) is not None:
        return stopped
    request.method = "GET"  # ninja knows no HEAD; the body is cut off on the way out
    try:
        response = view(request, *args, **kwargs)
    except KeyRefused as refused:  # by a view that asks again
        return _refuse_key(refused)
    except Exception:
        # The one place that catches everything: a program that reads JSON must not be given a page.
        logger.exception("The API failed to answer %s", request.path)
        got_request_exception.send(sender=guarded, request=request)
        return problem(ErrorCode.INTERNAL_ERROR, "The failure has been logged. Try again later.")
    finally:
        request.method = method
    if method == "HEAD" and isinstance(response, HttpResponse):
        length = response.headers.get("Content-Length", str(len(response.content)))
        response.content = b""
        if response.status_code != 304:
            response.headers["Content-Length"] = length
    return response


def _stopped_at_the_door(request: HttpRequest) -> HttpResponse | None:
    """Find out who asks and count the request; return the refusal, if it is one. A bad key counts for its sender."""
    refused = None
    try:
        caller = caller_of(request)
    except KeyRefused as error:
        caller, refused = None, error
    request.caller = caller  # type: ignore[attr-defined]
    if caller is None:
        standing = limits.take("anonymous", sender_of(request))
    else:
        standing = limits.take("partner", str(caller.key_id))
    request.standing = standing  # type: ignore[attr-defined]
    if standing is not None and standing.is_over:
        return _refuse_one_too_many(standing)
    return _refuse_key(refused) if refused is not None else None


def _refuse_one_too_many(standing: Standing) -> HttpResponse:
    """Answer 429, with when to come back. Named as the draft names it: the policy that was exceeded."""
    more: dict[str, Any] = {"violated-policies": [standing.policy]}
    refusal = problem(
        ErrorCode.RATE_LIMITED,
        f"{standing.limit} requests in {limits.WINDOW} s are answered. Come back in {standing.resets_in} s.",
        **more,
    )
    refusal.headers["Retry-After"] = str(standing.resets_in)
    refusal.headers["Cache-Control"] = "no-store"
    return refusal


def _refuse_key(refused: KeyRefused) -> HttpResponse:
    """Answer 401, which must name the way to do it right (RFC 9110, section 11.6.1; RFC 6750, section 3)."""
    refusal = problem(ErrorCode(refused.refusal), ADVICE[refused.refusal])
    refusal.headers["WWW-Authenticate"] = 'Bearer realm="api", error="invalid_token"'
    return refusal
