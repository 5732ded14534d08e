"""Webhooks: each new edition is told to the addresses that partners gave. See docs/features/webhooks.md."""
