"""The statement of an edition: what it says, that it is signed, and that every change of it is told."""

from __future__ import annotations

import datetime as dt

from django.db import DatabaseError, IntegrityError, connection, transaction

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.common.digests import canonical_json, sha256_hex
from cms.common.signing import is_signed, new_private_key, read_private_key
from cms.ledger import proofs
from cms.ledger.append import NewEdition
from cms.ledger.enums import EditionKind
from cms.ledger.models import Edition, ProofKey
from cms.ledger.published_keys import list_keys
from cms.ledger.verification import find_faults
from tests.factories.cms_ledger import (
    correct,
    make_full_payload,
    make_payload,
    make_term,
    print_editions,
    withdraw,
)
from tests.plugins.flushing import triggers_lifted

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)
AGREED = [{"organisation": "jarva", "name": "Järva stadsdelsförvaltning", "at": "2026-03-02T12:00:00.000Z"}]


@pytest.fixture
def edition() -> Edition:
    entry = NewEdition(make_full_payload(), EditionKind.PUBLISHED, agreed=AGREED)
    return print_editions([entry], released_at=AT)[0]


def faults_of(edition: Edition) -> list[str]:
    return list(proofs.find_faults_of(edition, {key.key_id: key for key in list_keys()}))


def test_statement_says_what_was_agreed_by_whom_and_when(edition):
    (key,) = list_keys()
    assert orjson.loads(edition.statement) == {
        "format": "edition-proof/1",
        "seq": 1,
        "type": "message",
        "id": edition.public_id,
        "language": "sv",
        "number": 1,
        "kind": "published",
        "digest": sha256_hex(edition.payload.encode()),
        "released_at": "2026-03-03T08:00:00.000Z",
        "chain": edition.chain,
        "agreed": AGREED,
        "key_id": key.key_id,
    }


def test_statement_is_kept_to_the_byte_under_its_signature(edition):
    row, (key,) = Edition.objects.get(), list_keys()
    assert row.statement == canonical_json(orjson.loads(row.statement))
    assert is_signed(row.statement, signature=row.signature, public_key=key.public_key)
    assert proofs.read_statement(row)["agreed"] == proofs.agreed_of(row) == AGREED
    assert faults_of(row) == []


def test_what_is_foreseen_says_who_agrees_and_proves_nothing(edition):
    ahead = Edition.objects.get()
    proofs.foresee(ahead, AGREED)
    assert proofs.agreed_of(ahead) == AGREED
    assert proofs.read_statement(ahead)["key_id"] == ""
    assert faults_of(ahead) == ["the statement names a key that was never published"]


def test_every_kind_of_edition_is_signed():
    payload, term = make_payload(), make_term("area", "trygghet", "Trygghet")
    print_editions([payload, term])
    print_editions([correct(payload)])
    print_editions([withdraw(payload)])
    kinds = [proofs.read_statement(row)["kind"] for row in Edition.objects.order_by("seq")]
    assert kinds == ["published", "published", "corrected", "withdrawn"]
    assert list(find_faults()) == []


@pytest.mark.parametrize("column", ["statement", "signature"])
def test_the_database_takes_no_unsigned_edition(edition, column):
    row = Edition.objects.get()
    row.seq, row.number = 2, 2
    setattr(row, column, "")
    with pytest.raises(IntegrityError, match="edition_is_signed"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("table", ["cms_proofkey", "cms_proofkeyretirement"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET key_id = key_id", "DELETE FROM {}"])
def test_published_keys_are_never_changed_or_deleted(edition, table, statement):
    key = ProofKey.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cms_proofkeyretirement (key_id, at, last_seq) VALUES (%s, %s, 1)", [key.pk, AT]
        )
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_a_key_is_not_replaced(edition):
    key = ProofKey.objects.get()
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    rest = "" if connection.vendor == "sqlite" else " ON CONFLICT (key_id) DO UPDATE SET public_key = 'annan'"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"{verb} INTO cms_proofkey (key_id, public_key, since) VALUES (%s, 'annan', %s){rest}",
            [key.pk, AT],
        )


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["cms_proofkey", "cms_proofkeyretirement"])
def test_keys_are_not_truncated(table):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")


class TestFaults:
    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_any_changed_character_of_the_statement_is_told(self, edition, data):
        row = Edition.objects.get()
        place = data.draw(st.integers(0, len(row.statement) - 1))
        letter = data.draw(st.characters(codec="utf-8").filter(lambda one: one != row.statement[place]))
        row.statement = row.statement[:place] + letter + row.statement[place + 1 :]
        assert faults_of(row) != []

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_any_changed_character_of_the_signature_is_told(self, edition, data):
        row = Edition.objects.get()
        place = data.draw(st.integers(0, 85))
        letter = data.draw(st.characters(codec="ascii").filter(lambda one: one != row.signature[place]))
        row.signature = row.signature[:place] + letter + row.signature[place + 1 :]
        assert faults_of(row) == ["the signature is not that of the statement"]

    @pytest.mark.parametrize(
        "text",
        [
            "{",
            "[]",
            "null",
            "{}",
            '{"agreed":[]}',
            '{"agreed":[],"key_id":[]}',
            '{"agreed":5,"key_id":"x"}',
            '{"agreed":[1.5],"key_id":"x"}',
        ],
    )
    def test_statement_that_is_none_is_told(self, edition, text):
        edition.statement = text
        (fault,) = faults_of(edition)
        assert fault.startswith("the statement cannot be read")

    def test_another_editions_proof_is_told(self, edition):
        (other,) = print_editions([make_payload()])
        edition.statement, edition.signature = other.statement, other.signature
        assert faults_of(edition) == ["the statement is not of this edition"]

    def test_who_agreed_cannot_be_changed_without_the_private_key(self, edition):
        said = proofs.read_statement(edition)
        said["agreed"].append({"organisation": "polisen", "name": "Polisen", "at": said["released_at"]})
        edition.statement = canonical_json(said)
        assert faults_of(edition) == ["the signature is not that of the statement"]

    def test_key_that_was_never_published_is_told(self, edition):
        forger = read_private_key(new_private_key())
        proofs.sign(edition, AGREED, forger)
        assert faults_of(edition) == ["the statement names a key that was never published"]

    def test_retired_key_cannot_sign_what_came_later(self, edition, settings):
        from cms.ledger.keys import rotate

        old = read_private_key(settings.PROOF_PRIVATE_KEYS[0])
        settings.PROOF_PRIVATE_KEYS = [new_private_key(), *settings.PROOF_PRIVATE_KEYS]
        rotate()
        assert faults_of(edition) == []
        (later,) = print_editions([make_payload()])
        proofs.sign(later, AGREED, old)
        assert faults_of(later) == ["it is signed with a key that had retired"]


def test_verification_tells_a_proof_that_was_changed_past_the_triggers(edition, capsys):
    from django.core.management import CommandError, call_command

    print_editions([make_payload()])
    changed = edition.statement.replace("2026-03-02", "2026-03-01")
    with triggers_lifted():
        Edition.objects.filter(seq=1).update(statement=changed)
    assert [(fault.seq, fault.message) for fault in find_faults(with_files=False)] == [
        (1, "the signature is not that of the statement")
    ]
    with pytest.raises(CommandError, match="1 faults"):
        call_command("ledger", "verify", "--without-files")
    assert "seq 1: the signature is not" in capsys.readouterr().err
