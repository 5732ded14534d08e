"""Rich text as the public gets it: Wagtail's storage format resolved, then only what we allow."""

from __future__ import annotations

from wagtail.rich_text import expand_db_html

import nh3

from cms.common.text import clean

_TAGS = {"p", "br", "b", "strong", "i", "em", "ol", "ul", "li", "a", "h3", "h4"}


def expand(source: str) -> str:
    """Return safe HTML: headings from h3, lists, emphasis and http(s)/mailto/tel links, nothing else.

    Links to workshop pages lose their target, since the workshop has no public address.
    """
    return nh3.clean(
        expand_db_html(clean(source)),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
