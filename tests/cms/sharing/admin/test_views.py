"""The workshop's pages of sharing: what is offered to whom, what is done, what is refused."""

from __future__ import annotations

import datetime as dt
import json

from django.core import mail
from django.test import Client

import pytest

from cms.common import clock
from cms.items.services import sync_access
from cms.releases.models import Release
from cms.sharing.enums import Kind
from cms.sharing.models import Freeze, Share
from tests.cms.sharing.conftest import AT, EMBARGO, Stage
from tests.factories.cms_workshop import make_desk

pytestmark = pytest.mark.django_db
UNTIL = "2029-03-09T12:00"


@pytest.fixture
def desk_stage(stage: Stage) -> Stage:
    sync_access(stage.desk.organisation)
    return stage


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(desk_stage: Stage) -> Client:
    return browser(desk_stage.officer)


@pytest.fixture
def editor(desk_stage: Stage) -> Client:
    return browser(desk_stage.desk.editor)


def page_of(stage: Stage) -> str:
    return f"/admin/delning/slapp/{stage.release.pk}/"


def filled(
    prefix: str, people: str = "Åsa Öberg; asa@tidningen.example; Tidningen", **more: str
) -> dict[str, str]:
    values = {"people": people, "expires_at": UNTIL, "message": ""} | more
    return {"act": prefix} | {f"{prefix}-{name}": value for name, value in values.items()}


def test_the_releases_page_leads_here(desk_stage, editor):
    page = editor.get(f"/admin/slapp/nr/{desk_stage.release.pk}/").content.decode()
    assert page_of(desk_stage) in page


def test_each_is_offered_what_they_may(desk_stage, officer, editor):
    seen_by_officer = officer.get(page_of(desk_stage)).content.decode()
    seen_by_editor = editor.get(page_of(desk_stage)).content.decode()
    assert 'value="early"' in seen_by_officer
    assert 'value="early"' not in seen_by_editor
    for page in (seen_by_officer, seen_by_editor):
        assert 'value="preview"' in page
        assert 'value="freeze"' in page


def test_a_press_officer_gives_several_journalists_early_access(
    desk_stage, officer, django_capture_on_commit_callbacks
):
    people = "Åsa Öberg; asa@tidningen.example; Tidningen\n\nBo Ek\tbo@radion.example\nRadion, Ida, ida@radion.example"
    with django_capture_on_commit_callbacks(execute=True):
        response = officer.post(page_of(desk_stage), filled("early", people))
    assert response.status_code == 302
    shares = list(Share.objects.order_by("pk"))
    assert [(s.name, s.email, s.organisation) for s in shares] == [
        ("Åsa Öberg", "asa@tidningen.example", "Tidningen"),
        ("Bo Ek", "bo@radion.example", ""),
        ("Radion", "ida@radion.example", "Ida"),
    ]
    assert {share.expires_at for share in shares} == {dt.datetime(2029, 3, 9, 11, 0, tzinfo=dt.UTC)}
    assert len(mail.outbox) == 3
    page = officer.get(page_of(desk_stage)).content.decode()
    assert "Skickad" in page
    assert "Åsa Öberg, Tidningen" in page


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("", "minst en person"),
        ("Åsa Öberg", "Rad 1: skriv namn"),
        ("Bo; bo@x.example\nasa@x.example", "Rad 2: skriv namn"),
        ("Åsa; inte@adress", "ingen e-postadress"),
        ("a; b; c; d@x.example", "Rad 1: skriv namn"),
        ("a; a@x.example\n" * 51, "högst 50"),
    ],
)
def test_people_that_cannot_be_read_are_said_by_line(desk_stage, officer, people, said):
    response = officer.post(page_of(desk_stage), filled("early", people))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Share.objects.exists()


def test_a_refusal_is_said_and_nothing_happens(desk_stage, officer, editor):
    response = editor.post(page_of(desk_stage), filled("early"))
    assert response.status_code == 422
    assert "pressansvarig" in response.content.decode()
    late = officer.post(page_of(desk_stage), filled("early", expires_at="2029-01-01T00:00"))
    assert late.status_code == 422
    assert not Share.objects.exists()
    assert officer.post(page_of(desk_stage), {"act": "annat"}).status_code == 404


def test_freeze_open_revoke_extend_terms(desk_stage, officer, editor):
    share = desk_stage.early()
    url = page_of(desk_stage)
    assert editor.post(url, {"act": "freeze", "reason": "Fel."}).status_code == 302
    assert Freeze.objects.get().reason == "Fel."
    frozen = officer.get(url).content.decode()
    assert "Fryst" in frozen
    assert 'value="unfreeze"' in frozen
    assert 'value="unfreeze"' not in editor.get(url).content.decode()
    assert officer.post(url, {"act": "unfreeze"}).status_code == 302
    assert not Freeze.objects.exists()
    assert officer.post(url, {"act": "extend", "share": share.pk, "expires_at": UNTIL}).status_code == 302
    assert officer.post(url, {"act": "extend", "share": share.pk, "expires_at": "x"}).status_code == 422
    share.refresh_from_db()
    assert share.expires_at == dt.datetime(2029, 3, 9, 11, 0, tzinfo=dt.UTC)
    assert officer.post(url, {"act": "terms", "embargo_text": "Nya villkor."}).status_code == 302
    assert Release.objects.get(pk=desk_stage.release.pk).embargo_text == "Nya villkor."
    assert officer.post(url, {"act": "revoke", "share": share.pk}).status_code == 302
    assert "Återkallad" in officer.get(url).content.decode()
    for number in ("x", "0", "9" * 30):
        assert officer.post(url, {"act": "revoke", "share": number}).status_code == 404


def test_states_in_words(desk_stage, officer):
    share = desk_stage.early()
    other = desk_stage.share()
    url = page_of(desk_stage)
    desk_stage.get(share)
    assert "Öppnad" in officer.get(url).content.decode()
    desk_stage.accept(share)
    assert "Embargo godtaget" in officer.get(url).content.decode()
    with clock.set_to(other.expires_at):
        assert officer.get(url).content.decode().count("Utgången") == 2
    Release.objects.update(status="cancelled")
    assert "Stängd" in officer.get(url).content.decode()
    Release.objects.update(status="released")
    assert "Släppt, leder till det publika" in officer.get(url).content.decode()
    Release.objects.update(status="planned")
    desk_stage.release.items.all().delete()
    with clock.set_to(AT):
        page = browser(desk_stage.desk.editor).get(url).content.decode()
    assert "innehållet har ändrats" in page


def test_what_one_may_not_see_is_not_there(desk_stage):
    stranger = make_desk("annan")
    sync_access(stranger.organisation)
    client = browser(stranger.editor)
    share = desk_stage.early()
    assert client.get(page_of(desk_stage)).status_code == 404
    assert client.post(page_of(desk_stage), {"act": "freeze"}).status_code == 404
    assert client.get(f"{page_of(desk_stage)}arkiv.csv").status_code == 404
    assert "Åsa" not in client.get("/admin/delning/").content.decode()
    assert client.post("/admin/delning/", {"act": "revoke", "share": share.pk}).status_code == 404
    assert b"asa@" not in b"".join(client.get("/admin/delning/arkiv.csv").streaming_content)
    assert json.loads(client.get("/admin/delning/arkiv.json").content)["shares"] == []
    draft = f"/admin/delning/text/message/{desk_stage.message.translation_key}/"
    assert client.get(draft).status_code in {302, 403}


def test_the_list_shows_all_that_one_may_see(desk_stage, officer):
    share = desk_stage.share()
    page = officer.get("/admin/delning/").content.decode()
    assert "Kim Kollega" in page
    assert "Vårsläppet" in page
    assert officer.post("/admin/delning/", {"act": "revoke", "share": share.pk}).status_code == 302


@pytest.mark.parametrize("where", ["", "slapp/{}/"])
def test_the_archives_files(desk_stage, officer, where):
    desk_stage.early()
    url = "/admin/delning/" + where.format(desk_stage.release.pk)
    table = officer.get(f"{url}arkiv.csv")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in table["Content-Disposition"]
    assert "early_access.granted" in b"".join(table.streaming_content).decode()
    whole = officer.get(f"{url}arkiv.json")
    assert json.loads(whole.content)["shares"][0]["to"]["name"] == "Åsa Öberg"
    assert "no-store" in whole["Cache-Control"]
    assert officer.get(f"{url}arkiv.xml").status_code == 404


def test_nobody_logged_in_gets_nothing(desk_stage):
    for path in (
        "",
        "arkiv.csv",
        f"slapp/{desk_stage.release.pk}/",
        f"slapp/{desk_stage.release.pk}/arkiv.json",
    ):
        response = Client().get(f"/admin/delning/{path}")
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]


# --- a text without a release -----------------------------------------------------------------------------------------


def test_a_draft_is_shared_from_its_own_page(desk_stage, editor, django_capture_on_commit_callbacks):
    url = f"/admin/delning/text/message/{desk_stage.message.translation_key}/"
    assert url in editor.get(f"/admin/slapp/message/{desk_stage.message.translation_key}/").content.decode()
    data = {"people": "Kim; kim@kommun.example", "expires_at": UNTIL, "message": "", "languages": ["sv"]}
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(url, data | {"act": "draft"}).status_code == 302
    share = Share.objects.get()
    assert (share.kind, share.content.release, share.content.title) == (
        Kind.PREVIEW,
        None,
        desk_stage.message.title,
    )
    assert "kim@kommun.example" in editor.get(url).content.decode()
    assert editor.post(url, data | {"act": "draft", "languages": []}).status_code == 422
    assert editor.post(url, data | {"act": "request"}).status_code == 404
    assert editor.get("/admin/delning/text/message/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert editor.get(f"/admin/delning/text/nix/{desk_stage.message.translation_key}/").status_code == 404


def test_a_requests_version_is_shared_from_there_too(desk_stage, editor):
    from cms.releases import asking
    from tests.factories.cms_workshop import make_message

    page = make_message(desk_stage.desk, signatories=[make_desk("polisen").organisation])
    asked = asking.ask_for_approval(
        item_type="message",
        item_key=page.translation_key,
        languages=["sv"],
        by=desk_stage.desk.editor,
        due_at=AT,
    )
    url = f"/admin/delning/text/message/{page.translation_key}/"
    assert 'value="request"' in editor.get(url).content.decode()
    data = {"people": "Kim; kim@kommun.example", "expires_at": UNTIL, "languages": ["sv"], "act": "request"}
    assert editor.post(url, data).status_code == 302
    assert Share.objects.get().content.request_key == asked.key


def test_the_embargo_is_needed_first(desk_stage, officer):
    Release.objects.update(embargo_text="")
    page = officer.get(page_of(desk_stage)).content.decode()
    assert "Skriv en embargotext först." in page
    assert EMBARGO not in page
    assert 'value="early"' not in page
