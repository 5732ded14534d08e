"""Registers the item types of this app with the ledger."""

from cms.ledger import registry
from examples.stories.payload import item_type

registry.register(item_type)
