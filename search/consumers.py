"""Registers this app's readers of the ledger. No logic."""

from cms.ledger.consumers import register
from search.following import consumers

for consumer in consumers():
    register(consumer)
