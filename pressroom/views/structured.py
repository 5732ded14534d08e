"""Structured data for search engines: schema.org as JSON-LD, safe inside a script data block."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from cms.ledger import addresses

#: What could end the data block, or be taken for markup by an old parser.
_ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def news_article(document: dict[str, Any]) -> str:
    """Return a document as a schema.org NewsArticle in JSON, escaped for `<script type="application/ld+json">`."""
    edition = document["edition"]
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": document["url"],
        "mainEntityOfPage": document["url"],
        "identifier": document["uri"],
        "headline": document["title"],
        "description": document["summary"],
        "inLanguage": document["language"],
        "datePublished": edition["first_released_at"],
        "dateModified": edition["changed_at"],
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": settings.PUBLIC_NAME, "url": addresses.absolute("/")},
        "author": [
            {"@type": "GovernmentOrganization", "name": ref["name"], "url": ref["url"]}
            for ref in document["signatories"] or [document["owner"]]
            if ref
        ],
        "about": [{"@type": "Thing", "name": ref["name"]} for ref in (*document["areas"], *document["tags"])],
        "contentLocation": [{"@type": "Place", "name": ref["name"]} for ref in document["places"]],
    }
    if document["image"]:
        article["image"] = [file["url"] for file in document["image"]["renditions"]]
    if edition["corrections"]:
        article["correction"] = [
            {"@type": "CorrectionComment", "text": entry["note"], "datePublished": entry["at"]}
            for entry in edition["corrections"]
        ]
    kept = {key: value for key, value in article.items() if value not in ("", [])}
    return json.dumps(kept, ensure_ascii=False).translate(_ESCAPES)
