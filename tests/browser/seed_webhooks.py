"""What the browser finds at the desk of webhooks: a partner, printed terms, an endpoint with a log, a visited page."""

from __future__ import annotations

import datetime as dt

from cms.accounts.models import Role
from cms.common import clock
from cms.items.services import sync_access
from cms.ledger.consumers import consume
from pressroom.copies.consumer import Checker, take_in
from pressroom.copies.fetching import Outcome as Visited
from pressroom.copies.reading import read_page
from pressroom.partners.models import Partner
from pressroom.webhooks.posting import Outcome
from pressroom.webhooks.queueing import POSITION, queue
from pressroom.webhooks.sender import Sender
from tests.factories.cms_ledger import make_payload, make_term, print_editions
from tests.factories.cms_workshop import make_desk, make_member
from tests.factories.pressroom_copies import Remembering as Visiting
from tests.factories.pressroom_copies import html_of, make_page, make_partner_page, make_text
from tests.factories.pressroom_webhooks import TAKEN, Remembering, make_endpoint, make_keeper, make_partner

KEEPER = "wilma"
PARTNER, WEBHOOK = "Påhittade bostadsbolaget", "Intranätet"
PAGE = "https://bostad.example/nyheter/kvarnbyplan-far-nya-lyktor-som-ska-gora-det-tryggare-for-alla"


def seed() -> None:
    """Fill an empty database."""
    desk = make_desk("jarva")
    keeper = make_member(desk.organisation, role=Role.PRESS_OFFICER)
    keeper.username = KEEPER
    keeper.save()
    sync_access(desk.organisation)
    print_editions([make_term("tag", "sommar", "Sommar"), make_term("area", "trygghet", "Trygghet")])
    consume(POSITION, queue)
    partner = make_partner(name=PARTNER)
    make_endpoint(partner=partner, name=WEBHOOK, by=make_keeper(), is_full=True)
    print_editions([make_payload()])
    _send(Outcome(500, "", 1.2, "Databasen svarar inte"))
    print_editions([make_payload()])
    _send(TAKEN)
    _visit(partner)


def _send(outcome: Outcome) -> None:
    consume(POSITION, queue)
    sender = Sender(Remembering(outcome))
    while sender.turn() == 0:
        pass


def _visit(partner: Partner) -> None:
    text = make_text()
    take_in(print_editions([text]))
    make_partner_page(PAGE, partner=partner, due_at=clock.now() - dt.timedelta(minutes=1))
    altered = read_page(make_page(html_of(text).replace("nattetid", "dagtid")))
    Checker(Visiting(lambda visit: Visited(visit, altered, status=200))).turn()
