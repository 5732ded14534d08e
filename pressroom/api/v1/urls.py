"""Addresses below /api/v1/."""

from __future__ import annotations

from django.urls import path, re_path

from pressroom.api.v1 import deliveries, proofs, reach, search
from pressroom.api.v1.docs import docs_page
from pressroom.api.v1.errors import unknown_path
from pressroom.api.v1.gate import asked_anew, guard_all, guarded
from pressroom.api.v1.openapi import openapi_json
from pressroom.api.v1.payload_schema import schema_page
from pressroom.api.v1.views import FOLLOWS_CLOCK, MAY_WAIT, api

_NOT_FROM_LEDGER = frozenset().union(*(part.NOT_FROM_LEDGER for part in (proofs, reach, deliveries, search)))

app_name = "api-v1"
urlpatterns = [
    *guard_all(
        api.urls[0],
        follows_clock=FOLLOWS_CLOCK,
        not_from_ledger=_NOT_FROM_LEDGER,
        may_wait=MAY_WAIT,
    ),
    path("openapi.json", asked_anew(openapi_json), name="openapi"),
    path("schemas/<slug:name>.json", asked_anew(schema_page), name="schema"),
    path("docs/", asked_anew(docs_page), name="docs"),
    re_path(r"^(?P<rest>[\s\S]*)$", guarded(unknown_path)),
]
