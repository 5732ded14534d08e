"""The page that takes a changed source to its translations does not say that it publishes, and does not."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource

import pytest

from cms.ledger.models import Edition
from cms.messages.models import JointMessage
from tests.factories.cms_workshop import Desk, edit, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation(desk: Desk) -> Translation:
    """Return the English translation of a message whose source has changed since."""
    page = JointMessage.objects.get(pk=make_message(desk, title="Sommaren").pk)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    made = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    made.save_target(publish=False)
    edit(page, title="Hösten")
    JointMessage.objects.get(pk=page.pk).get_latest_revision().publish()  # localize reads the page's own row
    return made


def address(translation: Translation) -> str:
    return reverse("wagtail_localize:update_translations", args=[translation.source.pk])


def test_the_page_offers_no_publishing(editor: Client, translation: Translation):
    text = editor.get(address(translation)).text
    assert "publish_translations" not in text
    assert "English" in text


def test_takes_the_new_text_over_and_publishes_nothing_even_when_told_to(
    editor: Client, translation: Translation
):
    editions = Edition.objects.count()
    answer = editor.post(address(translation), {"publish_translations": "on"})
    assert answer.status_code == 302
    waiting = StringSegment.objects.filter(source=translation.source)
    assert waiting.filter(string__data="Hösten").exists()
    english = JointMessage.objects.get(
        translation_key=translation.source.object_id, locale=translation.target_locale
    )
    assert not english.live
    assert Edition.objects.count() == editions
