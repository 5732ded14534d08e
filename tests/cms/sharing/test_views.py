"""What a named reader sees behind a link, and what ends it."""

from __future__ import annotations

import datetime as dt
import re

from django.core import mail
from django.test import Client

import pytest

from cms.common import clock
from cms.ledger import addresses
from cms.ledger.models import Edition
from cms.releases.printing import print_release
from cms.releases.rescheduling import cancel_release, move_release
from cms.sharing import freezing, services
from cms.sharing.enums import Act, Kind
from cms.sharing.models import ShareEvent
from tests.assertions.feeds import assert_valid_json_feed
from tests.cms.sharing.conftest import AT, EMBARGO, NOW, TITLE, Stage
from tests.factories.cms_workshop import edit

pytestmark = pytest.mark.django_db


def message_path(stage: Stage) -> str:
    code = addresses.public_id(stage.message.translation_key)
    return f"sv/meddelanden/{code}/hemlig-adress/"


def test_the_overview_lists_every_page_on_which_the_release_shows(stage):
    share = stage.share()
    page = stage.get(share).content.decode()
    assert TITLE in page
    assert "Hemlig lägesbild" in page
    for path in (
        "sv/",
        "sv/nyheter/",
        "sv/meddelanden/",
        "sv/lagesbilder/",
        "sv/feed.rss",
        "sv/amnen/lyktor/",
    ):
        assert stage.url(share, f"sida/{path}") in page, path
    assert stage.release.items.first().digest in page


@pytest.mark.parametrize(
    "path",
    [
        "sv/",
        "sv/nyheter/",
        "sv/meddelanden/",
        "sv/amnen/lyktor/",
        "sv/organisationer/jarva/",
        "sv/feed.rss",
        "sv/feed.atom",
        "sv/feed.json",
        "sv/nyheter/?tag=lyktor",
    ],
)
def test_every_list_shows_the_release_as_it_will_look(stage, path):
    share = stage.share()
    response = stage.get(share, f"sida/{path}")
    assert response.status_code == 200
    text = response.content.decode()
    assert TITLE in text
    assert "Redan ute om lyktor" in text
    assert TITLE not in Client().get(f"/{path}").content.decode()


def test_pages_are_the_same_as_after_the_release_but_for_links_and_banner(stage):
    share = stage.share()
    paths = ["sv/", "sv/nyheter/", message_path(stage), "sv/amnen/lyktor/", "sv/meddelanden/"]
    ahead = {path: stage.get(share, f"sida/{path}").content.decode() for path in paths}
    with clock.set_to(AT):
        print_release(stage.release.pk)
        for path in paths:
            public = Client().get(f"/{path}").content.decode()
            shown = re.sub(r'<aside class="share-banner.*?</aside>', "", ahead[path], flags=re.DOTALL)
            shown = shown.replace('<meta name="robots" content="noindex, nofollow">\n', "")
            shown = re.sub(r'<link rel="stylesheet" href="/static/cms/sharing.css">\n', "", shown)
            shown = shown.replace(stage.url(share, "sida"), "").replace("http://testserver", "")
            shown = re.sub(rf"/dela/{stage.token_of(share)}/fil/(\w{{16}})\w*/", r"/filer/\1/", shown)
            public = public.replace("http://testserver", "")
            # What nobody could open ahead of the release.
            public = re.sub(r'<p class="digest"><a href="/api/.*?</p>', "", public)
            public = re.sub(r'<link rel="alternate" type="[a-z]+/[a-z]+\+oembed"[^>]*>', "", public)
            public = re.sub(r'<form class="masthead__search.*?</form>', "", public, flags=re.DOTALL)
            public = re.sub(r'<li><a href="/sv/sok/"[^>]*>.*?</li>', "", public)
            public = re.sub(r"/filer/[^/]+/(\w{16})/", r"/filer/\1/", public)
            shown = re.sub(r"/filer/[^/]+/(\w{16})/", r"/filer/\1/", shown)
            assert shown.split() == public.split(), path


def test_every_page_says_for_whom_it_is_and_that_it_is_not_public(stage):
    share = stage.share()
    for path in ("sida/sv/", f"sida/{message_path(stage)}", "sida/en/", "flode/sv/", "sida/sv/finns-inte/"):
        text = stage.get(share, path).content.decode()
        assert "Kim Kollega" in text, path
        assert "Inte publikt." in text
        assert 'content="noindex, nofollow"' in text
    assert "Kim Kollega" in stage.get(share, "sida/sv/feed.rss").content.decode()
    assert "Kim Kollega" in stage.get(share, "sida/sv/feed.atom").content.decode()
    assert (
        "Kim Kollega" in assert_valid_json_feed(stage.get(share, "sida/sv/feed.json").content)["user_comment"]
    )


def test_links_inside_stay_inside(stage):
    share = stage.share()
    text = stage.get(share, f"sida/{message_path(stage)}").content.decode()
    for address in re.findall(r'(?:href|src|action)="([^"]*)"', text):
        inside = address.startswith((stage.url(share), "#", "/static/", "mailto:", "tel:"))
        assert inside or address.startswith("http://localhost") or "/filer/" in address, address
    assert not re.search(r'(?:href|src|srcset)="[^"]*/filer/', text)


def test_files_of_the_release_are_given_and_no_others(stage):
    share = stage.share()
    page = stage.get(share, f"sida/{message_path(stage)}").content.decode()
    files = sorted(set(re.findall(rf'{stage.url(share, "fil/")}[^"\s,]+', page)))
    assert len(files) > 2
    for file in files:
        response = Client().get(file)
        assert response.status_code == 200, file
        assert response["Cache-Control"] == "no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
    sha = "0" * 64
    assert stage.get(share, f"fil/{sha}/x.png").status_code == 404
    assert (
        stage.get(share, files[0].split("/", 3)[3].rsplit("/", 1)[0] + "/annat-namn.png").status_code == 404
    )


@pytest.mark.parametrize(
    "path",
    [
        "api/v1/items",
        "sitemap.xml",
        "robots.txt",
        "filer/x/y.png",
        "admin/",
        "dela/x/",
        "sv/finns-inte/",
        "//evil.example/",
    ],
)
def test_what_is_no_page_is_not_there(stage, path):
    share = stage.share()
    assert stage.get(share, f"sida/{path}").status_code == 404


def test_a_public_address_shows_nothing_of_it_before_or_after_a_preview(stage):
    before = Client().get("/sv/").content
    share = stage.share()
    assert TITLE.encode() in stage.get(share, "sida/sv/").content
    assert Client().get("/sv/").content == before
    assert Client().get(f"/{message_path(stage)}").status_code == 404
    assert not Edition.objects.filter(item_key=stage.message.translation_key).exists()


def test_answers_may_not_be_kept_or_indexed_and_tell_no_other_site(stage):
    share = stage.early()
    addresses_ = ["", "sida/sv/", "sida/sv/nix/", "fil/x/y"]
    before = [stage.get(share, path) for path in addresses_]
    stage.accept(share)
    after = [stage.get(share, path) for path in addresses_]
    services.revoke(share=share, by=stage.officer)
    gone = [stage.get(share, path) for path in addresses_]
    for response in (*before, *after, *gone):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "ETag" not in response
        assert not response.cookies


# --- what ends a link -------------------------------------------------------------------------------------------------


def expire(stage, share):
    return clock.set_to(AT + dt.timedelta(days=1))


def revoke(stage, share):
    services.revoke(share=share, by=stage.officer)


def freeze(stage, share):
    freezing.freeze(release=stage.release, by=stage.desk.editor)


def cancel(stage, share):
    cancel_release(release=stage.release, by=stage.desk.editor)


def delete(stage, share):
    stage.release.delete()


def lose_the_terms(stage, share):
    type(stage.release).objects.update(embargo_text="")


@pytest.mark.parametrize("end", [expire, revoke, freeze, cancel, delete, lose_the_terms])
@pytest.mark.parametrize("accepted", [True, False])
def test_a_dead_link_is_answered_like_one_that_never_was(stage, end, accepted):
    share = stage.early()
    if accepted:
        stage.accept(share)
        assert TITLE in stage.get(share).content.decode()
    ended = end(stage, share)
    with ended or clock.set_to(NOW + dt.timedelta(minutes=1)):
        for rest in ("", "sida/sv/", f"sida/{message_path(stage)}", "flode/sv/", "fil/x/y"):
            for method in ("get", "head", "post", "put"):
                dead = getattr(Client(), method)(stage.url(share, rest))
                never = getattr(Client(), method)(f"/dela/{'x' * 43}/{rest}")
                assert dead.status_code == 404
                assert (dead.content, dead.headers) == (never.content, never.headers)


def test_the_databases_clock_ends_it_whatever_this_machines_says(stage, monkeypatch):
    share = stage.share()
    after, before = AT + dt.timedelta(days=1, seconds=1), AT + dt.timedelta(days=1, seconds=-1)
    ten = dt.timedelta(minutes=10)
    for database, machine, status in ((after, after - ten, 404), (before, before + ten, 200)):
        monkeypatch.setattr(clock, "database_now", lambda now=database: now)
        monkeypatch.setattr(clock, "now", lambda now=machine: now)
        assert stage.get(share).status_code == status


def test_a_release_ends_it_and_sends_the_reader_to_the_public_page(stage):
    share, press = stage.share(), stage.early()
    with clock.set_to(AT):
        assert stage.get(share).status_code == 200
        print_release(stage.release.pk)
        for each in (share, press):
            assert stage.get(each)["Location"] == "/"
            response = stage.get(each, f"sida/{message_path(stage)}")
            assert (response.status_code, response["Location"]) == (302, f"/{message_path(stage)}")
            assert Client().get(response["Location"]).status_code == 200
        assert stage.get(share, "sida//evil.example/")["Location"] == "/evil.example/"
        assert stage.get(share, "sida/\\evil.example/")["Location"] == "/evil.example/"


def test_a_release_during_the_making_of_a_page_ends_it_too(stage, monkeypatch):
    share = stage.share()
    from cms.sharing import views

    real = views.preview_of

    def released_meanwhile(*args):
        preview = real(*args)
        with clock.set_to(AT):
            print_release(stage.release.pk)
        return preview

    monkeypatch.setattr(views, "preview_of", released_meanwhile)
    assert stage.get(share, "sida/sv/").status_code == 302


def test_a_failed_release_is_shown_while_it_can_be_tried_again(stage):
    share = stage.share()
    type(stage.release).objects.update(status="failed")
    assert stage.get(share).status_code == 200
    edit(stage.message, title="Ändrad efteråt")
    response = stage.get(share)
    assert response.status_code == 410
    assert "ändrats" in response.content.decode()
    assert TITLE not in response.content.decode()


def test_a_draft_that_changes_is_never_shown_the_shared_version_is(stage):
    share = stage.share()
    edit(stage.message, title="Ändrad efteråt")
    page = stage.get(share, f"sida/{message_path(stage)}").content.decode()
    assert TITLE in page
    assert "Ändrad efteråt" not in page


# --- the press --------------------------------------------------------------------------------------------------------


def test_before_the_terms_are_accepted_nothing_else_is_shown(stage):
    share = stage.early()
    page = stage.get(share).content.decode()
    assert EMBARGO in page
    assert "torsdag 8 mars 2029 kl. 09.00, svensk tid" in page
    assert "08-465 004 00" in page
    for secret in (
        TITLE,
        "Hemlig",
        "Vårsläppet",
        "hemlig-adress",
        stage.release.items.first().digest,
        ".csv",
    ):
        assert secret not in page, secret
    for rest in ("sida/sv/", f"sida/{message_path(stage)}", "flode/sv/", "fil/x/y", "sida/finns/inte"):
        response = stage.get(share, rest)
        assert (response.status_code, response["Location"]) == (302, stage.url(share))
        assert response.content == b""


def test_the_mail_says_nothing_of_the_content(stage):
    stage.early(message="Ring om du undrar.")
    [letter] = mail.outbox
    assert letter.to == ["asa@tidningen.example"]
    text = f"{letter.subject}\n{letter.body}"
    assert "Pernilla Press" in text
    assert "Ring om du undrar." in text
    assert not [secret for secret in (TITLE, "Hemlig", "Vårsläppet") if secret in text]


def test_acceptance_is_recorded_with_version_time_and_name(stage):
    share = stage.early()
    assert stage.accept(share, "Åsa Ö")["Location"] == stage.url(share)
    share.refresh_from_db()
    assert (share.accepted_at, share.accepted_name) == (NOW, "Åsa Ö")
    [event] = ShareEvent.objects.filter(act=Act.TERMS_ACCEPTED)
    assert event.details["text"] == EMBARGO
    assert event.details["terms"] == share.accepted_terms
    assert TITLE in stage.get(share).content.decode()
    assert "Åsa Ö" in stage.get(share).content.decode()


@pytest.mark.parametrize("posted", [{"name": "Åsa"}, {"terms": "x", "name": "Åsa"}, {"name": "  "}, {}])
def test_an_acceptance_of_something_else_shows_nothing(stage, posted):
    share = stage.early()
    response = Client().post(stage.url(share), posted)
    assert response.status_code == 409
    assert TITLE not in response.content.decode()
    assert stage.get(share, "sida/sv/").status_code == 302
    assert not ShareEvent.objects.filter(act=Act.TERMS_ACCEPTED).exists()


def test_new_terms_are_accepted_anew(stage):
    share = stage.early()
    stage.accept(share)
    type(stage.release).objects.update(embargo_text="Nya villkor.")
    page = stage.get(share).content.decode()
    assert "Nya villkor." in page
    assert TITLE not in page
    assert stage.get(share, "sida/sv/").status_code == 302
    stage.accept(share)
    assert TITLE in stage.get(share).content.decode()


def test_another_time_is_new_terms(stage):
    share = stage.early()
    stage.accept(share)
    move_release(release=stage.release, at=AT + dt.timedelta(hours=2), by=stage.desk.editor)
    page = stage.get(share).content.decode()
    assert "11.00" in page
    assert TITLE not in page


def test_a_scanner_decides_nothing(stage):
    share = stage.early()
    for method in ("head", "get", "head", "get"):
        getattr(Client(), method)(stage.url(share))
    share.refresh_from_db()
    assert (share.opened_at, share.accepted_at) == (NOW, None)
    assert list(ShareEvent.objects.values_list("act", flat=True)) == [Act.GRANTED, Act.OPENED]


def test_a_look_by_head_records_nothing(stage):
    share = stage.early()
    Client().head(stage.url(share))
    assert not ShareEvent.objects.exclude(act=Act.GRANTED).exists()


def test_reading_and_downloads_are_recorded_and_marked(stage):
    share = stage.early()
    stage.accept(share)
    page = stage.get(share, f"sida/{message_path(stage)}").content.decode()
    address = re.search(rf'{stage.url(share, "fil/")}[^"]+\.csv', page)[0]
    assert Client().head(address).content == b""
    response = Client().get(address)
    assert response.content.decode("utf-8-sig").startswith('"# Under embargo till torsdag 8 mars 2029')
    assert "Åsa Öberg (Tidningen)" in response.content.decode()
    assert share.short_key in response["Content-Disposition"]
    assert "asa-oberg" in response["Content-Disposition"]
    [event] = ShareEvent.objects.filter(act=Act.PRESS_DOWNLOADED)
    assert event.details["sha256"] == address.split("/fil/")[1].split("/")[0]
    assert event.details["marked"] is True
    assert ShareEvent.objects.filter(act=Act.READ, details__page=f"/{message_path(stage)}").exists()


def test_pictures_in_the_pages_are_marked_too(stage):
    share = stage.early()
    stage.accept(share)
    page = stage.get(share, f"sida/{message_path(stage)}").content.decode()
    address = re.search(rf'src="({stage.url(share, "fil/")}[^"]+)"', page)[1]
    plain = stage.share()
    token = stage.token_of(plain)
    unmarked = Client().get(address.replace(stage.token_of(share), token))
    marked = Client().get(address)
    assert marked.content != unmarked.content
    assert share.short_key.encode() in marked.content


def test_a_freeze_during_a_download_stops_it_and_records_nothing(stage, monkeypatch):
    share = stage.early()
    stage.accept(share)
    page = stage.get(share, f"sida/{message_path(stage)}").content.decode()
    address = re.search(rf'{stage.url(share, "fil/")}[^"]+\.csv', page)[0]
    from cms.sharing import views

    real = views.mark_file

    def frozen_meanwhile(*args):
        freezing.freeze(release=stage.release, by=stage.officer)
        return real(*args)

    monkeypatch.setattr(views, "mark_file", frozen_meanwhile)
    assert Client().get(address).status_code == 404
    assert not ShareEvent.objects.filter(act=Act.PRESS_DOWNLOADED).exists()


def test_a_freeze_stops_all_of_the_press_and_no_colleague(stage):
    first, second, colleague = stage.early(), stage.early(), stage.share()
    stage.accept(first)
    freezing.freeze(release=stage.release, by=stage.desk.editor)
    assert stage.get(first).status_code == 404
    assert stage.get(second).status_code == 404
    assert stage.get(colleague).status_code == 200
    freezing.unfreeze(release=stage.release, by=stage.officer)
    assert TITLE in stage.get(first).content.decode()


# --- the token --------------------------------------------------------------------------------------------------------


def test_the_token_is_nowhere_but_in_the_mail(stage, caplog):
    share = stage.share()
    token = stage.token_of(share)
    with caplog.at_level("DEBUG"):
        for rest in ("", "sida/sv/", "sida/sv/finns-inte/", "fil/x/y"):
            stage.get(share, rest)
        services.revoke(share=share, by=stage.desk.editor)
        stage.get(share)
        Client().put(stage.url(share))
    assert token not in caplog.text
    from django.apps import apps

    for model in apps.get_app_config("cms").get_models():
        assert token not in str(list(model._base_manager.values())), model


def test_another_shares_token_opens_its_own_only(stage):
    one, other = stage.share(), stage.share(Kind.EARLY_ACCESS)
    assert stage.token_of(one) != stage.token_of(other)
    assert TITLE not in stage.get(other).content.decode()
