import pytest

from search.engine.client import Address, address_from_settings, connect
from tests.fakes.engine import fake_engine


def ok(_request):
    return 200, {"count": 3}


def test_settings_say_where_the_engine_is(settings):
    settings.SEARCH_ENGINE = "opensearch"
    settings.SEARCH_URL = "https://search.example.se:9200"
    settings.SEARCH_INDEX = "jarva"
    settings.SEARCH_USER, settings.SEARCH_PASSWORD = "sok", "hemligt"
    assert address_from_settings() == Address(
        "opensearch", "https://search.example.se:9200", index="jarva", user="sok", password="hemligt"
    )


@pytest.mark.parametrize(
    ("vendor", "sent"),
    [
        ("elasticsearch", "application/vnd.elasticsearch+json; compatible-with=8"),
        ("opensearch", "application/json"),
    ],
)
def test_each_vendor_gets_the_media_types_that_it_knows(vendor, sent):
    with fake_engine(ok) as engine:
        engine.product = "Elasticsearch" if vendor == "elasticsearch" else ""
        assert connect(Address(vendor, engine.url)).count(index="a", query={"match_all": {}})["count"] == 3
    headers = {name.lower(): value for name, value in engine.requests[0].headers.items()}
    assert headers["content-type"] == headers["accept"] == sent


def test_bulk_requests_to_opensearch_are_lines_of_json():
    with fake_engine(lambda request: (200, {"items": []})) as engine:
        engine.product = ""
        connect(Address("opensearch", engine.url)).bulk(operations=[{"delete": {"_index": "a", "_id": "1"}}])
    headers = {name.lower(): value for name, value in engine.requests[0].headers.items()}
    assert headers["content-type"] == "application/x-ndjson"


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        ({"user": "sok", "password": "hemligt"}, "Basic c29rOmhlbWxpZ3Q="),
        ({"api_key": "bnljaw=="}, "ApiKey bnljaw=="),
        ({}, None),
    ],
)
@pytest.mark.parametrize("vendor", ["elasticsearch", "opensearch"])
def test_credentials_are_sent(vendor, credentials, header):
    with fake_engine(ok) as engine:
        connect(Address(vendor, engine.url, **credentials)).count(index="a")
    assert {name.lower(): value for name, value in engine.requests[0].headers.items()}.get(
        "authorization"
    ) == header


def test_one_client_serves_all_of_a_process():
    address = Address("elasticsearch", "http://127.0.0.1:9200")
    assert connect(address) is connect(address)
