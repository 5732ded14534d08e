"""Recording: in order, in the act's own transaction, in few statements, and for good."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

import pytest

from cms.audit.chain import chain_digest
from cms.audit.enums import Act
from cms.audit.exceptions import NotInTransactionError
from cms.audit.models import AuditEntry, AuditHead, AuditReader
from cms.audit.services import Done, Outsider, record, record_all
from cms.audit.verification import find_faults
from cms.common import clock
from tests.factories.cms_audit import make_entry, make_subject
from tests.factories.cms_workshop import make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2029, 3, 6, 9, 0, 0, 123_456, tzinfo=dt.UTC)


def test_an_entry_says_what_was_done_by_whom_and_when():
    user, subject = make_user("rakel", first_name="Rakel", last_name="Ek"), make_subject()
    with clock.set_to(NOW):
        entry = make_entry(
            act=Act.RELEASE_MOVED, by=user, subject=subject, readers=["polisen"], facts={"a": 1}
        )
    entry.refresh_from_db()
    assert (entry.act, entry.actor_id, entry.actor_name) == ("release.moved", user.pk, "Rakel Ek")
    assert (entry.actor_email, entry.actor_organisation) == ("", "")
    assert (entry.subject_type, entry.subject_key, entry.subject_title) == ("message", subject.key, "Lyktor")
    assert entry.at == NOW.replace(microsecond=123_000)
    assert entry.read_facts() == {"a": 1}
    assert entry.read_readers() == ["jarva", "polisen"]
    assert set(AuditReader.objects.filter(entry=entry).values_list("organisation", flat=True)) == {
        "jarva",
        "polisen",
    }


def test_a_person_without_account_is_named_and_cut_to_length():
    entry = make_entry(by=Outsider("Dana", "Tidningen" * 40, "dana@example.org"))
    assert (entry.actor_id, entry.actor_name, entry.actor_email) == (None, "Dana", "dana@example.org")
    assert entry.actor_organisation == ("Tidningen" * 40)[:255]


def test_the_system_has_no_name():
    assert (make_entry(by=None).actor_id, AuditEntry.objects.get().actor_name) == (None, "")


def test_entries_are_counted_and_chained():
    first, second = make_entry(), make_entry()
    head = AuditHead.objects.get()
    assert (first.seq, second.seq, head.seq) == (1, 2, 2)
    assert first.chain == chain_digest(first, "")
    assert second.chain == chain_digest(second, first.chain) == head.chain


def test_several_acts_cost_as_many_statements_as_one():
    acts = [Done(Act.ITEM_WITHDRAWN, None, make_subject(), "jarva", ["polisen"]) for _ in range(60)]
    counts = []
    for some in (acts[:1], acts):
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            record_all(some)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 7  # with the savepoint's two
    assert [entry.seq for entry in AuditEntry.objects.order_by("seq")] == list(range(1, 62))
    assert list(find_faults()) == []


def test_nothing_to_record_touches_nothing():
    with CaptureQueriesContext(connection) as captured:
        assert record_all([]) == []
    assert len(captured) == 0


def test_readers_are_those_of_the_subjects_first_entry_unless_said():
    subject = make_subject()
    make_entry(subject=subject, organisation="", readers=["polisen", "region"])
    make_entry(subject=subject, readers=["andra"])
    inherited = make_entry(subject=subject, organisation="jarva", readers=None)
    assert inherited.read_readers() == ["jarva", "polisen", "region"]
    assert make_entry(subject=make_subject(), organisation="", readers=None).read_readers() == []


def test_a_missing_head_is_made():
    AuditHead.objects.all().delete()
    assert make_entry().seq == 1


def test_who_is_named_stays_named():
    organisation = make_organisation("borta")
    user = make_member(organisation)
    name = user.get_username()
    entry = make_entry(by=user, organisation="borta")
    user.delete()
    organisation.delete()
    entry.refresh_from_db()
    assert (entry.actor_name, entry.organisation) == (name, "borta")
    assert list(find_faults()) == []


def test_an_act_that_fails_afterwards_leaves_no_entry():
    with transaction.atomic():
        make_entry()
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()
    assert make_entry().seq == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused():
    with pytest.raises(NotInTransactionError):
        record(act=Act.APPROVAL_READ, by=None, subject=make_subject())
    assert not AuditEntry.objects.exists()
