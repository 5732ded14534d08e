"""Removing the example: nothing of it can be read, what the operator has taken into use stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management import CommandError, call_command
from django.test import Client

import pytest

from cms.accounts.models import User
from cms.approval.models import FrozenVersion
from cms.common import clock
from cms.example_data import loading, removing
from cms.example_data.content.accounts import ACCOUNTS
from cms.example_data.streams import key_of
from cms.items.models import Item
from cms.ledger.enums import GONE
from cms.ledger.models import CurrentEdition, Edition, PublicFile
from cms.ledger.verification import find_faults
from cms.media.models import PressDocument, PressImage
from cms.messages.models import JointMessage
from cms.organisations.models import Organisation, PressContact
from cms.releases.asking import ask_for_approval
from cms.releases.models import Release
from cms.taxonomy.models import Area, Goal, Indicator, Tag
from tests.cms.example_data.conftest import NOW


@pytest.fixture(autouse=True)
def _later(loaded: loading.Loaded) -> Any:
    with clock.set_to(NOW):
        yield


def readable(**conditions: Any) -> set[str]:
    """Return the public ids of what can be read."""
    rows = CurrentEdition.objects.exclude(kind__in=GONE).filter(**conditions)
    return set(rows.values_list("public_id", flat=True))


def own_message(**fields: Any) -> JointMessage:
    """Make a message of the operator's own from an example, as Wagtail's copy does."""
    page = JointMessage.objects.filter(translation_key=key_of("item", "ni-tyckte-till")).first()
    assert page is not None
    copy = page.copy(update_attrs={"slug": "eget", "title": "Eget", "is_example_data": False, **fields})
    assert isinstance(copy, JointMessage)
    return copy


def test_nothing_invented_can_be_read(client: Client) -> None:
    """Not in a list, not at its address, not as a file; and the history of a withdrawn text is gone as well."""
    rows = CurrentEdition.objects.filter(is_listed=True)
    paths = [row.read_document()["url"].removeprefix("http://testserver") for row in rows]
    assert paths
    removing.remove()

    assert readable(is_example_data=True) == set()
    assert not CurrentEdition.objects.filter(kind="withdrawn").exists()
    assert not PublicFile.objects.exists()
    assert {client.get(path).status_code for path in paths} <= {404, 410}


def test_the_plans_own_words_stay() -> None:
    """Areas, goals, audiences, places; goals without their made-up series and without the mark."""
    removing.remove()

    assert {row.item_type for row in CurrentEdition.objects.exclude(kind__in=GONE)} == {
        "area", "goal", "audience", "place",
    }  # fmt: skip
    goal = CurrentEdition.objects.get(public_id="tryggheten-okar", language="en")
    assert (goal.kind, goal.note, goal.is_example_data) == (
        "corrected",
        "Example data has been removed.",
        False,
    )
    assert goal.read_document()["indicators"] == []
    jarva = Organisation.objects.get(code="jarva-stadsdelsforvaltning")
    assert (jarva.website, jarva.duty_phone, jarva.logo, jarva.is_example_data) == ("", "", None, False)
    assert jarva.name_in("sv") == "Järva stadsdelsförvaltning"


def test_the_workshop_is_empty_and_the_ledger_keeps_its_rows() -> None:
    """Append-only: the rows stay and are whole."""
    before = Edition.objects.count()
    removed = removing.remove()

    for model in (Item, PressImage, PressDocument, PressContact, Tag, Indicator, Release, User):
        assert not model.objects.exists(), model
    assert Edition.objects.count() > before
    assert list(find_faults()) == []
    assert removed.counts["drafts"] == 10
    assert removed.counts["logins"] == len(ACCOUNTS)
    assert removed.kept == ["no administrator: make one with `manage.py createsuperuser`"]


def test_with_all_the_plans_words_go_too() -> None:
    """For whoever runs the product elsewhere."""
    removed = removing.remove(everything=True)

    assert readable() == set()
    assert not Organisation.objects.exists()
    assert not Area.objects.exists()
    assert not Goal.objects.exists()
    assert removed.counts["organisations"] == 7


def test_what_the_operator_uses_stays_without_the_mark() -> None:
    """Tag, picture and document of an item of their own, and the organisation that has a contact of its own."""
    chief = User.objects.create_superuser("chefen", password="hemligt")
    page = own_message()
    page.tags.set([Tag.objects.get(slug="torg")])
    page.save()
    organisation = page.owner_organisation
    PressContact.objects.create(organisation=organisation, name="Riktig", phone="08-465 004 99")

    removed = removing.remove()

    assert Item.objects.get().title == "Eget"
    assert not Tag.objects.get().is_example_data
    assert PressImage.objects.get() == page.image
    assert readable(item_type="tag") == {"torg"}
    assert readable(item_type="organisation") == {organisation.code}
    assert "the tag “torg och mötesplatser”" in removed.kept
    assert User.objects.get() == chief


def test_the_operator_is_told_of_an_organisation_nobody_answers_for() -> None:
    """Its own items would stand without a contact."""
    own_message()
    assert any("has no press contact now" in line for line in removing.remove().kept)


def test_what_others_were_asked_about_goes_too() -> None:
    """A request for approval holds a whole copy of the text."""
    ask_for_approval(
        item_type="message",
        item_key=key_of("item", "nasta-ars-plan"),
        languages=["sv"],
        by=User.objects.get(username="redaktor"),
        due_at=NOW + dt.timedelta(days=7),
    )
    removed = removing.remove(everything=True)
    assert removed.counts["approval requests"] == 1
    assert not FrozenVersion.objects.exists()


def test_it_can_be_loaded_again_afterwards() -> None:
    """What is new in the ledger is never older than what is there."""
    removing.remove()
    loading.load()

    instants = list(Edition.objects.order_by("seq").values_list("released_at", flat=True))
    assert instants == sorted(instants)
    assert "ni-tyckte-till" not in readable()
    assert len(readable(item_type="message")) == 1
    assert len(readable(item_type="organisation")) == 7


def test_without_an_administrator_nothing_is_removed() -> None:
    """Somebody must stand for the release."""
    User.objects.update(is_superuser=False)
    before = Edition.objects.count()
    with pytest.raises(CommandError, match="There is no active superuser"):
        call_command("remove_example")
    assert Edition.objects.count() == before


def test_the_command_says_what_went_and_a_second_call_that_nothing_is_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No administrator is needed to hear that."""
    call_command("remove_example")
    assert "8 press contacts" in capsys.readouterr().out
    call_command("remove_example")
    assert capsys.readouterr().out == "There is no example data to remove.\n"
