"""Tells shared caches what to forget: a reader of the ledger for each. See docs/operations.md."""
