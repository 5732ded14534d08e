"""What wagtail-localize hands to translators of a term, and what it keeps as it is."""

from __future__ import annotations

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.operations import translate_object

import pytest

from cms.taxonomy.models import Area
from tests.factories.cms_workshop import locale

pytestmark = pytest.mark.django_db


def test_a_terms_code_is_the_same_in_every_language_and_nobody_is_asked_to_translate_it() -> None:
    area = Area.objects.create(code="trygga-platser", name="Trygga platser", locale=locale("sv"))
    translate_object(area, [Locale.objects.get_or_create(language_code="en")[0]])
    source = TranslationSource.objects.get_for_instance(area)
    asked = set(StringSegment.objects.filter(source=source).values_list("context__path", flat=True))
    assert "name" in asked
    assert "code" not in asked
    assert {row.code for row in Area.objects.filter(translation_key=area.translation_key)} == {
        "trygga-platser"
    }
