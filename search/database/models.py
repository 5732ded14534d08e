"""Tables of the index. All derived: `manage.py search reindex` makes them anew from the ledger.

There are two slots, 0 and 1. One answers; a rebuild fills the other and then they change places. A document's id is
twice its `first_seq`, plus its slot, so that the order of ids is the order of time, also inside of the full text.

On SQLite the words stand in the virtual table `search_fulltext` (migration 0002), whose rowid is the document's id.
"""

from __future__ import annotations

from django.db import models

from search.database.fields import VectorField


class IndexState(models.Model):
    """One row, id 1: which slot answers, and up to which `seq` it holds everything. Locked by whoever writes.

    `build` names the rebuild that is filling the other slot; empty when there is none.
    """

    slot = models.PositiveSmallIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    build = models.CharField(max_length=36, blank=True)
    searches_mark = models.CharField(max_length=60, blank=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="search_has_one_state")]

    def __str__(self) -> str:
        return f"slot {self.slot} at {self.position}"


class IndexedDocument(models.Model):
    """One row per item and language in a slot: what hits are made of, besides their texts."""

    id = models.BigIntegerField(primary_key=True)
    slot = models.PositiveSmallIntegerField()
    document_id = models.CharField(max_length=60)
    item_key = models.UUIDField()
    language = models.CharField(max_length=12)
    seq = models.BigIntegerField()
    item_type = models.CharField(max_length=24)
    public_id = models.CharField(max_length=80)
    is_news = models.BooleanField()
    vector = VectorField(null=True)

    class Meta:
        verbose_name = "indexerat dokument"
        verbose_name_plural = "indexerade dokument"
        constraints = [
            models.UniqueConstraint(fields=["slot", "document_id"], name="search_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} at {self.seq}"


class IndexedText(models.Model):
    """One row per document: its texts as written, for titles and snippets. Apart, so that finding reads none of it."""

    document = models.OneToOneField(
        IndexedDocument, primary_key=True, on_delete=models.CASCADE, related_name="text"
    )
    title = models.TextField()
    summary = models.TextField()
    terms = models.TextField()
    body = models.TextField()
    attachments = models.TextField()

    def __str__(self) -> str:
        return self.title


class IndexedFacet(models.Model):
    """One row per facet and code of a document, for counting."""

    document = models.ForeignKey(IndexedDocument, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=12)
    code = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.name}={self.code}"


class GoneDocument(models.Model):
    """One row per withdrawn or deleted item and language in a slot: nothing up to this `seq` comes back."""

    slot = models.PositiveSmallIntegerField()
    document_id = models.CharField(max_length=60)
    seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "document_id"], name="search_gone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} gone at {self.seq}"


class IndexedWord(models.Model):
    """One row per word of a language in a slot's documents, for mending words that nothing has.

    Counted, so that a word which only withdrawn texts had is never proposed.
    """

    slot = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    documents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "word", "language"], name="search_word_once"),
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.language}): {self.documents}"


class WordGram(models.Model):
    """One row per three letters in a row of a word: what similar words share."""

    word = models.ForeignKey(IndexedWord, on_delete=models.CASCADE, related_name="grams")
    gram = models.CharField(max_length=3, db_index=True)

    def __str__(self) -> str:
        return self.gram


class KeptQuery(models.Model):
    """One row per saved search that new documents are held against."""

    search_id = models.CharField(max_length=60, primary_key=True)
    text = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12)
    facets = models.JSONField(default=dict)
    news_only = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text


class Anchor(models.Model):
    """One row per stem or flag without any of which a document can't match a kept query."""

    query = models.ForeignKey(KeptQuery, on_delete=models.CASCADE, related_name="anchors")
    word = models.CharField(max_length=100, db_index=True)

    def __str__(self) -> str:
        return self.word
