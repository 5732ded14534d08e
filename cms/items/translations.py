"""What a translation takes from the text that it translates.

wagtail-localize translates words and copies foreign keys, but leaves many-to-many relations as they were when the
translation was made, and its editor has no field for them (docs/decisions/0007-taxonomy-relations.md). So a translated
item's areas, goals, audiences, places, tags and signatories are those of its source, always.
"""

from __future__ import annotations

from modelcluster.fields import ParentalManyToManyField
from wagtail_localize.models import Translation

from cms.common import languages
from cms.items.models import Item


def follow_source(draft: Item) -> Item:
    """Give a draft that wagtail-localize translates its source's relations, in memory only; return it.

    A translation that has been turned into an ordinary page keeps its own.
    """
    if draft.language == languages.DEFAULT or not is_translated_by_localize(draft):
        return draft
    source = type(draft).objects.filter(
        translation_key=draft.translation_key, locale__language_code=languages.DEFAULT
    )
    page = source.first()
    if page is None:
        return draft
    original = page.get_latest_revision_as_object()
    names = [field.name for field in draft._meta.many_to_many if isinstance(field, ParentalManyToManyField)]
    for name in [*names, "tags"]:
        getattr(draft, name).set(list(getattr(original, name).all()))
    return draft


def is_translated_by_localize(page: Item) -> bool:
    """Whether the page is edited in wagtail-localize's editor, not in the ordinary one."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).exists()
