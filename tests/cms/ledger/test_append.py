"""Appending: gap-free, in one transaction, refusing what cannot be."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

import pytest

from cms.common.digests import canonical_json, sha256_hex
from cms.ledger.append import NewEdition, append, chain_digest
from cms.ledger.enums import EditionKind
from cms.ledger.exceptions import AddressTakenError, ItemAlreadyGoneError, NotInTransactionError
from cms.ledger.models import CurrentEdition, Edition, LedgerHead
from cms.ledger.queries import get_head
from cms.ledger.verification import find_faults
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_full_payload,
    make_key,
    make_payload,
    make_term,
    print_editions,
    withdraw,
)

AT = dt.datetime(2026, 3, 3, 8, 0, 0, 123456, tzinfo=dt.UTC)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_appended():
    with pytest.raises(NotInTransactionError):
        append([NewEdition(make_payload(), EditionKind.PUBLISHED)], release_key=uuid.uuid4(), released_at=AT)
    assert not Edition.objects.exists()
    assert get_head().seq == 0


@pytest.mark.django_db
class TestAppend:
    def test_seq_goes_on_without_gap_over_releases(self):
        print_editions([make_payload(), make_payload()])
        print_editions([make_payload()])
        assert list(Edition.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
        assert get_head().seq == 3

    def test_edition_keeps_the_payload_to_the_byte_under_its_digest(self):
        payload = make_full_payload()
        (printed,) = print_editions([payload], released_at=AT)
        row = Edition.objects.get(seq=printed.seq)
        assert row.payload == canonical_json(payload)
        assert row.digest == sha256_hex(row.payload.encode())
        assert (row.item_type, row.public_id, row.language) == ("message", payload["id"], "sv")
        assert str(row) == f"1 published message/{payload['id']} sv"

    def test_instant_is_kept_to_the_millisecond(self):
        # What the API shows is what the chain is computed over, whatever the database keeps.
        print_editions([make_payload()], released_at=AT)
        assert Edition.objects.get().released_at == AT.replace(microsecond=123000)

    def test_each_language_counts_its_own_editions(self):
        swedish = make_payload()
        english = {**swedish, "language": "en"}
        print_editions([swedish])
        print_editions([correct(swedish), english])
        print_editions([correct(english)])
        rows = Edition.objects.order_by("seq").values_list("language", "number", "previous_id")
        assert list(rows) == [("sv", 1, None), ("sv", 2, 1), ("en", 1, None), ("en", 2, 3)]

    def test_nothing_to_append_moves_nothing(self):
        print_editions([make_payload()])
        assert print_editions([]) == []
        assert LedgerHead.objects.get().seq == 1

    def test_release_that_fails_half_way_leaves_nothing(self):
        first = make_payload()
        print_editions([first])
        with pytest.raises(ItemAlreadyGoneError):
            print_editions([make_payload(), withdraw(make_payload())])
        assert Edition.objects.count() == CurrentEdition.objects.count() == get_head().seq == 1
        assert list(find_faults()) == []

    def test_same_item_twice_in_one_release_is_refused(self):
        payload = make_payload()
        with pytest.raises(IntegrityError), transaction.atomic():
            print_editions([payload, correct(payload)])
        assert not Edition.objects.exists()

    @pytest.mark.parametrize("goodbye", [withdraw, delete])
    def test_what_is_not_public_cannot_go(self, goodbye):
        with pytest.raises(ItemAlreadyGoneError, match="is not public"):
            print_editions([goodbye(make_payload())])

    @pytest.mark.parametrize(
        ("first", "second"), [(withdraw, withdraw), (delete, withdraw), (delete, delete)]
    )
    def test_what_is_gone_cannot_go_again(self, first, second):
        payload = make_payload()
        print_editions([payload])
        print_editions([first(payload)])
        with pytest.raises(ItemAlreadyGoneError):
            print_editions([second(payload)])

    def test_withdrawal_in_one_language_is_not_one_in_another(self):
        payload = make_payload()
        print_editions([payload])
        with pytest.raises(ItemAlreadyGoneError, match=r"\(en\)"):
            print_editions([withdraw({**payload, "language": "en"})])

    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_address_of_another_item_is_refused_in_every_language(self, language):
        print_editions([make_term("area", "trygghet", "Trygghet")])
        other = make_term("area", "trygghet", "Annan trygghet", key=make_key("annan"), language=language)
        with pytest.raises(AddressTakenError, match="area/trygghet"):
            print_editions([other])

    def test_address_stays_taken_after_a_withdrawal(self):
        area = make_term("area", "trygghet", "Trygghet")
        print_editions([area])
        print_editions([withdraw(area)])
        with pytest.raises(AddressTakenError):
            print_editions([make_term("area", "trygghet", "Ny", key=make_key("annan"))])

    def test_same_id_of_another_type_is_another_address(self):
        print_editions([make_term("area", "rinkeby", "Rinkeby"), make_term("place", "rinkeby", "Rinkeby")])
        assert CurrentEdition.objects.filter(public_id="rinkeby").count() == 2

    def test_two_items_with_one_address_in_one_release_are_refused(self):
        area = make_term("area", "trygghet", "Trygghet")
        with pytest.raises((AddressTakenError, IntegrityError)), transaction.atomic():
            print_editions([area, {**area, "key": str(make_key("annan"))}])
        assert not Edition.objects.exists()

    def test_many_editions_in_one_release(self):
        payloads = [make_payload() for _ in range(450)]
        print_editions(payloads)
        print_editions([correct(payload) for payload in payloads])
        assert Edition.objects.count() == 900
        assert CurrentEdition.objects.count() == 450
        assert list(find_faults(with_files=False)) == []


@pytest.mark.django_db
def test_a_withdrawn_item_can_still_be_deleted_and_then_no_more() -> None:
    """A withdrawal keeps the title in sight; a deletion takes that away too."""
    payload = make_payload()
    print_editions([payload])
    print_editions([withdraw(payload, "Stämde inte.")])
    print_editions([delete(payload)])
    assert CurrentEdition.objects.get().kind == EditionKind.DELETED
    for again in (delete(payload), withdraw(payload, "En gång till.")):
        with pytest.raises(ItemAlreadyGoneError):
            print_editions([again])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", 2),
        ("item_key", uuid.UUID(int=1)),
        ("language", "en"),
        ("item_type", "briefing"),
        ("public_id", "0000000000"),
        ("number", 2),
        ("kind", EditionKind.REFRESHED),
        ("note", "Smuget in."),
        ("previous_id", 1),
        ("release_key", uuid.UUID(int=1)),
        ("released_at", AT + dt.timedelta(milliseconds=1)),
        ("digest", "0" * 64),
    ],
)
def test_chain_binds_each_fact(field: str, value: object) -> None:
    print_editions([make_payload()], released_at=AT)
    edition = Edition.objects.get()
    assert edition.chain == chain_digest(edition, "") != chain_digest(edition, "annan")
    setattr(edition, field, value)
    assert chain_digest(edition, "") != edition.chain
