"""In which languages a list has anything: what an empty list leads to. Read through `queries`."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists

from cms.common import languages
from cms.ledger.enums import GONE
from cms.ledger.models import CurrentEdition, LedgerHead
from cms.ledger.overlay import ahead
from cms.ledger.surrogates import list_of_type, note


def list_present_languages(item_types: Collection[str]) -> list[str]:
    """Return the languages in which anything of these types can be read, in the order of our languages. One query.

    Each language is asked for one row of an index, so the cost does not grow with the ledger.
    """
    note(*(list_of_type(code, item_type) for code in languages.LANGUAGES for item_type in item_types))
    overlay = ahead()
    asked = {}
    for code in languages.LANGUAGES:
        rows = CurrentEdition.objects.filter(item_type__in=item_types, language=code).exclude(kind__in=GONE)
        if overlay is not None:
            rows = rows.exclude(item_key__in=[key for key, language in overlay.rows if language == code])
        asked[f"in_{code}"] = Exists(rows)
    heads = LedgerHead.objects.annotate(**asked).values_list(*asked)[:1]
    found = {
        code for head in heads for code, is_there in zip(languages.LANGUAGES, head, strict=True) if is_there
    }
    ours = [row.language for row in overlay.rows.values() if _shows(row, item_types)] if overlay else []
    return [code for code in languages.LANGUAGES if code in found or code in ours]


def _shows(row: CurrentEdition, item_types: Collection[str]) -> bool:
    return row.item_type in item_types and not row.is_gone
