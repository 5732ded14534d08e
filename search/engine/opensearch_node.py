"""Lets the Elasticsearch client speak with OpenSearch.

The client of version 8 sends media types of Elasticsearch's own, which OpenSearch refuses, and wants every answer to
say that an Elasticsearch gave it. Both are headers; the requests and answers that we use are the same. The contract
tests run on both (docs/decisions).
"""

from __future__ import annotations

from elastic_transport import HttpHeaders, Urllib3HttpNode
from elastic_transport._node import NodeApiResponse
from elastic_transport.client_utils import DEFAULT, DefaultType

_VENDOR = "application/vnd.elasticsearch+"


class OpenSearchNode(Urllib3HttpNode):
    """One node of OpenSearch, given to the client as its `node_class`."""

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> NodeApiResponse:
        """Send with plain media types; add to the answer what the client looks for."""
        plain = HttpHeaders(headers or {})
        for name in ("accept", "content-type"):
            value = plain.get(name) or ""
            if value.startswith(_VENDOR):
                plain[name] = "application/" + value.removeprefix(_VENDOR).partition(";")[0]
        response = super().perform_request(method, target, body, plain, request_timeout)
        response.meta.headers["x-elastic-product"] = "Elasticsearch"
        return response
