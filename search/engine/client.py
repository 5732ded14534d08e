"""The connection to the engine. One client library serves both vendors; OpenSearch gets an adapter."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings

from elasticsearch import Elasticsearch

from search.engine.opensearch_node import OpenSearchNode

#: Seconds that writing and managing may take; a search says itself how long it waits.
PATIENCE = 30.0


@dataclass(frozen=True)
class Address:
    """Where the engine is, and as whom to speak to it.

    Attributes:
        vendor: `elasticsearch` or `opensearch`.
        url: scheme, host and port; several, separated by commas, for the nodes of one cluster.
        index: the name that searches go to, and the beginning of every index's name.
        user: with `password`, or `api_key` alone; neither on a private network without security.
        ca_file: certificate that the engine's own was signed with; empty for what the system trusts.
    """

    vendor: str
    url: str
    index: str = "pressroom"
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca_file: str = ""


def address_from_settings() -> Address:
    """Return what the settings SEARCH_* say."""
    return Address(
        vendor=settings.SEARCH_ENGINE,
        url=settings.SEARCH_URL,
        index=settings.SEARCH_INDEX,
        user=settings.SEARCH_USER,
        password=settings.SEARCH_PASSWORD,
        api_key=settings.SEARCH_API_KEY,
        ca_file=settings.SEARCH_CA_FILE,
    )


@cache
def connect(address: Address) -> Elasticsearch:
    """Return the client of an engine, one per process; it keeps its connections, and connects when first asked.

    It never retries by itself: a search goes to the database instead, and the consumer has its own patience.
    """
    options: dict[str, Any] = {"request_timeout": PATIENCE, "max_retries": 0, "retry_on_timeout": False}
    if address.vendor == "opensearch":
        options["node_class"] = OpenSearchNode
    if address.api_key:
        options["api_key"] = address.api_key
    elif address.user:
        options["basic_auth"] = (address.user, address.password)
    if address.ca_file:
        options["ca_certs"] = address.ca_file
    return Elasticsearch([url.strip() for url in address.url.split(",")], **options)
