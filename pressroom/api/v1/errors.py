"""Every answer of the API that is not the wanted one: RFC 9457 problem details with a stable `code`."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse

import orjson
from ninja import NinjaAPI
from ninja.errors import ValidationError

from cms.ledger import addresses
from pressroom.selection import Fault, ParameterCode, ParametersRefusedError, shown

MEDIA_TYPE = "application/problem+json"
DOCS_PATH = "/api/v1/docs/"


class ErrorCode(StrEnum):
    """What went wrong, as a whole. Stable: clients may switch on it. Explained in docs/api.md."""

    INVALID_PARAMETERS = "invalid_parameters"
    NOT_FOUND = "not_found"
    NOT_IN_LANGUAGE = "not_in_language"
    NO_DRAWING = "no_drawing"
    UNKNOWN_PATH = "unknown_path"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"
    EDITION_GONE = "edition_gone"
    INVALID_KEY = "invalid_key"
    EXPIRED_KEY = "expired_key"
    REVOKED_KEY = "revoked_key"
    PAUSED_PARTNER = "paused_partner"
    KEY_NEEDED = "key_needed"
    SCOPE_MISSING = "scope_missing"
    SEARCH_UNAVAILABLE = "search_unavailable"
    QUERY_TOO_LONG = "query_too_long"
    RATE_LIMITED = "rate_limited"
    INTERNAL_ERROR = "internal_error"


_STATUS_AND_TITLE: dict[ErrorCode, tuple[int, str]] = {
    ErrorCode.INVALID_PARAMETERS: (400, "Parameters that cannot be answered"),
    ErrorCode.NOT_FOUND: (404, "There is nothing here"),
    ErrorCode.NOT_IN_LANGUAGE: (404, "Not in this language"),
    ErrorCode.NO_DRAWING: (404, "No drawing in this format"),
    ErrorCode.UNKNOWN_PATH: (404, "The API has no such address"),
    ErrorCode.METHOD_NOT_ALLOWED: (405, "The API is for reading only"),
    ErrorCode.WITHDRAWN: (410, "Withdrawn"),
    ErrorCode.DELETED: (410, "Deleted"),
    ErrorCode.EDITION_GONE: (410, "This edition is no longer public"),
    ErrorCode.INVALID_KEY: (401, "This is no key"),
    ErrorCode.EXPIRED_KEY: (401, "The key has expired"),
    ErrorCode.REVOKED_KEY: (401, "The key has been revoked"),
    ErrorCode.PAUSED_PARTNER: (401, "The partner's keys are paused"),
    ErrorCode.KEY_NEEDED: (401, "Only with a partner's key"),
    ErrorCode.SCOPE_MISSING: (403, "The key is not for this"),
    ErrorCode.QUERY_TOO_LONG: (414, "The query string is too long"),
    ErrorCode.RATE_LIMITED: (429, "Too many requests"),
    ErrorCode.SEARCH_UNAVAILABLE: (503, "Searching does not work just now"),
    ErrorCode.INTERNAL_ERROR: (500, "The API failed to answer"),
}

#: What pydantic calls a fault -> what we promise to call it. Everything else is out of range.
_PYDANTIC_CODES = {
    "missing": ParameterCode.MISSING_PARAMETER,
    "int_parsing": ParameterCode.NOT_A_NUMBER,
    "int_parsing_size": ParameterCode.OUT_OF_RANGE,
    "int_from_float": ParameterCode.NOT_A_NUMBER,
}


def status_of(code: ErrorCode) -> int:
    """Return the HTTP status that always goes with `code`."""
    return _STATUS_AND_TITLE[code][0]


def title_of(code: ErrorCode) -> str:
    """Return the fixed English title of `code`."""
    return _STATUS_AND_TITLE[code][1]


def problem(code: ErrorCode, detail: str, *, faults: Iterable[Fault] = (), **more: Any) -> HttpResponse:
    """Return a problem document. `more` are extension members (RFC 9457 section 3.2)."""
    body: dict[str, Any] = {
        "type": addresses.absolute(f"{DOCS_PATH}#{code}"),
        "title": title_of(code),
        "status": status_of(code),
        "detail": detail,
        "code": str(code),
    }
    errors = [{"parameter": f.parameter, "code": str(f.code), "detail": f.detail} for f in faults]
    if errors:
        body["errors"] = errors
    response = HttpResponse(orjson.dumps(body | more), status=status_of(code), content_type=MEDIA_TYPE)
    if status_of(code) != 410:  # what is gone is kept like an item; the others are not
        response["Cache-Control"] = "no-cache"
    return response


def unknown_path(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer any address below /api/ that is none."""
    return problem(
        ErrorCode.UNKNOWN_PATH,
        f"{shown(request.path)} is not an address of the API. Addresses have no slash at their end.",
        docs=addresses.absolute(DOCS_PATH),
    )


def invalid_parameters(faults: Iterable[Fault]) -> HttpResponse:
    """Answer parameters that were refused, naming each."""
    faults = tuple(faults)
    names = ", ".join(sorted({fault.parameter for fault in faults}))
    return problem(ErrorCode.INVALID_PARAMETERS, f"Cannot be answered because of: {names}.", faults=faults)


def faults_of(errors: Iterable[Any]) -> list[Fault]:
    """Return what pydantic found wrong, in our words."""
    faults = []
    for error in errors:
        kind = str(error["type"])
        code = (
            ParameterCode(kind)
            if kind in set(ParameterCode)
            else _PYDANTIC_CODES.get(kind, ParameterCode.OUT_OF_RANGE)
        )
        names = [part for part in error["loc"] if isinstance(part, str)]
        faults.append(Fault(names[-1] if names else "", code, f"{error['msg']}."))
    return faults


def connect(api: NinjaAPI) -> None:
    """Let `api` answer refused parameters as problems. Anything unforeseen goes on to the gate."""

    def refused(
        request: HttpRequest, error: ParametersRefusedError | type[ParametersRefusedError]
    ) -> HttpResponse:
        return invalid_parameters(getattr(error, "faults", ()))

    def invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
        return invalid_parameters(faults_of(getattr(error, "errors", ())))

    def failed(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        raise error

    api.add_exception_handler(ParametersRefusedError, refused)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(Exception, failed)
