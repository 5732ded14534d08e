"""The order in which rows are locked, so that no two transactions wait for each other.

    request -> signature -> link
    an item's pages -> request -> the head of the log of acts
    release -> its calendar entry -> the ledger's head -> requests -> the head of the log of acts

Whoever needs several takes them in this order. Planning and printing take only the last ones, so an act that does
something else besides (a calendar entry that is printed, an example that is removed) takes the ledger's head itself,
before it plans: planning records, and the log's head comes last (cms/audit/services.py).
"""

from __future__ import annotations

import uuid

from wagtail.models import Page

from cms.ledger.models import LedgerHead


def lock_ledger() -> None:
    """Take the ledger's head for the rest of the transaction."""
    LedgerHead.objects.get_or_create(id=1)
    LedgerHead.objects.select_for_update().get(id=1)


def lock_drafts(item_key: uuid.UUID) -> None:
    """Take an item's pages in all languages for the rest of the transaction; references to them are not held up.

    Who saves a version records it, and so holds the log's head: asking, which may save and then opens a request, would
    wait for another that has opened one and wants to record it.
    """
    pages = Page.objects.select_for_update(no_key=True).filter(translation_key=item_key).order_by("pk")
    list(pages.values_list("pk"))
