"""What a key is for, and why one is refused."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a key opens beside what is open to all. Each holds the one before it."""

    READ = "read", _("läsa med högre gränser")
    REACH = "reach", _("läsa med högre gränser, och sin egen räckvidd")
    WEBHOOKS = "webhooks", _("som ovan, och loggen över sina egna webhooks")


class Refusal(StrEnum):
    """Why a key is refused. Stable: it is the `code` of the API's answer."""

    INVALID = "invalid_key"
    EXPIRED = "expired_key"
    REVOKED = "revoked_key"
    PAUSED = "paused_partner"
