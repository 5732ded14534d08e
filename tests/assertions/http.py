"""Assertions on HTTP answers that every public surface keeps to."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext


def assert_conditional(client: Client, url: str) -> str:
    """Check 200 with a strong ETag, 304 without body, HEAD with the same headers; return the ETag."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.content[:500])
    etag = response.headers["ETag"]
    assert etag.startswith('"')
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies

    again = client.get(url, headers={"If-None-Match": f'"other", {etag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag

    head = client.head(url)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["ETag"] == etag
    assert head.headers["Content-Type"] == response.headers["Content-Type"]
    return etag


def assert_problem(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """Check an RFC 9457 problem document with a stable code; return it."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content[:500]
    body: dict[str, Any] = response.json()
    assert (response.status_code, body["code"]) == (status, code), body
    assert body["status"] == status
    assert body["type"].endswith(f"#{code}")
    assert body["title"]
    assert body["detail"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return body


def parameter_codes(problem: dict[str, Any]) -> dict[str, str]:
    """Return what is wrong with each parameter, by name."""
    return {error["parameter"]: error["code"] for error in problem["errors"]}


def count_queries(client: Client, url: str, **headers: str) -> int:
    """Return how many queries an answer costs."""
    with CaptureQueriesContext(connection) as captured:
        client.get(url, headers=headers)
    return len(captured)
