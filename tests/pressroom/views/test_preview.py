"""The editor's preview: the public page of a draft, without making anything public."""

import re

import pytest

from cms.ledger.models import Edition, PublicFile
from pressroom.views.preview import render_payload
from tests.factories.cms_ledger import make_full_payload, make_payload, make_term

pytestmark = pytest.mark.django_db


def test_shows_the_public_page_with_a_banner_and_keeps_nothing(rf):
    response = render_payload(rf.get("/admin/"), make_full_payload(title="Utkast"))
    html = response.content.decode()
    assert "Förhandsvisning av ett utkast" in html
    assert '<h1 class="item__title">Utkast</h1>' in html
    assert "Inte släppt" in html
    assert response["Cache-Control"] == "no-store"
    assert 'content="noindex"' in html
    assert 'rel="canonical"' not in html
    assert "application/ld+json" not in html
    assert not Edition.objects.exists()
    assert not PublicFile.objects.exists()


def test_files_are_shown_where_the_caller_says(rf):
    response = render_payload(
        rf.get("/admin/"), make_full_payload(), file_url=lambda file: f"/admin/filer/{file['sha256']}"
    )
    html = response.content.decode()
    assert not re.search(
        r'(src|srcset|href)="[^"]*/filer/(?!\w{64})[^"]*"', html.replace("/admin/filer/", "/A/")
    )
    assert len(re.findall(r"/admin/filer/[0-9a-f]{64}", html)) >= 4


def test_is_never_remembered(rf):
    payload = make_payload(title="Första")
    render_payload(rf.get("/admin/"), payload)
    assert "Andra" in render_payload(rf.get("/admin/"), {**payload, "title": "Andra"}).content.decode()


@pytest.mark.parametrize("item_type", ["area", "goal", "organisation", "place", "audience", "tag"])
def test_terms_have_a_preview_too(rf, item_type):
    response = render_payload(rf.get("/admin/"), make_term(item_type, "x", "En term"))
    assert "En term" in response.content.decode()


@pytest.mark.parametrize("item_type", ["message", "briefing", "example"])
def test_a_draft_with_hardly_anything_in_it_is_shown(rf, item_type):
    draft = make_payload(
        type=item_type, title="", slug="", summary="", owner=None, responsible=None, signatories=[], body=[]
    )
    assert render_payload(rf.get("/admin/"), draft).status_code == 200
