"""A changed press contact stands in feeds: whoever has subscribed to one that shows it is sent it anew."""

from __future__ import annotations

from typing import Any

import pytest

from cms.common.languages import LANGUAGES
from cms.organisations.models import Organisation, PressContact
from pressroom.websub.desks import mark_changed
from pressroom.websub.models import WebSubSubscription
from tests.factories.cms_ledger import make_payload, make_ref, make_term, print_editions
from tests.factories.cms_workshop import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_feeds(subscriber: Any, ask: Any, work: Any) -> dict[str, Organisation]:
    """Subscribe to everything and to what one organisation answers for; another one answers for the newest text."""
    found = {code: make_organisation(code, code.title()) for code in ("jarva", "polisen")}
    for code in found:
        ref = make_ref("organisation", code, code.title())
        print_editions([make_term("organisation", code, code.title())])
        print_editions([make_payload(owner=ref, responsible=ref, signatories=[ref])])
    for path in ("/alla", "/jarva"):
        assert ask(callback=subscriber.receiver.url(path), **TOPICS[path]).status_code == 202
    work()
    mark_changed()
    return found


TOPICS = {"/alla": {}, "/jarva": {"topic": "http://testserver/sv/feed.atom?organisation=jarva"}}


def change(organisation: Organisation, phone: str = "08-999 99 99") -> None:
    PressContact.objects.filter(organisation=organisation).update(phone=phone)


def paths(subscriber: Any) -> set[str]:
    return {request.path for request in subscriber.sent}


def test_who_shows_it_is_sent_it_and_nobody_else(two_feeds: Any, subscriber: Any, work: Any) -> None:
    change(two_feeds["polisen"])
    work()
    assert paths(subscriber) == {"/alla"}
    assert b"08-999 99 99" in subscriber.sent[0].body
    change(two_feeds["jarva"], "08-111 11 11")
    work()
    assert paths(subscriber) == {"/alla", "/jarva"}
    assert len(subscriber.sent) == 3


def test_once(two_feeds: Any, subscriber: Any, work: Any) -> None:
    change(two_feeds["polisen"])
    assert mark_changed() == ["polisen"]
    assert mark_changed() == []
    work()
    work()
    assert len(subscriber.sent) == 1


def test_a_duty_number_is_a_contact_and_the_order_of_organisations_is_none(
    two_feeds: Any, subscriber: Any, work: Any
) -> None:
    Organisation.objects.filter(code="jarva").update(sort_order=77)
    work()
    assert not subscriber.sent
    Organisation.objects.filter(code="jarva").update(duty_phone="08-222 22 22")
    work()
    assert b"08-222 22 22" in subscriber.sent[0].body


def test_what_failed_before_keeps_its_time(two_feeds: Any, subscriber: Any, work: Any) -> None:
    subscriber.status = 503
    change(two_feeds["jarva"])
    work()
    tries = set(WebSubSubscription.objects.values_list("tries", flat=True))
    change(two_feeds["jarva"], "08-333 33 33")
    mark_changed()
    assert set(WebSubSubscription.objects.values_list("tries", flat=True)) == tries == {1}


def test_a_new_organisation_and_a_removed_one_are_no_change(
    two_feeds: Any, subscriber: Any, work: Any
) -> None:
    make_organisation("skolan", "Skolan")
    assert mark_changed() == []
    PressContact.objects.filter(organisation__code="skolan").update(phone="08-444 44 44")
    assert mark_changed() == ["skolan"]
    work()
    assert not subscriber.sent


def test_looking_costs_little(two_feeds: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2 + 2 * len(LANGUAGES)):
        mark_changed()
