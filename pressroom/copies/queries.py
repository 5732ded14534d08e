"""What the desk shows of pages and of what was found there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.models import CurrentEdition
from pressroom.copies.enums import FLAGGED, CopyState
from pressroom.copies.models import FoundCopy, PartnerPage
from pressroom.partners.models import Partner
from pressroom.partners.reaching import titles_of


@dataclass(frozen=True)
class Standing:
    """One page with what was found on it, the worst first. `worst` is None where there is nothing of ours."""

    page: PartnerPage
    found: list[FoundCopy]

    @property
    def worst(self) -> CopyState | None:
        """The state of what needs somebody most."""
        return CopyState(self.found[0].state) if self.found else None

    @property
    def is_flagged(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.page.failing_since) or self.worst in FLAGGED


def list_pages(partner: Partner | None = None, *, only_flagged: bool = False) -> list[Standing]:
    """Return pages with what was found, what needs somebody first. Two queries."""
    rows = PartnerPage.objects.select_related("partner").prefetch_related("found")
    if partner is not None:
        rows = rows.filter(partner=partner)
    if only_flagged:
        rows = _flagged(rows)
    standings = [standing_of(page) for page in rows]
    return sorted(standings, key=lambda one: (not one.is_flagged, _rank(one.worst)))


def standing_of(page: PartnerPage) -> Standing:
    """Return one page with what was found on it."""
    return Standing(
        page, sorted(page.found.all(), key=lambda row: (_rank(row.state), row.item, row.language))
    )


def count_pages(partner: Partner) -> tuple[int, int]:
    """Return how many pages a partner has, and how many of them somebody should look at. Two queries."""
    rows = PartnerPage.objects.filter(partner=partner)
    return rows.count(), _flagged(rows).count()


def list_copies(item: str) -> list[FoundCopy]:
    """Return where a text was found, or should have been, the worst first. One query."""
    rows = FoundCopy.objects.filter(item=item).select_related("page__partner")
    return sorted(rows, key=lambda row: (_rank(row.state), row.page.partner.name, row.page.url))


def titles_in(standings: Iterable[Standing]) -> dict[str, str]:
    """Return the titles of all texts on some pages, by public id. One query."""
    rows = list(standings)
    return titles_of(
        {row.item for one in rows for row in one.found} | {i for one in rows for i in one.page.expected}
    )


def newest_numbers(items: Iterable[str]) -> dict[tuple[str, str], int]:
    """Return the number of the newest edition of texts, by public id and language. One query."""
    rows = CurrentEdition.objects.filter(public_id__in=set(items), item_type__in=NEWS_TYPES)
    return {
        (item, language): number
        for item, language, number in rows.values_list("public_id", "language", "number")
    }


def _flagged(rows: QuerySet[PartnerPage]) -> QuerySet[PartnerPage]:
    return rows.filter(Q(failing_since__isnull=False) | Q(found__state__in=FLAGGED)).distinct()


def _rank(state: str | None) -> int:
    return len(CopyState) if state is None else CopyState.values.index(state)
