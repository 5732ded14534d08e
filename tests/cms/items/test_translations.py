"""A translation made with wagtail-localize follows its source's areas, audiences and tags."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from wagtail_localize.models import Translation, TranslationSource

import pytest

from cms.items.models import Item
from cms.items.services import sync_access
from cms.releases.preconditions import review
from tests.factories.cms_workshop import Desk, locale, make_desk, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    made = make_desk("jarva")
    sync_access(made.organisation)
    return made


def translate(page: Item) -> Translation:
    source, _created = TranslationSource.update_or_create_from_instance(page)
    target = Translation.objects.create(source=source, target_locale=locale("en"))
    target.save_target(publish=False)
    return target


def english(page: Item) -> Any:
    return review("message", page.translation_key, "en").source.draft  # type: ignore[union-attr]


def test_areas_chosen_after_the_translation_was_made_are_the_translations_too(desk: Desk):
    page = make_message(desk, areas=[])
    translate(page)
    assert list(english(page).areas.all()) == []
    draft = page.get_latest_revision_as_object()
    draft.areas.set([desk.area])
    draft.save_revision()
    assert list(english(page).areas.all()) == [desk.area]
    assert list(type(page).objects.get(locale=locale("en")).areas.all()) == [], "in memory only"


def test_a_translation_turned_into_a_page_of_its_own_keeps_its_own(desk: Desk):
    page = make_message(desk)
    target = translate(page)
    target.enabled = False
    target.save()
    draft = page.get_latest_revision_as_object()
    draft.areas.set([])
    draft.save_revision()
    assert list(english(page).areas.all()) == [desk.area]


def test_what_all_languages_share_is_mended_in_the_source(desk: Desk, client: Client):
    page = make_message(desk, areas=[])
    target = translate(page)
    client.force_login(desk.editor)
    text = client.get(reverse("releases:review_page", args=[page.pk])).content.decode()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    english_edit = reverse("wagtailadmin_pages:edit", args=[target.get_target_instance().pk])
    assert text.count(f"{edit}?falt=areas") == 2
    assert f"{english_edit}?falt=areas" not in text
