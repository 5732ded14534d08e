"""The one table of counts. Written by `storing.py` alone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pressroom.reach.enums import Channel


class ReachCount(models.Model):
    """One row per Swedish day, channel, item and source.

    No foreign keys, and no number of its own: the public's database account adds rows here and reads little else.
    """

    pk = models.CompositePrimaryKey("day", "channel", "item", "source")
    day = models.DateField(_("dag"))
    channel = models.CharField(_("kanal"), max_length=10, choices=Channel.choices)
    item = models.CharField(
        max_length=10, blank=True, help_text="Public id; empty for lists, feeds and other answers as a whole."
    )
    source = models.CharField(
        max_length=260,
        blank=True,
        help_text="`key:7`, `partner:3`, `host:www.example.org`, or empty: not known.",
    )
    count = models.BigIntegerField(_("antal"))

    class Meta:
        indexes = [
            models.Index(fields=["item", "day"], name="reach_by_item"),
            models.Index(fields=["source", "day"], name="reach_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.channel} {self.item} {self.source}: {self.count}"
