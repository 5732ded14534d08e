"""The editor is answered with public texts, and only whoever may be in the admin."""

from __future__ import annotations

from django.test import Client

import pytest

from cms.accounts.models import Role
from cms.items.services import sync_access
from search.database.backend import DatabaseBackend
from search.exceptions import SearchUnavailable
from search.following import turn
from search.router import router
from search.similar.admin import views
from tests.factories.cms_ledger import make_payload, make_ref, print_editions
from tests.factories.cms_workshop import make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
URL = "/admin/sagt-forut/"
ASKED = {"text": "Fler ordningsvakter på Rinkeby torg", "language": "sv", "item_key": ""}


@pytest.fixture(autouse=True)
def _own_router():
    router.cache_clear()
    yield
    router.cache_clear()


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def editor(desk):
    user = make_member(desk.organisation, role=Role.EDITOR)
    sync_access(user)
    client = Client()
    client.force_login(user)
    return client


def test_shows_public_texts_and_tags_as_html(editor):
    tag = make_ref("tag", "trygghet", "Trygg & säker")
    print_editions([make_payload(title="Ordningsvakter på <Rinkeby> torg", tags=[tag])])
    turn(DatabaseBackend())
    response = editor.post(URL, ASKED)
    text = response.content.decode()
    assert "Ordningsvakter på &lt;Rinkeby&gt; torg" in text
    assert 'data-add-tag="Trygg &amp; säker"' in text
    assert "no-store" in response["Cache-Control"]


def test_a_draft_of_anybody_is_never_shown(editor, desk):
    make_message(desk, title="Ordningsvakter på Rinkeby torg")
    make_message(make_desk("annan"), title="Ordningsvakter på Rinkeby torg")
    turn(DatabaseBackend())
    text = editor.post(URL, ASKED).content.decode()
    assert "Inget publicerat liknar texten" in text
    assert "Ordningsvakter" not in text


def test_says_when_nobody_can_search(editor, monkeypatch):
    def fail(*args, **options):
        raise SearchUnavailable("down")

    monkeypatch.setattr(views, "find_said_before", fail)
    response = editor.post(URL, ASKED)
    assert response.status_code == 200
    assert "Det går inte att söka just nu" in response.content.decode()


def test_refuses_other_methods_languages_and_strangers(editor):
    assert editor.get(URL).status_code == 405
    assert editor.post(URL, ASKED | {"language": "xx"}).status_code == 400
    assert Client().post(URL, ASKED).status_code == 302


def test_the_editor_has_the_panel_with_its_language_and_item(editor, desk):
    page = make_message(desk, title="Sommar")
    text = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert f'data-said-before="{URL}" data-language="sv" data-item-key="{page.translation_key}"' in text
    assert "search/said_before.js" in text
    text = editor.get(f"/admin/pages/add/cms/jointmessage/{desk.page.pk}/").content.decode()
    assert f'data-said-before="{URL}" data-language="sv"' in text
