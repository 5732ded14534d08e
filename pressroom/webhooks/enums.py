"""Words with a stored value. Those in what is sent (`Event`) never change: partners' programs compare them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.ledger.enums import EditionKind


class State(models.TextChoices):
    """Whether an endpoint is sent to."""

    ACTIVE = "active", _("aktiv")
    PAUSED = "paused", _("pausad")
    DISABLED = "disabled", _("avstängd")


class Reason(models.TextChoices):
    """Why an endpoint was disabled."""

    BY_HAND = "by_hand", _("stängdes av här")
    GONE = "gone", _("mottagaren svarade att den inte vill ha mer (410)")
    FAILING = "failing", _("mottagaren har inte svarat på flera dagar")


class Scheme(models.TextChoices):
    """How a message is signed (Standard Webhooks)."""

    SHARED = "v1", _("delad hemlighet (v1, HMAC-SHA256)")
    KEY_PAIR = "v1a", _("nyckelpar (v1a, Ed25519)")


class DeliveryState(models.TextChoices):
    """What became of one message to one endpoint."""

    WAITING = "waiting", _("väntar")
    DELIVERED = "delivered", _("levererad")
    DEAD = "dead", _("gav upp")


#: The message of the test button.
TEST = "webhook.test"
#: Kinds of edition that an endpoint may leave out. Removals are always told: a copy must be taken away.
OPTIONAL_KINDS = (EditionKind.PUBLISHED, EditionKind.REFRESHED, EditionKind.CORRECTED)


def event_of(kind: str) -> str:
    """Return the type of the message about an edition of `kind`, e.g. `edition.corrected`."""
    return f"edition.{kind}"
