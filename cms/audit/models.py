"""Tables of the log. Written by `services.py` only; the database refuses to change or delete an entry.

No foreign key to a user, an organisation or an item: who is named here stays named when the row is gone, and a
deletion elsewhere never has to touch the log.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

import orjson

from cms.audit.enums import Act


class AuditEntry(models.Model):
    """One row per act.

    Always true: `seq` counts 1, 2, 3 ... in commit order; a row never changes and never goes (triggers in migration
    0005). `readers` and `facts` are canonical JSON text, so that their bytes are those in the chain.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("tid"), help_text="By the database's clock, to the millisecond.")
    act = models.CharField(_("händelse"), max_length=40, choices=Act.choices)
    actor_id = models.BigIntegerField(null=True, help_text="The user's id, if it was one. Not a reference.")
    actor_name = models.CharField(_("vem"), max_length=320, blank=True, help_text="Empty: the system.")
    actor_organisation = models.CharField(
        max_length=255, blank=True, help_text="Of a person without account, as text."
    )
    actor_email = models.CharField(max_length=254, blank=True, help_text="Of a person without account.")
    subject_type = models.CharField(max_length=32, help_text="An item type, or `release`.")
    subject_key = models.UUIDField()
    subject_title = models.CharField(_("vad"), max_length=255, blank=True)
    organisation = models.CharField(
        _("organisation"), max_length=80, blank=True, help_text="Code of the one for which it was done."
    )
    readers = models.TextField(help_text="Codes of the organisations that may see the entry; as AuditReader.")
    facts = models.TextField(help_text="What else is worth knowing: keys, digests, counts. Never a text.")
    chain = models.CharField(max_length=64, help_text="SHA-256 over the former entry's chain and this row.")

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        indexes = [
            models.Index(fields=["subject_key", "-seq"], name="audit_by_subject"),
            models.Index(fields=["act", "-seq"], name="audit_by_act"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.subject_title}"

    def read_facts(self) -> dict[str, Any]:
        """Return the facts as a dictionary."""
        facts: dict[str, Any] = orjson.loads(self.facts)
        return facts

    def read_readers(self) -> list[str]:
        """Return the codes of the organisations that may see the entry."""
        readers: list[str] = orjson.loads(self.readers)
        return readers


class AuditReader(models.Model):
    """One row per entry and organisation that may see it: `AuditEntry.readers` again, so that it can be looked up."""

    entry = models.ForeignKey(
        AuditEntry, on_delete=models.PROTECT, related_name="reader_rows", db_index=False
    )
    organisation = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "organisation"], name="one_reader_of_an_entry")
        ]
        indexes = [models.Index(fields=["organisation", "-entry"], name="audit_by_reader")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.organisation}"


class AuditHead(models.Model):
    """One row, id 1: the newest `seq`. Locked by whoever records, after every other lock it needs."""

    seq = models.BigIntegerField(default=0)
    chain = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_log_has_one_head")]

    def __str__(self) -> str:
        return f"audit log at {self.seq}"
