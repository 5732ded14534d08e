"""Gathers the applets' models; no logic here."""

from search.attachments.models import AttachmentText
from search.database.models import (
    Anchor,
    GoneDocument,
    IndexedDocument,
    IndexedFacet,
    IndexedText,
    IndexedWord,
    IndexState,
    KeptQuery,
    WordGram,
)
from search.lexicon.models import SeenWord
from search.saved.models import SavedMatch, SavedSearch
from search.synonyms.models import Synonyms

__all__ = [
    "Anchor", "AttachmentText", "GoneDocument", "IndexState", "IndexedDocument", "IndexedFacet", "IndexedText",
    "IndexedWord", "KeptQuery", "SavedMatch", "SavedSearch", "SeenWord", "Synonyms", "WordGram",
]  # fmt: skip
