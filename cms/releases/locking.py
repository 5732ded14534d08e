"""The order in which rows are locked, so that no two transactions wait for each other.

    request -> signature -> link
    release -> its calendar entry -> the ledger's head -> requests -> the head of the log of acts

Whoever needs several takes them in this order. Planning and printing take only the last ones, so an act that does
something else besides (a calendar entry that is printed, an example that is removed) takes the ledger's head itself,
before it plans: planning records, and the log's head comes last (cms/audit/services.py).
"""

from __future__ import annotations

from cms.ledger.models import LedgerHead


def lock_ledger() -> None:
    """Take the ledger's head for the rest of the transaction."""
    LedgerHead.objects.get_or_create(id=1)
    LedgerHead.objects.select_for_update().get(id=1)
