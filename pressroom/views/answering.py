"""Who answers now, for the organisations that the ledger knows: an organisation is public when it has been printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cms.ledger import queries
from cms.organisations.queries import Answer, list_answers, who_answers_now


def printed_answers(language: str, at: dt.datetime) -> list[dict[str, Any]]:
    """Return each printed organisation's card with who answers for it, in order. Four queries."""
    printed = {row.public_id: row.read_card() for row in queries.list_terms("organisation", language)}
    return [
        {"answer": answer, "organisation": printed[answer.organisation]}
        for answer in list_answers(language=language, at=at)
        if answer.organisation in printed
    ]


def answer_for(document: dict[str, Any], at: dt.datetime) -> Answer | None:
    """Return who answers for a document's responsible organisation, or for the organisation that it is about."""
    if document["type"] == "organisation":
        return who_answers_now(code=document["id"], language=document["language"], at=at)
    responsible = document["responsible"] or document["owner"]
    if responsible is None:
        return None
    return who_answers_now(code=responsible["id"], language=document["language"], at=at)
