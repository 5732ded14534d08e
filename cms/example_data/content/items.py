"""All invented items, in the order they are written. The loader sorts them by time."""

from cms.example_data.content import (
    briefings_places,
    briefings_services,
    examples_places,
    examples_youth,
    messages_parties,
    messages_places,
    messages_residents,
)
from cms.example_data.shapes import Item

ITEMS: tuple[Item, ...] = (
    *messages_residents.ITEMS,
    *messages_places.ITEMS,
    *messages_parties.ITEMS,
    *briefings_places.ITEMS,
    *briefings_services.ITEMS,
    *examples_youth.ITEMS,
    *examples_places.ITEMS,
)
