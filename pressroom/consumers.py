"""Registers this app's readers of the ledger. No logic."""

from cms.ledger.consumers import Consumer, register
from pressroom.copies import consumer as copies
from pressroom.purging import consumer as purging
from pressroom.webhooks import queueing, sender
from pressroom.websub import consumer as websub

register(Consumer(queueing.POSITION, sender.turn))
copies.register_all()
purging.register_all()
websub.register_all()
