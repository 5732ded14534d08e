"""The API against its own description, asked by a machine that knows nothing but that description."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.config._checks import NegativeDataRejectionConfig

from cms.common import clock
from cms.common.charts import draw
from cms.common.signing import encode
from cms.files.services import store
from pressroom.partners.enums import Scope
from pressroom.selection import FACETS, Position, encode_cursor
from pressroom.webhooks.models import WebhookEndpoint
from pressroom.webhooks.sender import Sender
from tests.factories.cms_ledger import (
    correct,
    make_figure,
    make_full_payload,
    make_key,
    make_term,
    print_editions,
    withdraw,
)
from tests.factories.cms_workshop import make_organisation
from tests.factories.pressroom_partners import bearer, make_partner
from tests.factories.pressroom_partners import make_key as make_partner_key
from tests.factories.pressroom_webhooks import HUNG, Remembering, make_endpoint

EXAMPLES = 100
KEY = make_key("schemathesis")
ITEM = make_full_payload(key=KEY, type="briefing")
GONE = make_full_payload(key=make_key("schemathesis-gone"))
CODES = {
    "organisation": "jarva",
    "area": "unga-i-riskzon",
    "goal": "fler-i-fritid",
    "audience": "boende",
    "tag": "sommar",
    "place": "rinkeby",
    "calendar": "sommaren",
}
#: What the collections' addresses hold, so that questions about one thing find it.
COLLECTIONS = {
    "organisations": "organisation",
    "areas": "area",
    "goals": "goal",
    "audiences": "audience",
    "tags": "tag",
    "places": "place",
    "calendar": "calendar",
}

#: A place in each log, as it is handed out.
CURSORS = {
    "/api/v1/webhooks/deliveries": encode(b"12"),
    "/api/v1/reach": encode(b"2029-01-05 aaaaaaaaaa api"),
}

config = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(
                modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE], max_examples=EXAMPLES
            ),
            # 414, too: what is too long is not looked at.
            checks=ChecksConfig(
                negative_data_rejection=NegativeDataRejectionConfig(expected_statuses=["4xx"])
            ),
        )
    )
)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=config)


@pytest.fixture
def _same_connection() -> Iterator[None]:
    """Let a request keep the connection it finds, as Django's test client does: the test's transaction is in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world(db: None, _same_connection: None) -> None:
    """Print one of everything, some of it corrected, some withdrawn."""
    drawing = draw(
        chart="bar", title="Lyktor", description="", columns=["2025"], rows=[("Enen", ["12"])], unit="", language="sv",
        element_id="figure-f1",
    )  # fmt: skip
    stored = store(b"Kvarter;2025\r\n", "text/csv")
    figure = make_figure(svg=drawing)
    figure["csv"] |= {"sha256": stored.sha256, "size": stored.size}
    item = {**ITEM, "body": [*ITEM["body"][:-1], figure]}
    indicator = {
        "id": "i1", "name": "Trygghet", "unit": "procent", "source": "", "source_url": "", "method": "",
        "series": [{"period": "2025", "value": "61.5"}], "svg": drawing,
    }  # fmt: skip
    extra: dict[str, dict[str, Any]] = {
        "goal": {"goal_kind": "effect", "indicators": [indicator]},
        "calendar": {
            "calendar": {
                "starts_at": "2026-06-01T08:00:00.000Z",
                "zone": "Europe/Stockholm",
                "status": "confirmed",
            }
        },
    }
    make_organisation("jarva", "Järva stadsdelsförvaltning")
    print_editions(
        [make_term(kind, code, code.title(), **extra.get(kind, {})) for kind, code in CODES.items()]
    )
    print_editions([item, {**item, "language": "en"}, GONE])
    print_editions([correct(item), withdraw(GONE)])


def make_true(case: schemathesis.Case) -> None:
    """Put things that exist in place of generated names: no description can know those."""
    collection = case.path.split("/")[3]
    known = {
        "id": CODES[COLLECTIONS[collection]] if collection in COLLECTIONS else ITEM["id"],
        "figure": "f1",
        "indicator": "i1",
        "number": 1,
    }
    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    query = {
        name: value for name, value in (case.query or {}).items() if name not in {"head", "chain", "since"}
    }
    true = {
        **{name: CODES[name] for name in FACETS},
        "cursor": encode_cursor(Position(before=10**6)),
        "released_since": "2026-03-01",
        "released_until": "2027-01-01T00:00:00Z",
        "edition": 1,
        "wait": 0,
    }
    case.query = {name: true.get(name, value) for name, value in query.items()}


@pytest.fixture
def own_log(world: None) -> Iterator[dict[str, str]]:
    """Let a partner have a webhook with messages in each state; give the headers of its key."""
    with clock.set_to(dt.datetime(2029, 1, 15, 9, 0, tzinfo=clock.UTC)):
        partner = make_partner()
        make_endpoint(partner=partner)
        Sender(Remembering()).turn()
        print_editions([make_full_payload()])
        Sender(Remembering(HUNG)).turn()
        yield bearer(make_partner_key(partner, scope=Scope.WEBHOOKS))


@schema.include(tag="partners").parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
def test_answers_to_a_partner_are_as_described(own_log: dict[str, str], case: schemathesis.Case) -> None:
    """With a key, so that what is asked is answered and not refused at the door."""
    assert case.meta is not None
    if case.meta.generation.mode == GenerationMode.POSITIVE:
        true = {
            "webhook": str(WebhookEndpoint.objects.get().key),
            "cursor": CURSORS.get(case.path),
            "since": "2029-01-01",
            "until": "2029-01-31",
            "created_since": "2026-03-01",
            "created_until": "2027-01-01T00:00:00Z",
        }
        case.query = {name: true.get(name, value) for name, value in (case.query or {}).items()}
    case.call_and_validate(headers=own_log)


@schema.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
def test_answers_are_as_described(world: None, case: schemathesis.Case) -> None:
    """With all checks: of what is asked by the description, and of what is not."""
    assert case.meta is not None
    if case.meta.generation.mode == GenerationMode.POSITIVE:
        make_true(case)
    case.call_and_validate()
