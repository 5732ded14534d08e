"""Registers this app's readers of the ledger. No logic."""

from cms.ledger.consumers import Consumer, register
from pressroom.webhooks import queueing, sender

register(Consumer(queueing.POSITION, sender.turn))
