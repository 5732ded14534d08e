"""What the browser finds at the desk of webhooks: a partner, printed terms, and an endpoint with a log."""

from __future__ import annotations

from cms.accounts.models import Role
from cms.items.services import sync_access
from cms.ledger.consumers import consume
from pressroom.webhooks.posting import Outcome
from pressroom.webhooks.queueing import POSITION, queue
from pressroom.webhooks.sender import Sender
from tests.factories.cms_ledger import make_payload, make_term, print_editions
from tests.factories.cms_workshop import make_desk, make_member
from tests.factories.pressroom_webhooks import TAKEN, Remembering, make_endpoint, make_keeper, make_partner

KEEPER = "wilma"
PARTNER, WEBHOOK = "Påhittade bostadsbolaget", "Intranätet"


def seed() -> None:
    """Fill an empty database."""
    desk = make_desk("jarva")
    keeper = make_member(desk.organisation, role=Role.PRESS_OFFICER)
    keeper.username = KEEPER
    keeper.save()
    sync_access(desk.organisation)
    print_editions([make_term("tag", "sommar", "Sommar"), make_term("area", "trygghet", "Trygghet")])
    consume(POSITION, queue)
    make_endpoint(partner=make_partner(name=PARTNER), name=WEBHOOK, by=make_keeper(), is_full=True)
    print_editions([make_payload()])
    _send(Outcome(500, "", 1.2, "Databasen svarar inte"))
    print_editions([make_payload()])
    _send(TAKEN)


def _send(outcome: Outcome) -> None:
    consume(POSITION, queue)
    sender = Sender(Remembering(outcome))
    while sender.turn() == 0:
        pass
