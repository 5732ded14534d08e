"""Registers this app's readers of the ledger. No logic."""

from cms.ledger.consumers import register
from search.following import consumers
from search.saved.following import consumer as saved_searches

for consumer in [*consumers(), saved_searches()]:
    register(consumer)
