"""Everything public. Reads the ledger and nothing else. See docs/architecture.md."""
