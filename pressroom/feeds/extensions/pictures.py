"""Media RSS with what feedgen's own extension leaves out: the text instead of the picture, and who took it."""

from __future__ import annotations

from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension

from pressroom.feeds.content import Picture
from pressroom.feeds.extensions.elements import add

NAMESPACE = "http://search.yahoo.com/mrss/"


class PicturesExtension(BaseExtension):
    """Declares the namespace on the feed."""

    def extend_ns(self) -> dict[str, str]:
        """Return the prefix and its namespace."""
        return {"media": NAMESPACE}


class PicturesEntryExtension(BaseEntryExtension):
    """Writes an entry's picture. Fill it with `show`."""

    def __init__(self) -> None:
        self._picture: Picture | None = None

    def show(self, picture: Picture) -> None:
        """Set the picture."""
        self._picture = picture

    def extend_rss(self, item: Any) -> Any:
        """Add the picture to an RSS item."""
        return self._extend(item)

    def extend_atom(self, entry: Any) -> Any:
        """Add the picture to an Atom entry."""
        return self._extend(entry)

    def _extend(self, element: Any) -> Any:
        picture = self._picture
        if picture is None:
            return element
        facts = {
            "url": picture.url,
            "fileSize": str(picture.size),
            "type": picture.media_type,
            "medium": "image",
            "width": str(picture.width or ""),
            "height": str(picture.height or ""),
        }
        content = add(element, f"{{{NAMESPACE}}}content", facts)
        if picture.alt:
            add(content, f"{{{NAMESPACE}}}description", {"type": "plain"}, picture.alt)
        if picture.credit:
            add(content, f"{{{NAMESPACE}}}credit", {}, picture.credit)
        return element
