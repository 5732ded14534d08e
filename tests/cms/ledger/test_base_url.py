"""Finished addresses follow the press room's own address when it moves."""

from __future__ import annotations

from django.test import override_settings

import pytest

from cms.ledger.models import CurrentEdition
from cms.ledger.rebuilding import rebuild_if_moved
from tests.factories.cms_ledger import make_payload, print_editions

pytestmark = pytest.mark.django_db


def test_nothing_is_done_while_the_address_stays() -> None:
    assert rebuild_if_moved() is None
    print_editions([make_payload()])
    assert rebuild_if_moved() is None


def test_a_new_address_is_in_every_finished_text() -> None:
    print_editions([make_payload()])
    with override_settings(PUBLIC_BASE_URL="https://press.example.se"):
        assert rebuild_if_moved() is not None
        assert rebuild_if_moved() is None
    row = CurrentEdition.objects.get()
    assert row.read_card()["url"].startswith("https://press.example.se/sv/")
    assert "http://testserver" not in row.document


def test_what_is_printed_after_the_move_does_not_hide_that_the_rest_is_from_before() -> None:
    print_editions([make_payload()])
    with override_settings(PUBLIC_BASE_URL="https://press.example.se"):
        print_editions([make_payload()])
        assert rebuild_if_moved() is not None
    assert all("http://testserver" not in row.document for row in CurrentEdition.objects.all())
