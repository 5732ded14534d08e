"""Tables of the ledger. Editions are written by `append.py` only; the database refuses to change or delete them.

Everything else here is derived from the editions and can be rebuilt (`manage.py ledger rebuild`).
"""

from __future__ import annotations

from typing import Any

from django.db import models

import orjson

from cms.ledger import addresses
from cms.ledger.enums import GONE, Dimension, EditionKind


class Edition(models.Model):
    """One row per printed state of an item in one language.

    Always true: `seq` counts 1, 2, 3 ... over all editions in commit order; a row never changes and never goes
    (triggers in migration 0003); none is unsigned. `payload` and `statement` are canonical JSON text, not JSON
    columns: a database may re-order or re-number JSON, and then the bytes would no longer have this digest.
    """

    seq = models.BigIntegerField(primary_key=True)
    item_key = models.UUIDField()
    language = models.CharField(max_length=12)
    item_type = models.CharField(max_length=24)
    public_id = models.CharField(max_length=80)
    number = models.PositiveIntegerField(help_text="Counted from 1 per item and language.")
    kind = models.CharField(max_length=12, choices=EditionKind.choices)
    note = models.TextField(blank=True, help_text="What was corrected, or why it was withdrawn. Public.")
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    release_key = models.UUIDField()
    released_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical payload.")
    chain = models.CharField(max_length=64, help_text="SHA-256 over the former edition's chain and this row.")
    payload = models.TextField()
    statement = models.TextField(help_text="Who agreed, when, to which digest: canonical JSON (proofs.py).")
    signature = models.CharField(max_length=86, help_text="Ed25519 over the statement's bytes, in base64url.")

    class Meta:
        verbose_name = "utgåva"
        verbose_name_plural = "utgåvor"
        constraints = [
            models.UniqueConstraint(fields=["item_key", "language", "number"], name="edition_numbered_once"),
            models.CheckConstraint(
                condition=~models.Q(statement="") & ~models.Q(signature=""), name="edition_is_signed"
            ),
        ]
        indexes = [models.Index(fields=["released_at", "seq"], name="edition_by_time")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.item_type}/{self.public_id} {self.language}"

    @property
    def is_gone(self) -> bool:
        """Whether this edition takes the item away."""
        return self.kind in GONE

    def path(self) -> str:
        """Return this edition's own stable path."""
        return addresses.edition_path(
            item_type=self.item_type, language=self.language, public_id=self.public_id, number=self.number
        )


class ProofKey(models.Model):
    """One row per key that has been taken into use: its public half. Written by `keys.py` only.

    Always true: a row never changes and never goes (triggers in migration 0006), so that old proofs can be verified;
    at most one key has no retirement, and that one signs.
    """

    key_id = models.CharField(max_length=43, primary_key=True, help_text="Thumbprint, RFC 7638.")
    public_key = models.CharField(max_length=43, help_text="In base64url.")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.key_id


class ProofKeyRetirement(models.Model):
    """One row per key that signs no more. Written by `keys.py` only, and as unchangeable as the key.

    `last_seq` bounds what the key can vouch for: whoever steals a retired key can't sign what came later.
    """

    key = models.OneToOneField(
        ProofKey, primary_key=True, on_delete=models.PROTECT, related_name="retirement"
    )
    at = models.DateTimeField()
    last_seq = models.BigIntegerField(help_text="The newest edition when the key retired.")

    def __str__(self) -> str:
        return f"{self.key_id} until {self.last_seq}"


class LedgerHead(models.Model):
    """One row, id 1: the newest `seq`. Locked by whoever appends, so that `seq` is gap-free in commit order."""

    seq = models.BigIntegerField(default=0)
    chain = models.CharField(max_length=64, blank=True)
    moved_at = models.DateTimeField(null=True)
    base_url = models.CharField(
        max_length=200,
        blank=True,
        help_text="The public address that the current view's finished texts start with.",
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_has_one_head")]

    def __str__(self) -> str:
        return f"ledger at {self.seq}"


class ConsumerPosition(models.Model):
    """One row per reader of the ledger (`consumers.py`): the last `seq` that it is done with."""

    name = models.CharField(max_length=40, primary_key=True)
    seq = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.seq}"


class CurrentEdition(models.Model):
    """One row per item and language: its newest edition, finished for reading. Derived.

    `first_seq` is the seq of the edition that made the item public; lists and cursors go by it, so a correction
    never moves an item. `card` and `document` are finished JSON texts with absolute addresses (documents.py).
    """

    seq = models.BigIntegerField(primary_key=True)
    item_key = models.UUIDField()
    language = models.CharField(max_length=12)
    item_type = models.CharField(max_length=24)
    public_id = models.CharField(max_length=80)
    slug = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=12, choices=EditionKind.choices)
    number = models.PositiveIntegerField()
    is_listed = models.BooleanField(help_text="News that lists show: not a term, not gone.")
    is_example_data = models.BooleanField(default=False)
    sort_order = models.IntegerField(default=0)
    first_seq = models.BigIntegerField()
    first_released_at = models.DateTimeField()
    released_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="As released_at, but not moved by a refreshed name.")
    corrections = models.JSONField(default=list, help_text="Of the item's present public life, oldest first.")
    digest = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    card = models.TextField()
    document = models.TextField()

    class Meta:
        verbose_name = "gällande utgåva"
        verbose_name_plural = "gällande utgåvor"
        constraints = [
            models.UniqueConstraint(fields=["item_key", "language"], name="one_current_edition"),
            models.UniqueConstraint(
                fields=["item_type", "public_id", "language"], name="one_current_address"
            ),
        ]
        indexes = [
            models.Index(fields=["is_listed", "language", "-first_seq"], name="current_listing"),
            models.Index(
                fields=["is_listed", "language", "item_type", "-first_seq"], name="current_listing_type"
            ),
            models.Index(fields=["item_type", "language", "sort_order"], name="current_terms"),
        ]

    def __str__(self) -> str:
        return f"{self.item_type}/{self.public_id} {self.language} at {self.seq}"

    @property
    def is_gone(self) -> bool:
        """Whether the item has been withdrawn or deleted."""
        return self.kind in GONE

    @property
    def path(self) -> str:
        """Return the item's path."""
        return addresses.item_path(
            item_type=self.item_type, language=self.language, public_id=self.public_id, slug=self.slug
        )

    def read_card(self) -> dict[str, Any]:
        """Return the finished summary as a dictionary."""
        card: dict[str, Any] = orjson.loads(self.card)
        return card

    def read_document(self) -> dict[str, Any]:
        """Return the finished document as a dictionary."""
        document: dict[str, Any] = orjson.loads(self.document)
        return document


class CurrentFacet(models.Model):
    """One row per value that a current listed item can be found by. Derived.

    `language`, `item_type` and `first_seq` are repeated here so that one index range is a finished, ordered list.
    """

    current = models.ForeignKey(CurrentEdition, on_delete=models.CASCADE, related_name="facets")
    dimension = models.CharField(max_length=12, choices=Dimension.choices)
    value = models.CharField(max_length=80)
    language = models.CharField(max_length=12)
    item_type = models.CharField(max_length=24)
    first_seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["current", "dimension", "value"], name="one_facet_value"),
        ]
        indexes = [
            models.Index(fields=["language", "dimension", "value", "-first_seq"], name="facet_listing"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}={self.value}"


class ListedChange(models.Model):
    """One row per list in which an item's latest correction or removal is to be told. Derived.

    Lists go by when an item became public. Whoever follows their first page only would miss the correction of what
    stands further back, and every removal: this is the order of changes beside the order of news. The lists are those
    of the item's facets, and the one of everything (`dimension` and `value` empty). What is gone has no facets any
    more; here it keeps those it had, so that its removal is told where it was found and nowhere else.
    """

    current = models.ForeignKey(CurrentEdition, on_delete=models.CASCADE, related_name="listed_changes")
    dimension = models.CharField(max_length=12, blank=True)
    value = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=12)
    item_type = models.CharField(max_length=24)
    seq = models.BigIntegerField(help_text="The edition that corrected or removed it; no refreshed name.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["current", "dimension", "value"], name="one_listed_change"),
        ]
        indexes = [
            models.Index(fields=["language", "dimension", "value", "-seq"], name="listed_change_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} in {self.dimension or 'all'}={self.value}"


class PublicFile(models.Model):
    """One row per file that a readable edition carries: the right to be served. Derived.

    No row, no bytes: originals, renditions and attachments alike answer 404 without one.
    """

    seq = models.BigIntegerField(help_text="The edition that carries it.")
    item_key = models.UUIDField()
    language = models.CharField(max_length=12)
    asset = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    is_current = models.BooleanField(
        help_text="Carried by the item's newest edition, not only by a former one."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seq", "asset", "sha256", "name"], name="one_file_of_edition"),
        ]
        indexes = [
            models.Index(fields=["asset", "name", "-seq"], name="file_by_asset"),
            models.Index(fields=["item_key", "language"], name="file_by_item"),
        ]

    def __str__(self) -> str:
        return f"{self.asset}/{self.name}"
