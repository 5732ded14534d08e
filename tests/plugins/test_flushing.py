"""A test that commits leaves nothing behind, and the ledger is append-only again for the next one."""

from __future__ import annotations

from django.db import DatabaseError, transaction

from wagtail.models import Locale, Page

import pytest

from cms.ledger.models import CurrentEdition, Edition
from tests.factories.cms_ledger import make_payload, print_editions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", [1, 2])
def test_database_is_fresh_and_guarded_on_every_turn(turn):
    assert not Edition.objects.exists()
    assert Page.objects.filter(depth=1).count() == 1
    assert Locale.objects.exists()

    print_editions([make_payload()])
    Page.objects.filter(depth=2).update(title="Spår av ett prov")

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.all().delete()
    assert Edition.objects.count() == CurrentEdition.objects.count() == 1


def test_the_migrations_rows_are_what_they_were():
    assert not Page.objects.filter(title="Spår av ett prov").exists()
