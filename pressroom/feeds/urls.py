"""Addresses of feeds, one per language and kind, and of the calendar."""

from __future__ import annotations

from django.urls import path

from pressroom.feeds.announcements import FILE_NAME
from pressroom.feeds.kinds import KINDS
from pressroom.feeds.views import show_calendar, show_feed

app_name = "feeds"
urlpatterns = [
    path(f"<slug:language>/{kind.file_name}", show_feed, {"kind": kind}, name=kind.code) for kind in KINDS
]
urlpatterns.append(path(f"<slug:language>/{FILE_NAME}", show_calendar, name="calendar"))
