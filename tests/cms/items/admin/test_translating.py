"""wagtail-localize's button saves the translation in the draft; nothing of it is published."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

import pytest

from cms.ledger.models import Edition
from cms.messages.models import JointMessage
from tests.factories.cms_workshop import Desk, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(desk: Desk) -> JointMessage:
    """Return the English page of a message, whose title has been translated but not saved in it."""
    page = JointMessage.objects.get(pk=make_message(desk, title="Sommaren").pk)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    translation.save_target(publish=False)
    segment = next(
        row for row in source.stringsegment_set.select_related("context") if row.context.path == "title"
    )
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        data="The summer",
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
    )
    return JointMessage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def address(page: JointMessage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_button_is_there_for_whoever_may_edit(editor: Client, english: JointMessage):
    assert "&quot;canPublish&quot;: true" in editor.get(address(english)).text


def test_saves_the_draft_and_publishes_nothing(editor: Client, english: JointMessage):
    before = Edition.objects.count()
    answer = editor.post(address(english), {"action": "publish"}, follow=True)
    assert "Översättningen är sparad i utkastet ”The summer”" in answer.text
    page = JointMessage.objects.get(pk=english.pk)
    assert page.get_latest_revision_as_object().title == "The summer"
    assert not page.live
    assert Edition.objects.count() == before


def test_the_word_publish_is_replaced_in_the_editors_own_language(editor: Client):
    catalogue = editor.get(reverse("wagtail_localize:javascript_catalog"), headers={"Accept-Language": "sv"})
    assert "Spara i utkastet p\\u00e5 " in catalogue.text
    assert "Publicera p" not in catalogue.text


def test_strangers_can_not_save_it(english: JointMessage, other_desk: Desk):
    client = Client()
    client.force_login(other_desk.editor)
    before = english.latest_revision_id
    assert client.post(address(english), {"action": "publish"}).status_code in {302, 403}
    assert JointMessage.objects.get(pk=english.pk).latest_revision_id == before
