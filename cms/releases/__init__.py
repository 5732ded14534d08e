"""Releases: what goes out together at one instant, or not at all. The only way into the ledger."""
