"""Registers the item types of this app with the ledger."""

from cms.briefings.payload import item_type as briefing
from cms.ledger import registry
from cms.messages.payload import item_type as message
from cms.releases.calendar_payload import item_type as calendar
from cms.taxonomy.payload import term_types

for _item_type in (message, briefing, calendar, *term_types()):
    registry.register(_item_type)
