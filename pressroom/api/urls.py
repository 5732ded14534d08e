"""Addresses below /api/. Whatever is not one of them is answered in JSON, never with a page."""

from __future__ import annotations

from django.urls import include, path, re_path

from pressroom.api.v1.errors import unknown_path
from pressroom.api.v1.gate import guarded

app_name = "api"
urlpatterns = [
    path("v1/", include("pressroom.api.v1.urls")),
    # Line feeds, too (%0A in the address), which a plain dot leaves to the pages.
    re_path(r"^(?P<rest>[\s\S]*)$", guarded(unknown_path)),
]
