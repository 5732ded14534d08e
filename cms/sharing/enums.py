"""Kinds of shares, where a share stands, and what happens to it."""

from __future__ import annotations

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Whom something is shown to."""

    PREVIEW = "preview", _("förhandsvisning för kollega eller annan myndighet")
    EARLY_ACCESS = "early_access", _("förhandsläsning under embargo för pressen")


class Act(models.TextChoices):
    """What happened to a share. The values are the codes in the archive's export and never change."""

    CREATED = "share.created", _("delat")
    OPENED = "share.opened", _("öppnat")
    DOWNLOADED = "share.downloaded", _("fil hämtad")
    EXTENDED = "share.extended", _("förlängt")
    REVOKED = "share.revoked", _("återkallat")
    GRANTED = "early_access.granted", _("förhandsläsning beviljad")
    TERMS_ACCEPTED = "early_access.terms_accepted", _("embargo godtaget")
    READ = "early_access.read", _("sida läst under embargo")
    PRESS_DOWNLOADED = "early_access.downloaded", _("märkt fil hämtad under embargo")
    FROZEN = "early_access.frozen", _("all förhandsläsning fryst")
    UNFROZEN = "early_access.unfrozen", _("förhandsläsningen öppnad igen")


class Standing(Enum):
    """What a link opens now."""

    OPEN = "open"
    #: Unknown, expired, revoked, frozen or cancelled: all answered alike.
    CLOSED = "closed"
    #: What it showed is out.
    RELEASED = "released"
    #: What it showed is no longer what will be released.
    CHANGED = "changed"
