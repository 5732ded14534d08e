"""Search over the ledger's current view. See docs/architecture.md."""
