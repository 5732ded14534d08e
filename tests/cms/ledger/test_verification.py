"""`ledger verify` finds every kind of damage. The triggers are lifted to plant it."""

from __future__ import annotations

from django.core.management import CommandError, call_command
from django.db import connection

import pytest

from cms.common.digests import sha256_hex
from cms.files.services import store
from cms.files.store import FolderStore
from cms.ledger import verification
from cms.ledger.append import chain_digest
from cms.ledger.models import Edition, LedgerHead
from cms.ledger.verification import find_faults
from tests.factories.cms_ledger import correct, make_attachment, make_payload, print_editions
from tests.plugins.flushing import triggers_lifted

pytestmark = pytest.mark.django_db

CHAIN, STATEMENT = "chain does not continue", "statement is not of this edition"
BYTES = b"%PDF-1.7 underlag till verifiering"


@pytest.fixture(autouse=True)
def printed():
    attachment = make_attachment()
    attachment["file"] |= {"sha256": sha256_hex(BYTES), "size": len(BYTES)}
    store(BYTES, "application/pdf")
    payload = make_payload(attachments=[attachment])
    print_editions([payload, make_payload()])
    print_editions([correct(payload, title="Rättad"), make_payload()])


def faults(*, with_files: bool = True) -> list[tuple[int, str]]:
    return [(fault.seq, fault.message) for fault in find_faults(with_files=with_files)]


def run(statement: str) -> None:
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor == "postgresql" else "SELECT 1")
        cursor.execute(statement)


def rechained(seq: int, **changes: object) -> None:
    """Change a row and everything the attacker can compute from the row itself."""
    edition = Edition.objects.get(seq=seq)
    for name, value in changes.items():
        setattr(edition, name, value)
    edition.digest = sha256_hex(edition.payload.encode())
    former = Edition.objects.get(seq=seq - 1).chain if seq > 1 else ""
    edition.chain = chain_digest(edition, former)
    with triggers_lifted():
        Edition.objects.filter(seq=seq).update(
            **{field.attname: getattr(edition, field.attname) for field in Edition._meta.concrete_fields[1:]}
        )


def test_whole_ledger_has_no_fault(capsys):
    assert faults() == []
    call_command("ledger", "verify")
    assert "The ledger is whole" in capsys.readouterr().out


def test_empty_ledger_has_no_fault():
    run("DELETE FROM cms_currentfacet")
    run("DELETE FROM cms_listedchange")
    run("DELETE FROM cms_currentedition")
    run("DELETE FROM cms_publicfile")
    run("DELETE FROM cms_edition WHERE previous_id IS NOT NULL")
    run("DELETE FROM cms_edition")
    LedgerHead.objects.all().delete()
    assert faults() == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE cms_edition SET payload = payload || ' ' WHERE seq = 2",
            [(2, "payload does not have the digest")],
        ),
        ("UPDATE cms_edition SET note = 'annan' WHERE seq = 3", [(3, CHAIN)]),
        (
            "UPDATE cms_edition SET kind = 'withdrawn' WHERE seq = 2",
            [(2, CHAIN), (2, STATEMENT)],
        ),
        (
            "UPDATE cms_edition SET public_id = 'annan' WHERE seq = 2",
            [(2, CHAIN), (2, STATEMENT)],
        ),
        (
            "UPDATE cms_edition SET language = 'en' WHERE seq = 2",
            [(2, CHAIN), (2, STATEMENT)],
        ),
        (
            "UPDATE cms_edition SET number = 9 WHERE seq = 3",
            [(3, CHAIN), (3, STATEMENT)],
        ),
        ("UPDATE cms_edition SET previous_id = 2 WHERE seq = 3", [(3, CHAIN)]),
        (
            "UPDATE cms_edition SET released_at = '2020-01-01 00:00:00' WHERE seq = 4",
            [(4, CHAIN), (4, STATEMENT)],
        ),
        (
            f"UPDATE cms_edition SET digest = '{'0' * 64}' WHERE seq = 2",
            [
                (2, "payload does not have the digest"),
                (2, CHAIN),
                (2, STATEMENT),
            ],
        ),
        (
            "DELETE FROM cms_edition WHERE seq = 2",
            [(3, "edition 2 is missing"), (3, CHAIN)],
        ),
        ("DELETE FROM cms_edition WHERE seq = 4", [(0, "the head says 4, the newest edition is 3")]),
        ("UPDATE cms_ledgerhead SET seq = 3", [(0, "the head says 3, the newest edition is 4")]),
        ("UPDATE cms_ledgerhead SET chain = 'annan'", [(0, "head's chain is not that")]),
        ("DELETE FROM cms_ledgerhead", [(0, "the head says 0, the newest edition is 4")]),
    ],
)
def test_planted_damage_is_found_where_it_is(statement, expected):
    run(statement)
    found = faults()
    assert len(found) == len(expected)
    for (seq, message), (wanted_seq, wanted) in zip(found, expected, strict=True):
        assert seq == wanted_seq
        assert wanted in message


def test_row_that_was_replaced_with_care_breaks_the_chain_after_it():
    payload = Edition.objects.get(seq=2).payload.replace("Parkleken", "Parkhuset")
    rechained(2, payload=payload)
    assert faults() == [
        (2, "the statement is not of this edition"),
        (3, "the chain does not continue from the edition before"),
    ]


def test_last_row_that_was_replaced_with_care_is_told_by_the_head():
    rechained(4, note="smuget in")
    assert faults() == [
        (4, "the statement is not of this edition"),
        (0, "the head's chain is not that of the newest edition"),
    ]


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ('{"b":1,"a":2}', "not in canonical form"),
        ('{"a": 1}', "not in canonical form"),
        ('{"a":1.5}', "cannot be read: $.a: float"),
        ("{", "cannot be read"),
    ],
)
def test_payload_that_is_no_canonical_json_is_found_even_with_its_own_digest(payload, message):
    rechained(4, payload=payload)
    assert any(seq == 4 and message in text for seq, text in faults())


def test_missing_bytes_are_found_once_per_edition_that_names_them(settings):
    path = FolderStore(settings.PRIVATE_FILES_ROOT).path(sha256_hex(BYTES))
    path.unlink()
    message = f"the file underlag.pdf ({sha256_hex(BYTES)[:12]}…) is missing or changed"
    assert faults() == [(1, message), (3, message)]
    assert [fault.seq for fault in find_faults()] == [1, 3]
    assert faults(with_files=False) == []


def test_bytes_are_read_once_whatever_the_editions_that_name_them(monkeypatch):
    read = []
    monkeypatch.setattr(verification, "file_is_whole", lambda digest: read.append(digest) is None)
    assert faults() == []
    assert read == [sha256_hex(BYTES)]


def test_changed_bytes_are_found(settings):
    path = FolderStore(settings.PRIVATE_FILES_ROOT).path(sha256_hex(BYTES))
    path.write_bytes(b"x" * len(BYTES))
    try:
        assert len(faults()) == 2
    finally:
        path.unlink()


def test_command_tells_each_fault_and_fails(capsys):
    run("UPDATE cms_edition SET note = 'annan' WHERE seq = 3")
    run("UPDATE cms_ledgerhead SET seq = 3")
    with pytest.raises(CommandError, match="2 faults"):
        call_command("ledger", "verify", "--without-files")
    told = capsys.readouterr().err
    assert "seq 3: the chain does not continue" in told
    assert "the head says 3" in told


def test_command_rebuilds_and_tells_what_differed(capsys):
    call_command("ledger", "rebuild")
    assert "Read 4 editions" in capsys.readouterr().out
    run("UPDATE cms_currentedition SET title = 'annan' WHERE seq = 3")
    call_command("ledger", "rebuild")
    told = capsys.readouterr().out
    assert "It differed" in told
    assert "currentedition: 1" in told
    call_command("ledger", "rebuild")
    assert "It did not differ." in capsys.readouterr().out


def test_release_while_the_ledger_is_read_is_no_fault(monkeypatch):
    rows = type(Edition.objects.all())
    read = rows.iterator

    def read_then_release(self, *args, **kwargs):
        yield from list(read(self, *args, **kwargs))
        print_editions([make_payload()])

    monkeypatch.setattr(rows, "iterator", read_then_release)
    assert faults(with_files=False) == []
