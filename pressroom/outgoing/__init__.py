"""Requests to addresses that other people gave us: webhooks, hubs, partners' pages. The only door out (client.py).

See docs/features/outgoing.md for what is refused and why.
"""
