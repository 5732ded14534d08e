"""Pages are named, taken away and visited at once by those who look after partners, and by nobody else."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.audit.models import AuditEntry
from cms.common import clock
from pressroom.copies import services
from pressroom.copies.models import PartnerPage
from pressroom.copies.services import Line, add_pages, check_now, read_lines, remove_page
from pressroom.partners import services as partners
from pressroom.partners.exceptions import MayNotManageError, PartnerError
from tests.factories.cms_ledger import FIRST_RELEASE, print_editions, withdraw
from tests.factories.cms_workshop import make_chief, make_user
from tests.factories.pressroom_copies import make_partner_page, make_text
from tests.factories.pressroom_partners import make_partner

pytestmark = pytest.mark.django_db
NOW = FIRST_RELEASE + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def text():
    payload = make_text()
    print_editions([payload])
    return payload


def test_lines_are_addresses_with_texts_of_ours_behind(text):
    item = text["id"]
    ours = f"http://testserver/sv/meddelanden/{item}/lyktor/"
    written = f"\n https://a.example/x?y=1#del \n\nhttps://b.example/ {ours} {item}\r\n"
    assert read_lines(written) == [Line("https://a.example/x?y=1"), Line("https://b.example/", (item,))]


def test_a_withdrawn_text_may_be_named_since_it_may_still_be_shown(text):
    print_editions([withdraw(text)])
    assert read_lines(f"https://a.example/ {text['id']}")[0].expected == (text["id"],)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "minst en adress"),
        ("  \n ", "minst en adress"),
        ("kommunen.example/nyhet", "https://"),
        ("http://a.example/", "https://"),
        ("https://127.0.0.1/", "öppna nätet"),
        ("https://namn:losen@a.example/", "lösenord"),
        ("https://a.example:22/", "port"),
        ("https://a.example/ finns-inte", "ingen text i pressrummet"),
        ("https://a.example/ http://testserver/sv/meddelanden/0000000000/", "ingen text i pressrummet"),
        ("https://a.example/ \x00", "ingen text i pressrummet"),
    ],
)
def test_what_can_not_be_visited_is_named(text, written, said):
    with pytest.raises(PartnerError, match=said):
        read_lines(written)


def test_pages_are_due_at_once_and_stand_in_the_log_without_their_addresses():
    partner = make_partner()
    lines = [Line("https://a.example/hemlig"), Line("https://a.example/2"), Line("https://a.example/2")]
    assert add_pages(partner=partner, lines=lines, by=make_chief()) == 2
    assert set(PartnerPage.objects.values_list("host", "due_at")) == {("a.example", NOW)}
    entry = AuditEntry.objects.latest("seq")
    assert entry.act == "partner.pages_added"
    assert "a.example" in str(entry.facts)
    assert "hemlig" not in str(entry.facts)


def test_naming_a_page_again_changes_what_it_should_show(text):
    page = make_partner_page("https://a.example/", due_at=NOW + dt.timedelta(days=1))
    lines = [Line("https://a.example/", [text["id"]])]
    assert add_pages(partner=page.partner, lines=lines, by=make_chief()) == 0
    page.refresh_from_db()
    assert (page.expected, page.due_at) == ([text["id"]], NOW)


def test_there_is_an_end_to_it(monkeypatch):
    monkeypatch.setattr(services, "MOST_PAGES", 1)
    lines = [Line("https://a.example/1"), Line("https://a.example/2")]
    with pytest.raises(PartnerError, match="högst 1 sidor"):
        add_pages(partner=make_partner(), lines=lines, by=make_chief())
    assert not PartnerPage.objects.exists()


def test_a_page_is_removed_with_what_was_found():
    page = make_partner_page()
    remove_page(page=page, by=make_chief())
    assert not PartnerPage.objects.exists()
    assert AuditEntry.objects.latest("seq").act == "partner.page_removed"


def test_now_means_next_and_whole():
    page = make_partner_page(
        due_at=NOW + dt.timedelta(days=1), etag='"x"', visited_at=NOW - dt.timedelta(hours=1)
    )
    check_now(page=page, by=make_chief())
    page.refresh_from_db()
    assert (page.due_at, page.etag) == (NOW, "")


def test_a_site_is_not_pestered():
    page = make_partner_page(visited_at=NOW - dt.timedelta(seconds=59))
    with pytest.raises(PartnerError, match="Vänta en minut"):
        check_now(page=page, by=make_chief())


def test_a_partner_at_rest_is_left_alone():
    page = make_partner_page()
    partners.pause(partner=page.partner, by=make_chief())
    with pytest.raises(PartnerError, match="vilar"):
        check_now(page=page, by=make_chief())


def test_nobody_else_may():
    page, nobody = make_partner_page(), make_user()
    for act in (
        lambda: add_pages(partner=page.partner, lines=[Line("https://a.example/")], by=nobody),
        lambda: remove_page(page=page, by=nobody),
        lambda: check_now(page=page, by=nobody),
    ):
        with pytest.raises(MayNotManageError):
            act()
    assert list(PartnerPage.objects.all()) == [page]
