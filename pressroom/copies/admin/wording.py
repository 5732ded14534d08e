"""How a page and what was found on it are told at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.common.languages import LANGUAGES
from cms.common.wording import in_words
from pressroom.copies.enums import FLAGGED, CopyState, Trouble
from pressroom.copies.models import FoundCopy, PartnerPage
from pressroom.copies.queries import Standing
from pressroom.outgoing.enums import Failure, Refusal


@dataclass(frozen=True)
class ToldCopy:
    """One text on a page, in words. `passages` are its differences from the newest edition."""

    item: str
    title: str
    language: str
    state: str
    is_flagged: bool
    more: str
    since: str
    passages: list[list[dict[str, str]]]


@dataclass(frozen=True)
class ToldPage:
    """One page, in words. `trouble` is empty while it can be read."""

    page: PartnerPage
    is_flagged: bool
    trouble: str
    read: str
    due: str
    copies: list[ToldCopy]


def tell_page(
    standing: Standing, titles: Mapping[str, str], newest: Mapping[tuple[str, str], int]
) -> ToldPage:
    """Return a page in words."""
    page = standing.page
    return ToldPage(
        page=page,
        is_flagged=standing.is_flagged,
        trouble=tell_trouble(page),
        read=in_words(page.reached_at) if page.reached_at else "",
        due=in_words(page.due_at),
        copies=[tell_copy(row, titles, newest) for row in standing.found],
    )


def tell_copy(row: FoundCopy, titles: Mapping[str, str], newest: Mapping[tuple[str, str], int]) -> ToldCopy:
    """Return what was found of one text, in words."""
    language = LANGUAGES.get(row.language)
    return ToldCopy(
        item=row.item,
        title=titles.get(row.item, "") or (row.item or _("En lista med nyheter")),
        language=language.swedish_name if language else "",
        state=str(CopyState(row.state).label),
        is_flagged=row.state in FLAGGED,
        more=_more(row, newest.get((row.item, row.language))),
        since=in_words(row.since),
        passages=[[{"kind": kind, "text": text} for kind, text in pieces] for pieces in row.passages],
    )


def tell_trouble(page: PartnerPage) -> str:
    """Return why a page can't be read and since when, or nothing."""
    if not page.failing_since:
        return ""
    labels: dict[str, Any] = {one.value: one.label for kind in (Trouble, Failure, Refusal) for one in kind}
    why = str(labels.get(page.trouble, page.trouble))
    status = f" ({page.status})" if page.status else ""
    said = {"why": why.removesuffix("."), "status": status, "since": in_words(page.failing_since)}
    return _("Kan inte läsas sedan %(since)s. %(why)s%(status)s.") % said


def _more(row: FoundCopy, newest: int | None) -> str:
    if row.state in {CopyState.EARLIER, CopyState.ALTERED} and row.number and newest:
        numbers = {"number": row.number, "newest": newest}
        if row.state == CopyState.ALTERED and row.number == newest:
            return _("närmast utgåva %(number)s, som gäller") % numbers
        if row.state == CopyState.ALTERED:
            return _("närmast utgåva %(number)s, nu gäller %(newest)s") % numbers
        return _("utgåva %(number)s, nu gäller %(newest)s") % numbers
    return _("en del av texten") if row.state == CopyState.CURRENT and row.is_part else ""
