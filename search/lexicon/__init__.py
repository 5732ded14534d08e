"""Swedish words that the ledger uses on their own: what compounds are cut by, beside the list."""
