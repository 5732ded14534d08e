"""Loading the example: drafts, releases in the order of time, all or nothing."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import authenticate
from django.core.management import call_command

import pytest

from cms.accounts.models import Membership, User
from cms.common import clock
from cms.example_data import loading, media, vocabulary
from cms.example_data.content.accounts import ACCOUNTS, PASSWORD
from cms.example_data.content.items import ITEMS
from cms.example_data.streams import key_of
from cms.items.models import Item
from cms.ledger import queries
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.verification import find_faults
from cms.organisations.queries import who_answers_now
from cms.releases import preconditions
from cms.releases.models import Release
from cms.sharing.permissions import may_give_early_access
from cms.taxonomy.models import Goal
from tests.cms.example_data.conftest import NOW, tiny_picture


def edition(name: str, language: str = "sv") -> CurrentEdition:
    """Return what is public of an example item."""
    return CurrentEdition.objects.get(item_key=key_of("item", name), language=language)


def test_it_counts_what_it_loaded(loaded: loading.Loaded) -> None:
    """The command says so."""
    assert (loaded.items, loaded.drafts, loaded.translations) == (7, 3, 3)
    assert loaded.releases == Release.objects.count() == 8
    assert loading.is_loaded()
    assert not loading.is_empty()


def test_the_ledger_is_whole_and_in_the_order_of_time(loaded: loading.Loaded) -> None:
    """Dated by the clock that everything asks, never after now."""
    instants = list(Edition.objects.order_by("seq").values_list("released_at", flat=True))
    assert instants == sorted(instants)
    assert instants[-1] < NOW
    assert list(find_faults()) == []


def test_everything_invented_is_marked_and_the_plans_own_words_are_not(loaded: loading.Loaded) -> None:
    """On the page and in the payload."""
    marks = set(CurrentEdition.objects.values_list("item_type", "is_example_data"))
    invented = {"message", "briefing", "example", "tag", "organisation"}
    assert {kind for kind, marked in marks if marked} == invented | {"goal"}
    assert not {kind for kind, marked in marks if not marked} & invented
    assert {kind for kind, marked in marks if not marked} == {"area", "audience", "place", "goal"}


def test_a_correction_shows_both_what_was_and_why(loaded: loading.Loaded) -> None:
    """The former edition stays citable; the note is in the reader's language."""
    for language, word in (("sv", "Rätt antal är 214."), ("en", "The right number is 214.")):
        current = edition("ni-tyckte-till", language)
        assert (current.kind, current.number) == ("corrected", 2)
        assert current.note.endswith(word)
        assert "214 " in current.document
        assert "412" not in current.document.replace(current.note, "")
        assert "412 " in Edition.objects.get(item_key=current.item_key, language=language, number=1).payload


def test_a_withdrawn_item_is_gone_with_its_reason(loaded: loading.Loaded) -> None:
    """And its text with it."""
    current = edition("konsert-akalla")
    assert current.is_gone
    assert current.note.startswith("Meddelandet gällde en tidig planering")
    assert "orkestrar" not in current.read_document().get("summary", "")


@pytest.mark.parametrize("name", ["nasta-ars-plan", "cykelvag-hjulsta"])
def test_drafts_stay_in_the_workshop(loaded: loading.Loaded, name: str) -> None:
    """A joint item waits for the others' approval; another lacks what the checks ask for."""
    key = key_of("item", name)
    page = Item.objects.get(translation_key=key)
    found = preconditions.review(page.specific.item_type, key, "sv")

    assert not CurrentEdition.objects.filter(item_key=key).exists()
    assert bool(found.other_signatories) == (name == "nasta-ars-plan")
    assert bool(found.blocking) == (name == "cykelvag-hjulsta")


def test_a_release_is_planned_under_embargo_and_can_be_shared(loaded: loading.Loaded) -> None:
    """Two weeks ahead at nine, by an editor; the press officer may let a journalist read it early."""
    release = Release.objects.get(status="planned")
    assert release.embargo_text
    assert release.is_example_data
    assert release.scheduled_at == dt.datetime(2026, 12, 7, 8, tzinfo=dt.UTC)
    assert may_give_early_access(User.objects.get(username="press"), release.items.all())
    assert not CurrentEdition.objects.filter(item_key=key_of("item", "medborgarkontoret")).exists()


def test_a_translation_is_public_beside_its_source(loaded: loading.Loaded) -> None:
    """With its own picture text, figures and attachments."""
    source, translation = (edition("lage-platser", language).read_document() for language in ("sv", "en"))
    assert translation["title"].startswith("Situation picture")
    assert translation["image"]["alt"].startswith("A square")
    assert source["image"]["alt"].startswith("Ett torg")
    assert translation["attachments"][0]["title"] != source["attachments"][0]["title"]
    assert {block["type"] for block in translation["body"]} == {block["type"] for block in source["body"]}


def test_the_overall_goal_and_six_effect_goals_have_made_up_series(loaded: loading.Loaded) -> None:
    """Five whole years each, named as an example and with a source that says it is made up."""
    goals = Goal.objects.filter(locale__language_code="sv")
    assert sorted(goals.values_list("kind", flat=True)) == ["effect"] * 6 + ["overall"]
    for goal in goals.filter(kind="effect"):
        for indicator in goal.indicators.all():
            assert indicator.name.startswith("Exempel")
            assert indicator.source == "Påhittad serie, exempeldata"
            assert indicator.series.splitlines()[-1].startswith("2025; ")


def test_every_organisation_has_somebody_who_answers(loaded: loading.Loaded) -> None:
    """On a Monday at noon."""
    for organisation in CurrentEdition.objects.filter(item_type="organisation", language="sv"):
        answer = who_answers_now(code=organisation.public_id, language="sv", at=NOW)
        assert answer is not None
        assert answer.is_open
        assert answer.duty_phone


def test_the_logins_work_and_stand_where_they_should(loaded: loading.Loaded) -> None:
    """One password, printed; a role each; the administrator is one."""
    assert all(authenticate(username=data.username, password=PASSWORD) for data in ACCOUNTS)
    assert set(Membership.objects.values_list("role", flat=True)) == {
        "editor", "approver", "press_officer", "administrator",
    }  # fmt: skip
    assert User.objects.get(username="redaktor").has_perm("wagtailadmin.access_admin")


def test_releases_are_made_by_the_owners_editor_where_there_is_one(loaded: loading.Loaded) -> None:
    """The desk shows who did what."""
    makers = dict(Release.objects.order_by("pk").values_list("title", "created_by__username"))
    assert makers[edition("skolvag-hjulsta").title] == "redaktor-trafik"
    assert makers[edition("konsert-akalla").title] == "admin"


def test_a_second_load_does_nothing(loaded: loading.Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    """Idempotent."""
    before = queries.get_head().seq
    call_command("load_example")
    assert queries.get_head().seq == before
    assert capsys.readouterr().out == "The example is loaded already.\n"


@pytest.mark.django_db
def test_if_empty_leaves_an_installation_in_use_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A user is enough for it to be in use."""
    User.objects.create_user("arbetar", password="hemligt")
    call_command("load_example", if_empty=True)
    assert not loading.is_loaded()
    assert capsys.readouterr().out == "The installation is in use: the example was not loaded.\n"


@pytest.mark.django_db
def test_a_fault_on_the_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it or nothing: no user, no organisation, no edition."""
    monkeypatch.setattr(media, "draw", tiny_picture)

    def fail(*_args: object, **_options: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(loading.releasing, "release_vocabulary", fail)
    with pytest.raises(OSError, match="No space"):
        loading.load()
    assert loading.is_empty()
    assert not Item.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_every_item_that_shall_go_out_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written as drafts without being released: nothing that the checks ask for is missing anywhere."""
    monkeypatch.setattr(media, "draw", tiny_picture)
    monkeypatch.setattr("cms.media.services.draw_share_card", lambda _card: tiny_picture("kort"))
    monkeypatch.setattr(loading.releasing, "release_items", lambda *_args, **_options: 0)
    with clock.set_to(NOW):
        loading.load()
    incomplete = {}
    for item in (item for item in ITEMS if item.when):
        for language in item.words:
            found = preconditions.review(item.type, key_of("item", item.name), language)
            missing = [entry.message for entry in found.missing if entry.is_blocking]
            if missing or found.payload is None:
                incomplete[item.name, language] = missing
    assert incomplete == {}


def test_the_example_logins_are_known_again(loaded: loading.Loaded) -> None:
    """By name and address: a login that has become somebody's own is not taken for ours."""
    User.objects.filter(username="press").update(email="pernilla@riktig.example")
    assert {user.username for user in vocabulary.example_users()} == {
        data.username for data in ACCOUNTS if data.username != "press"
    }
