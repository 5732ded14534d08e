"""Which key signs: the one that the database names, held by whoever prints; rotation leaves the old ones published."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from cms.audit.enums import Act
from cms.audit.models import AuditEntry
from cms.common import clock
from cms.common.signing import MalformedKeyError, new_private_key, read_private_key
from cms.ledger import keys, proofs
from cms.ledger.exceptions import ItemAlreadyGoneError, NoNewKeyError, NoSigningKeyError
from cms.ledger.models import Edition, LedgerHead, ProofKey, ProofKeyRetirement
from cms.ledger.published_keys import PublishedKey, list_keys
from cms.ledger.verification import find_faults
from tests.factories.cms_ledger import make_payload, print_editions, withdraw

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def two(settings):
    """Let this process hold two keys; return them in their order."""
    settings.PROOF_PRIVATE_KEYS = [new_private_key(), new_private_key()]
    return [read_private_key(text) for text in settings.PROOF_PRIVATE_KEYS]


def signed_with(edition: Edition) -> str:
    return proofs.read_statement(edition)["key_id"]


class TestFirstKey:
    def test_is_taken_into_use_by_the_first_edition(self, two):
        assert list_keys() == []
        (edition,) = print_editions([make_payload()], released_at=AT)
        assert signed_with(edition) == two[0].key_id
        assert list_keys() == [PublishedKey(two[0].key_id, two[0].public_key, AT, None, None)]

    def test_is_not_taken_by_a_release_that_fails(self, two):
        with pytest.raises(ItemAlreadyGoneError):
            print_editions([make_payload(), withdraw(make_payload())])
        assert list_keys() == []

    def test_only_looking_takes_nothing(self, two):
        assert keys.find_signer() == two[0]
        assert list_keys() == []


class TestSigner:
    def test_no_key_prints_nothing(self, settings):
        settings.PROOF_PRIVATE_KEYS = []
        assert keys.find_signer() is None
        with pytest.raises(NoSigningKeyError):
            print_editions([make_payload()])
        assert not Edition.objects.exists()

    def test_another_key_than_the_one_in_use_prints_nothing(self, settings):
        print_editions([make_payload()])
        settings.PROOF_PRIVATE_KEYS = [new_private_key()]
        assert keys.find_signer() is None
        with pytest.raises(NoSigningKeyError):
            print_editions([make_payload()])
        assert Edition.objects.count() == 1

    def test_the_order_of_the_keys_does_not_change_who_signs(self, two, settings):
        print_editions([make_payload()])
        settings.PROOF_PRIVATE_KEYS = settings.PROOF_PRIVATE_KEYS[::-1]
        (edition,) = print_editions([make_payload()])
        assert signed_with(edition) == two[0].key_id

    def test_malformed_key_is_told(self, settings):
        settings.PROOF_PRIVATE_KEYS = ["hemligt"]
        with pytest.raises(MalformedKeyError):
            keys.find_signer()


class TestRotation:
    def test_new_key_signs_and_old_proofs_hold(self, two):
        (before,) = print_editions([make_payload()])
        with clock.set_to(AT):
            assert keys.rotate().key_id == two[1].key_id
        (after,) = print_editions([make_payload()])
        assert (signed_with(before), signed_with(after)) == (two[0].key_id, two[1].key_id)
        new, old = list_keys()
        assert (new.key_id, new.since, new.retired_at, new.last_seq) == (two[1].key_id, AT, None, None)
        assert (old.key_id, old.retired_at, old.last_seq) == (two[0].key_id, AT, before.seq)
        assert list(find_faults()) == []

    def test_old_key_may_be_forgotten_afterwards(self, two, settings):
        print_editions([make_payload()])
        keys.rotate()
        settings.PROOF_PRIVATE_KEYS = settings.PROOF_PRIVATE_KEYS[1:]
        print_editions([make_payload()])
        assert list(find_faults()) == []

    def test_process_that_was_not_restarted_refuses(self, two, settings):
        print_editions([make_payload()])
        keys.rotate()
        settings.PROOF_PRIVATE_KEYS = settings.PROOF_PRIVATE_KEYS[:1]
        with pytest.raises(NoSigningKeyError):
            print_editions([make_payload()])

    def test_without_a_new_key_nothing_happens(self, two):
        print_editions([make_payload()])
        keys.rotate()
        for _ in range(2):
            with pytest.raises(NoNewKeyError, match="proof_keys new"):
                keys.rotate()
        assert (ProofKey.objects.count(), ProofKeyRetirement.objects.count()) == (2, 1)

    def test_lost_key_can_be_replaced(self, settings):
        print_editions([make_payload()])
        settings.PROOF_PRIVATE_KEYS = [new_private_key()]
        keys.rotate()
        print_editions([make_payload()])
        assert list(find_faults()) == []

    def test_empty_ledger_gets_its_first_key(self, two):
        assert keys.rotate().key_id == two[0].key_id
        assert not ProofKeyRetirement.objects.exists()
        assert LedgerHead.objects.get().seq == 0

    def test_several_rotations_leave_one_that_signs(self, settings):
        for _ in range(4):
            settings.PROOF_PRIVATE_KEYS = [new_private_key(), *settings.PROOF_PRIVATE_KEYS]
            keys.rotate()
            print_editions([make_payload()])
        assert [key.last_seq for key in list_keys()] == [None, 3, 2, 1]
        assert list(find_faults()) == []


class TestKeyFile:
    @pytest.fixture(autouse=True)
    def _file(self, settings, tmp_path):
        settings.PROOF_PRIVATE_KEYS = []
        settings.PROOF_KEY_FILE = tmp_path / "proof-key"

    def test_signs_without_being_asked_for_a_key(self):
        print_editions([make_payload()])
        print_editions([make_payload()])
        assert len(list_keys()) == 1
        assert list(find_faults()) == []

    def test_rotation_makes_itself_a_key(self):
        print_editions([make_payload()])
        keys.rotate()
        print_editions([make_payload()])
        assert len(keys.held_keys()) == len(list_keys()) == 2
        assert list(find_faults()) == []

    def test_rotation_takes_a_key_that_an_earlier_one_left_unused(self, settings):
        from cms.ledger.key_file import add_key

        print_editions([make_payload()])
        add_key(settings.PROOF_KEY_FILE)
        unused = keys.held_keys()[0].key_id
        assert keys.rotate().key_id == unused
        assert len(keys.held_keys()) == 2

    def test_environment_goes_before_the_file(self, settings):
        settings.PROOF_PRIVATE_KEYS = [new_private_key()]
        assert [signer.key_id for signer in keys.held_keys()] == [
            read_private_key(settings.PROOF_PRIVATE_KEYS[0]).key_id
        ]
        assert not settings.PROOF_KEY_FILE.exists()
        keys.rotate()
        with pytest.raises(NoNewKeyError):
            keys.rotate()
        assert not settings.PROOF_KEY_FILE.exists()


def test_names_for_people():
    print_editions([make_payload()])
    key = ProofKey.objects.get()
    assert str(key) == key.key_id
    assert str(ProofKeyRetirement(key=key, last_seq=3)) == f"{key.key_id} until 3"


def test_the_log_has_one_place_for_all_that_happens_to_keys(two):
    keys.rotate()
    keys.rotate()
    entries = AuditEntry.objects.filter(act=Act.PROOF_KEY_ROTATED).order_by("seq")
    assert [entry.read_facts()["former"] for entry in entries] == ["", two[0].key_id]
    place = uuid.uuid5(uuid.NAMESPACE_URL, "urn:pressroom:proof-keys")
    assert {(entry.subject_type, entry.subject_key) for entry in entries} == {("proof_key", place)}
