"""Verification finds every kind of damage, and the command says where."""

from __future__ import annotations

import pytest

from cms.audit import verification
from cms.audit.chain import chain_digest
from cms.audit.models import AuditEntry, AuditHead, AuditReader
from cms.audit.verification import Anchor, find_faults
from tests.factories.cms_audit import make_entry
from tests.plugins.flushing import triggers_lifted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def five_entries():
    for _ in range(5):
        make_entry(readers=["polisen"])


def faults(anchor: Anchor | None = None) -> list[int]:
    return [fault.seq for fault in find_faults(anchor=anchor)]


def test_a_whole_log_has_none():
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        {"actor_name": "En annan"},
        {"actor_id": 7},
        {"actor_email": "x@example.org"},
        {"actor_organisation": "X"},
        {"act": "approval.signed"},
        {"at": "2001-01-01T00:00:00Z"},
        {"subject_type": "briefing"},
        {"subject_key": "00000000-0000-4000-8000-000000000000"},
        {"subject_title": "En annan text"},
        {"organisation": "region"},
        {"facts": "{}"},
        {"chain": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row_is_found_at_its_place(change):
    with triggers_lifted():
        AuditEntry.objects.filter(seq=3).update(**change)
    assert faults()[0] == 3


def test_a_changed_row_with_a_chain_made_anew_is_found_at_the_next():
    with triggers_lifted():
        entry = AuditEntry.objects.get(seq=3)
        entry.actor_name = "En annan"
        entry.chain = chain_digest(entry, AuditEntry.objects.get(seq=2).chain)
        entry.save()
    assert faults() == [4]


def test_a_removed_row_is_found():
    with triggers_lifted():
        AuditReader.objects.filter(entry=3).delete()
        AuditEntry.objects.filter(seq=3).delete()
    assert faults()[0] == 4


def test_an_inserted_row_is_found():
    with triggers_lifted():
        entry = AuditEntry.objects.get(seq=5)
        entry.seq = 6
        entry.save(force_insert=True)
    assert faults()[0] == 6
    assert [fault.message for fault in find_faults()][-1] == "there are entries after the head, up to 6"


def test_a_row_before_the_first_is_found():
    with triggers_lifted():
        entry = AuditEntry.objects.get(seq=1)
        entry.seq = 0
        entry.save(force_insert=True)
    assert faults()[0] == 0


@pytest.mark.parametrize("seq", [1, 5])
def test_another_reader_is_found(seq):
    with triggers_lifted():
        AuditReader.objects.create(entry_id=seq, organisation="region")
    assert faults() == [seq]


def test_a_missing_reader_is_found():
    with triggers_lifted():
        AuditReader.objects.filter(entry=2, organisation="polisen").delete()
    assert faults() == [2]


def test_a_cut_end_is_found_by_the_head():
    with triggers_lifted():
        AuditReader.objects.filter(entry=5).delete()
        AuditEntry.objects.filter(seq=5).delete()
    assert [fault.message for fault in find_faults()] == ["the head is at 5, the newest entry is 4"]


def test_a_head_with_another_chain_is_found():
    AuditHead.objects.update(chain="0" * 64)
    assert faults() == [0]


def test_a_missing_head_is_found():
    AuditHead.objects.all().delete()
    assert [fault.message for fault in find_faults()] == ["there are entries after the head, up to 5"]


def test_an_end_that_was_cut_with_its_head_is_found_by_what_was_written_down():
    known = Anchor(5, AuditHead.objects.get().chain)
    assert faults(known) == []
    with triggers_lifted():
        AuditReader.objects.filter(entry=5).delete()
        AuditEntry.objects.filter(seq=5).delete()
    AuditHead.objects.update(seq=4, chain=AuditEntry.objects.get(seq=4).chain)
    assert faults() == []
    assert faults(known) == [5]


def test_a_log_computed_anew_is_found_by_what_was_written_down():
    known = Anchor(4, AuditEntry.objects.get(seq=4).chain)
    with triggers_lifted():
        chain = ""
        for entry in AuditEntry.objects.order_by("seq"):
            entry.actor_name = "En annan"
            entry.chain = chain = chain_digest(entry, chain)
            entry.save()
    AuditHead.objects.update(chain=chain)
    assert faults() == []
    assert faults(known) == [4]


def test_acts_that_are_recorded_meanwhile_are_no_faults(monkeypatch):
    read = verification._read

    def recorded_meanwhile():
        make_entry()
        yield from read()

    monkeypatch.setattr(verification, "_read", recorded_meanwhile)
    assert faults() == []
    assert AuditEntry.objects.count() == 6


def test_a_log_longer_than_one_read_is_whole(monkeypatch):
    monkeypatch.setattr("cms.audit.verification._CHUNK", 2)
    assert faults() == []


def test_an_empty_log_is_whole():
    with triggers_lifted():
        AuditReader.objects.all().delete()
        AuditEntry.objects.all().delete()
    AuditHead.objects.all().delete()
    assert faults() == []
