"""The public API: JSON over the ledger, one folder per version. See docs/api.md."""
