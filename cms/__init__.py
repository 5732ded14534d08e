"""The workshop and the ledger: where items are written, agreed, released and printed. See docs/architecture.md."""
