"""Registers this app's readers of the ledger. No logic."""
