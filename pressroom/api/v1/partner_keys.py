"""Addresses that answer a partner's key and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from pressroom.api.keys.callers import caller_of
from pressroom.api.v1.errors import ErrorCode, problem
from pressroom.api.v1.views import api
from pressroom.partners.enums import Scope
from pressroom.partners.keys.checking import Holder

#: What OpenAPI says of such an address.
SECURITY: dict[str, Any] = {"security": [{"partnerKey": []}]}


class KeyRefusedError(Exception):
    """No key, or one that may not ask for this. `response` says so."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


@api.exception_handler(KeyRefusedError)
def _refuse(_request: HttpRequest, error: KeyRefusedError) -> HttpResponse:
    return error.response


def holder_with(scope: Scope) -> Callable[[HttpRequest], Holder]:
    """Return what django-ninja asks whose key a request carries: the key must open `scope`.

    Asked before the parameters are read, so a stranger is not told what is wrong with them. The database is asked each
    time: what is answered is the partner's own, and not for the seconds of a revoked key.
    """

    def holder(request: HttpRequest) -> Holder:
        caller = caller_of(request, remembered=False)
        if caller is None:
            refusal = problem(
                ErrorCode.KEY_NEEDED, "Send a partner's key: `Authorization: Bearer samverkan_...`."
            )
            refusal.headers["WWW-Authenticate"] = 'Bearer realm="api"'
            raise KeyRefusedError(refusal)
        if not caller.may(scope):
            raise KeyRefusedError(
                problem(
                    ErrorCode.SCOPE_MISSING,
                    f"This needs a key with the scope `{scope.value}`; the press room gives them.",
                )
            )
        return caller

    return holder
