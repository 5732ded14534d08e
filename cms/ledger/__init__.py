"""The ledger: append-only editions and the current view derived from them. Plain Django, no Wagtail."""
