"""Puts the question whether this has been said before into Wagtail's admin."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wagtail import hooks

from search.similar.admin import views


@hooks.register("register_admin_urls")
def addresses_of_similar() -> list[URLPattern | URLResolver]:
    """Mount it at /admin/sagt-forut/."""
    patterns = [path("", views.look, name="look")]
    return [path("sagt-forut/", include((patterns, "said_before")))]


@hooks.register("insert_editor_js")
def scripts() -> SafeString:
    """Add the script that asks while an editor writes."""
    return format_html('<script src="{}" defer></script>', static("search/said_before.js"))
