"""States of a release and what it does to an item."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.ledger.enums import EditionKind


class ReleaseStatus(models.TextChoices):
    """Where a release stands."""

    PLANNED = "planned", _("planerad")
    RELEASED = "released", _("släppt")
    FAILED = "failed", _("misslyckad")
    CANCELLED = "cancelled", _("inställd")


#: States from which a release may still be printed.
PRINTABLE = frozenset({ReleaseStatus.PLANNED, ReleaseStatus.FAILED})


class CalendarStatus(models.TextChoices):
    """What the public calendar says of an announced release."""

    PROVISIONAL = "provisional", _("preliminär")
    CONFIRMED = "confirmed", _("bekräftad")
    CANCELLED = "cancelled", _("inställd")
    RELEASED = "released", _("släppt")


#: States of an entry that still promises something.
ANNOUNCED = frozenset({CalendarStatus.PROVISIONAL, CalendarStatus.CONFIRMED})


class Action(models.TextChoices):
    """What a release does to one item in one language."""

    PUBLISH = "publish", _("publicera")
    CORRECT = "correct", _("rätta")
    WITHDRAW = "withdraw", _("dra tillbaka")
    DELETE = "delete", _("ta bort")


#: Actions that take an item away; they need no draft.
REMOVALS = frozenset({Action.WITHDRAW, Action.DELETE})

#: What printing an action makes of the item's newest edition.
KINDS = {
    Action.PUBLISH: EditionKind.PUBLISHED,
    Action.CORRECT: EditionKind.CORRECTED,
    Action.WITHDRAW: EditionKind.WITHDRAWN,
    Action.DELETE: EditionKind.DELETED,
}
