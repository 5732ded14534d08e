"""Who agreed, as the ledger records it beside each edition: organisations, never persons, at the instants they did."""

from __future__ import annotations

import datetime as dt

import orjson
import pytest

from cms.accounts.models import Role
from cms.approval import services as approvals
from cms.approval.services import Assent
from cms.common import clock
from cms.common.digests import digest_of
from cms.ledger.append import NewEdition
from cms.ledger.enums import EditionKind
from cms.ledger.models import Edition
from cms.ledger.proofs import agreed_of
from cms.ledger.verification import find_faults
from cms.releases import agreement
from cms.releases.asking import ask_for_approval
from cms.releases.calendar import Words, announce
from cms.releases.enums import Action
from cms.releases.foreseeing import foresee
from cms.releases.models import Release, ReleaseItem
from cms.releases.preconditions import review
from cms.releases.printing import print_release
from cms.releases.services import plan_release, release_now
from tests.factories.cms_ledger import make_payload, make_ref
from tests.factories.cms_workshop import (
    edit,
    entry_for,
    locale,
    make_desk,
    make_member,
    make_message,
    make_organisation,
    reprint,
)

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2027, 3, 2, 12, 0, tzinfo=dt.UTC)
RELEASE = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def desk():
    return make_desk("jarva")


@pytest.fixture
def police():
    return make_desk("polisen")


def agree(page, desk, *, languages=("sv",)) -> None:
    """Let every signatory approve, one an hour after the other, from `NOON` on."""
    with clock.set_to(NOON):
        request = ask_for_approval(
            item_type="message",
            item_key=page.translation_key,
            languages=languages,
            by=desk.editor,
            due_at=RELEASE,
        )
    for number, signature in enumerate(request.signatures.all()):
        delegate = make_member(signature.organisation, role=Role.APPROVER)
        delegate.first_name, delegate.last_name = "Siv", "Signerare"
        delegate.save()
        with clock.set_to(NOON + number * HOUR):
            approvals.approve(signature=signature, by=delegate, digest=request.digest)


def release(desk, *entries) -> None:
    with clock.set_to(RELEASE):
        release_now(entries=entries, by=desk.editor)


def newest(page, language="sv") -> Edition:
    return Edition.objects.filter(item_key=page.translation_key, language=language).latest("seq")


def told(page, language="sv") -> list[tuple[str, str, str]]:
    """Return code, name and instant of each organisation that the newest edition's proof names."""
    found = agreed_of(newest(page, language))
    return [(entry["organisation"], entry["name"], entry["at"]) for entry in found]


class TestJoint:
    def test_each_signatory_is_named_with_the_instant_it_approved(self, desk, police):
        page = make_message(desk, signatories=[police.organisation])
        agree(page, desk)
        release(desk, entry_for(page))
        assert told(page) == [
            ("jarva", "Jarva", "2027-03-02T12:00:00.000Z"),
            ("polisen", "Polisen", "2027-03-02T13:00:00.000Z"),
        ]

    def test_no_person_is_named(self, desk, police):
        page = make_message(desk, signatories=[police.organisation])
        agree(page, desk)
        release(desk, entry_for(page))
        edition = newest(page)
        for word in ("Siv", "Signerare", "person-", "example.se"):
            assert word not in edition.statement + edition.payload

    def test_names_are_in_the_items_language(self, desk, police):
        page = make_message(desk, signatories=[police.organisation])
        police.organisation.texts.filter(language="en").update(name="Local Police Area")
        reprint(police.organisation, language="en")
        english = page.copy_for_translation(locale("en"), copy_parents=True)
        edit(english, title="In English")
        agree(page, desk, languages=("sv", "en"))
        release(desk, entry_for(page), entry_for(english))
        assert [name for _code, name, _at in told(page)] == ["Jarva", "Polisen"]
        assert [name for _code, name, _at in told(page, "en")] == ["Jarva", "Local Police Area"]

    def test_who_signed_what_is_out_but_is_named_no_more_is_told_too(self, desk, police):
        page = make_message(desk, signatories=[police.organisation])
        agree(page, desk)
        release(desk, entry_for(page))
        draft = page.get_latest_revision_as_object()
        draft.signatories.set([])
        draft.save_revision()
        agree(page, desk)
        release(desk, entry_for(page, action=Action.CORRECT, note="Polisen står inte längre bakom."))
        assert [ref["id"] for ref in orjson.loads(newest(page).payload)["signatories"]] == ["jarva"]
        assert [(code, name) for code, name, _at in told(page)] == [
            ("jarva", "Jarva"),
            ("polisen", "Polisen"),
        ]

    def test_a_correction_has_its_own_agreement(self, desk, police):
        page = make_message(desk, signatories=[police.organisation])
        agree(page, desk)
        release(desk, entry_for(page))
        edit(page, title="Rättad")
        agree(page, desk)
        release(desk, entry_for(page, action=Action.CORRECT, note="Fel."))
        assert len(told(page)) == 2
        assert list(find_faults()) == []


class TestSingle:
    def test_owner_agrees_by_releasing(self, desk):
        page = make_message(desk)
        release(desk, entry_for(page))
        assert told(page) == [("jarva", "Jarva", "2027-03-03T08:00:00.000Z")]

    def test_owner_that_was_asked_all_the_same_agrees_when_it_did(self, desk):
        page = make_message(desk)
        agree(page, desk)
        release(desk, entry_for(page))
        assert told(page) == [("jarva", "Jarva", "2027-03-02T12:00:00.000Z")]

    @pytest.mark.parametrize("action", [Action.WITHDRAW, Action.DELETE])
    def test_owner_answers_for_taking_away_a_joint_text(self, desk, police, action):
        page = make_message(desk, signatories=[police.organisation])
        agree(page, desk)
        release(desk, entry_for(page))
        release(desk, entry_for(page, action=action, note="Stämde inte."))
        assert told(page) == [("jarva", "Jarva", "2027-03-03T08:00:00.000Z")]

    def test_term_of_the_agreement_names_nobody(self, desk):
        edition = Edition.objects.get(public_id=desk.area.code, language="sv")
        assert agreed_of(edition) == []

    def test_organisation_agrees_to_its_own_profile(self, desk):
        edition = Edition.objects.get(item_type="organisation", public_id="jarva", language="sv")
        assert [entry["organisation"] for entry in agreed_of(edition)] == ["jarva"]


class TestRefreshed:
    def test_who_agreed_stays_as_it_was(self, desk, police):
        page = make_message(desk, signatories=[police.organisation])
        agree(page, desk)
        release(desk, entry_for(page))
        before = told(page)
        desk.area.name = "Nytt områdesnamn"
        desk.area.save()
        reprint(desk.area)
        assert newest(page).kind == EditionKind.REFRESHED
        assert told(page) == before

    def test_an_organisations_new_name_is_the_one_that_is_printed(self, desk, police):
        page = make_message(desk, signatories=[police.organisation])
        agree(page, desk)
        release(desk, entry_for(page))
        police.organisation.texts.filter(language="sv").update(name="Polisen i Järva")
        reprint(police.organisation)
        assert told(page) == [
            ("jarva", "Jarva", "2027-03-02T12:00:00.000Z"),
            ("polisen", "Polisen i Järva", "2027-03-02T13:00:00.000Z"),
        ]

    def test_announced_release_that_is_out_keeps_who_announced_it(self, desk):
        with clock.set_to(NOON):
            planned = plan_release(entries=[entry_for(make_message(desk))], by=desk.editor, at=RELEASE)
            entry = announce(
                release=planned, organisation=desk.organisation, texts={"sv": Words("Besked")}, by=desk.editor
            )
        with clock.set_to(RELEASE):
            print_release(planned.pk)
        edition = Edition.objects.filter(item_key=entry.key).latest("seq")
        assert (edition.number, edition.kind) == (2, EditionKind.REFRESHED)
        assert [entry["at"] for entry in agreed_of(edition)] == ["2027-03-02T12:00:00.000Z"]


class TestForeseen:
    """What a preview of a release shows before it."""

    def look(self, page, desk) -> list[tuple[str, str]]:
        release = Release.objects.create(
            title="Sommar", scheduled_at=RELEASE, created_at=NOON, created_by=desk.editor
        )
        payload = review("message", page.translation_key, "sv", printed_with=None).payload
        row = ReleaseItem(
            release=release,
            item_type="message",
            item_key=page.translation_key,
            language="sv",
            action=Action.PUBLISH,
            digest=digest_of(payload),
        )
        (entry,) = foresee([row], [payload], release=release, at=RELEASE)
        return [(found["organisation"], found["at"]) for found in entry.agreed]

    def test_joint_text_that_all_have_approved_names_them(self, desk, police):
        page = make_message(desk, signatories=[police.organisation])
        agree(page, desk)
        assert self.look(page, desk) == [
            ("jarva", "2027-03-02T12:00:00.000Z"),
            ("polisen", "2027-03-02T13:00:00.000Z"),
        ]

    def test_joint_text_that_nobody_has_approved_names_nobody(self, desk, police):
        assert self.look(make_message(desk, signatories=[police.organisation]), desk) == []

    def test_joint_text_of_which_another_version_was_approved_names_nobody(self, desk, police):
        page = make_message(desk, signatories=[police.organisation])
        agree(page, desk)
        edit(page, title="Ändrad")
        assert self.look(page, desk) == []

    def test_owner_alone_agrees_at_the_instant(self, desk):
        assert self.look(make_message(desk), desk) == [("jarva", "2027-03-03T08:00:00.000Z")]


def test_organisation_that_the_item_does_not_name_is_named_by_the_registry():
    other = make_organisation("skolan", "Utbildnings-\nförvaltningen")
    payload = make_payload(signatories=[make_ref("organisation", "jarva", "Järva")])
    entry = agreement.with_agreement(
        NewEdition(payload, EditionKind.PUBLISHED), [Assent(other, NOON)], at=RELEASE
    )
    assert [(found["organisation"], found["name"]) for found in entry.agreed] == [
        ("skolan", "Utbildnings- förvaltningen")
    ]


def test_the_registry_names_it_in_the_items_language():
    other = make_organisation("skolan", "Utbildningsförvaltningen")
    other.texts.filter(language="en").update(name="Education Administration")
    entry = agreement.with_agreement(
        NewEdition(make_payload(language="en"), EditionKind.PUBLISHED), [Assent(other, NOON)], at=RELEASE
    )
    assert [found["name"] for found in entry.agreed] == ["Education Administration"]
