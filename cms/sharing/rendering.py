"""What a reader sees: the press room's own pages over the ledger as the release will leave it.

The renderer is named in the settings (`RELEASE_RENDERER`), so that the workshop does not import the press room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string

import orjson

from cms.common.wording import in_words
from cms.ledger.overlay import Overlay, foresee
from cms.ledger.payload import FileRef, files_of
from cms.releases import foreseeing
from cms.sharing.marking.mark import Mark
from cms.sharing.models import Share
from cms.sharing.standing import database_now


class PageLink(Protocol):
    """One page of a preview."""

    name: str
    language: str
    path: str
    is_feed: bool


class PageGroup(Protocol):
    """Pages under a heading."""

    heading: str
    links: Sequence[PageLink]


class Preview(Protocol):
    """What `settings.RELEASE_RENDERER` makes: pressroom/release_preview.py."""

    def render(self, path: str, query: str = "") -> HttpResponse:
        """Return what the public will find at `path`; Http404 when nothing."""

    def render_feed(self, language: str) -> HttpResponse:
        """Return a language's feed as a page."""

    def pages(self) -> Sequence[PageGroup]:
        """Return the pages on which the release shows."""


def preview_of(share: Share, token: str) -> Preview:
    """Return the share's preview. Every page says on top for whom it is, until when, and that it is not public."""
    context = banner_context(share, token)
    make: Callable[..., Preview] = import_string(settings.RELEASE_RENDERER)
    return make(
        overlay_of(share),
        prefix=reverse("shared", args=[token]) + "sida",
        file_url=lambda file: reverse("shared_file", args=[token, file["sha256"], file["name"]]),
        banner=render_to_string("cms/sharing/banner.html", context),
        head=render_to_string("cms/sharing/head.html"),
        comment=mark_of(share).text,
    )


def overlay_of(share: Share) -> Overlay:
    """Return the ledger as the shared versions will leave it, at their release's instant."""
    release = share.content.release
    versions = list(share.content.versions.all())
    payloads = [orjson.loads(version.payload) if version.payload else None for version in versions]
    now = database_now()
    at = max(release.scheduled_at, now) if release else now
    return foresee(foreseeing.foresee(versions, payloads, release=release, at=at), at=at)


def banner_context(share: Share, token: str) -> dict[str, object]:
    """Return what the banner says."""
    release = share.content.release
    return {
        "share": share,
        "home": reverse("shared", args=[token]),
        "until": in_words(share.expires_at),
        "release_at": in_words(release.scheduled_at) if release else "",
    }


def mark_of(share: Share) -> Mark:
    """Return the mark of what the reader takes away."""
    release = share.content.release
    until = in_words(release.scheduled_at if release else share.expires_at)
    return Mark(share.name, share.organisation, share.email, share.short_key, until)


def find_file(share: Share, sha256: str, name: str) -> FileRef | None:
    """Return the file that a shared version carries under this name, or None; nothing else, whatever the digest."""
    for version in share.content.versions.filter(payload__contains=sha256):
        for file in files_of(orjson.loads(version.payload)):
            if (file["sha256"], file["name"]) == (sha256, name):
                return file
    return None
