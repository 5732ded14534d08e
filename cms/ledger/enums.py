"""Words with a stored value: what an edition does, and what can be printed."""

from django.db import models


class EditionKind(models.TextChoices):
    """What an edition does to the item it belongs to."""

    PUBLISHED = "published", "publicerad"
    REFRESHED = "refreshed", "uppdaterat namn"
    CORRECTED = "corrected", "rättad"
    WITHDRAWN = "withdrawn", "tillbakadragen"
    DELETED = "deleted", "borttagen"


#: Kinds after which the item is no longer readable.
GONE = frozenset({EditionKind.WITHDRAWN, EditionKind.DELETED})


def can_go_away(now: str, kind: str) -> bool:
    """Whether an item whose newest edition is of kind `now` can be taken away by `kind`.

    What is readable can; what is withdrawn can still be deleted, which takes its title away too.
    """
    return now not in GONE or (now == EditionKind.WITHDRAWN and kind == EditionKind.DELETED)


class Dimension(models.TextChoices):
    """What lists can be narrowed by. The value is the query parameter's name everywhere."""

    AREA = "area", "område"
    GOAL = "goal", "mål"
    ORGANISATION = "organisation", "organisation"
    AUDIENCE = "audience", "målgrupp"
    TAG = "tag", "ämne"
    PLACE = "place", "plats"
