"""Who answers now: the one live look-up of the public side."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common.clock import STOCKHOLM
from cms.organisations.queries import list_answers, list_desks, who_answers_now
from tests.factories.cms_workshop import make_contact, make_organisation

pytestmark = pytest.mark.django_db

TUESDAY_NOON = dt.datetime(2026, 3, 3, 12, 0, tzinfo=STOCKHOLM)
TUESDAY_NIGHT = dt.datetime(2026, 3, 3, 22, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def organisation():
    row = make_organisation("polisen", "Polisen i Järva", duty_phone="114 14", website="https://polisen.se/")
    row.press_contacts.all().delete()
    make_contact(row, name="Helgens jour", hours="lör-sön 08:00-17:00", phone="1", sort_order=1)
    make_contact(
        row, name="Presstjänsten", hours="mån-fre 08:00-17:00", email="press@example.se", sort_order=2
    )
    return row


def test_whoever_answers_now_comes_first(organisation):
    answer = who_answers_now(code="polisen", language="sv", at=TUESDAY_NOON)

    assert answer.is_open
    assert [(contact.name, contact.is_open) for contact in answer.contacts] == [
        ("Presstjänsten", True),
        ("Helgens jour", False),
    ]
    assert answer.opens_at is None
    assert (answer.organisation, answer.name, answer.website) == (
        "polisen",
        "Polisen i Järva",
        "https://polisen.se/",
    )


def test_outside_hours_the_duty_number_and_the_first_opening_are_told(organisation):
    answer = who_answers_now(code="polisen", language="sv", at=TUESDAY_NIGHT)

    assert not answer.is_open
    assert answer.duty_phone == "114 14"
    assert answer.opens_at == dt.datetime(2026, 3, 4, 8, 0, tzinfo=STOCKHOLM)
    assert [contact.name for contact in answer.contacts] == ["Helgens jour", "Presstjänsten"]


def test_one_open_contact_is_enough(organisation):
    make_contact(organisation, name="Dygnet runt", hours="mån-sön 00:00-23:59", phone="2")
    answer = who_answers_now(code="polisen", language="sv", at=TUESDAY_NIGHT)
    assert answer.is_open
    assert answer.contacts[0].name == "Dygnet runt"


def test_contact_without_hours_never_opens(organisation):
    organisation.press_contacts.update(hours="")
    answer = who_answers_now(code="polisen", language="sv", at=TUESDAY_NOON)
    assert not answer.is_open
    assert answer.opens_at is None


def test_organisation_without_contacts_has_its_duty_number(organisation):
    organisation.press_contacts.all().delete()
    answer = who_answers_now(code="polisen", language="sv", at=TUESDAY_NOON)
    assert (answer.is_open, answer.contacts, answer.duty_phone, answer.opens_at) == (
        False,
        (),
        "114 14",
        None,
    )


@pytest.mark.parametrize(
    ("language", "name"), [("sv", "Polisen i Järva"), ("en", "The Police"), ("ar", "Polisen i Järva")]
)
def test_name_is_in_the_readers_language_else_swedish(organisation, language, name):
    organisation.texts.filter(language="en").update(name="The Police")
    assert who_answers_now(code="polisen", language=language, at=TUESDAY_NOON).name == name


def test_organisation_without_texts_goes_by_its_code(organisation):
    organisation.texts.all().delete()
    assert who_answers_now(code="polisen", language="sv", at=TUESDAY_NOON).name == "polisen"
    assert str(organisation) == "polisen"


def test_unknown_organisation_is_none():
    assert who_answers_now(code="finns-inte", language="sv", at=TUESDAY_NOON) is None


def test_three_queries_whatever_the_number_of_organisations(organisation, django_assert_num_queries):
    with django_assert_num_queries(3):
        who_answers_now(code="polisen", language="sv", at=TUESDAY_NOON)
    for number in range(5):
        make_organisation(f"part-{number}", sort_order=-number)
    with django_assert_num_queries(3):
        answers = list_answers(language="sv", at=TUESDAY_NOON)
    assert [answer.organisation for answer in answers] == [
        "part-4",
        "part-3",
        "part-2",
        "part-1",
        "part-0",
        "polisen",
    ]


@pytest.mark.parametrize(("language", "role"), [("sv", "pressansvarig"), ("en", "Press officer"), ("so", "")])
def test_a_role_is_told_in_the_readers_language_or_not_at_all(organisation, language, role):
    organisation.press_contacts.update(role="pressansvarig", role_translations="en: Press officer")
    answer = who_answers_now(code="polisen", language=language, at=TUESDAY_NOON)
    assert [contact.role for contact in answer.contacts] == [role, role]
    desk = list_desks(["polisen"], language=language)["polisen"]
    assert [contact.role for contact in desk.contacts] == [role, role]
