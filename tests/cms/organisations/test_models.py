"""What the registry refuses to keep."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

import pytest

from cms.organisations.models import Organisation, OrganisationText, PressContact
from tests.factories.cms_workshop import make_organisation

pytestmark = pytest.mark.django_db


def test_contact_that_nobody_can_reach_is_refused():
    with pytest.raises(ValidationError, match="telefon eller e-post"):
        PressContact(name="Presstjänsten").clean()


@pytest.mark.parametrize("way", [{"phone": "08-1"}, {"email": "press@example.se"}])
def test_one_way_to_reach_a_contact_is_enough(way):
    PressContact(name="Presstjänsten", **way).clean()


def test_hours_that_cannot_be_read_are_refused_at_their_field():
    with pytest.raises(ValidationError) as refused:
        PressContact(name="Presstjänsten", phone="08-1", hours="jämt").clean()
    assert "hours" in refused.value.message_dict


def test_code_belongs_to_one_organisation():
    make_organisation("polisen")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation("polisen")


def test_one_text_per_language():
    organisation = make_organisation("polisen")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationText.objects.create(organisation=organisation, language="sv", name="x", short_name="x")


def test_names_in_words():
    organisation = make_organisation("polisen", "Polisen i Järva")
    assert str(organisation) == "Polisen i Järva"
    assert str(organisation.texts.get(language="sv")) == "Polisen i Järva (sv)"
    assert str(organisation.press_contacts.get()) == "Presstjänsten"
    assert list(Organisation.objects.all()) == [organisation]
