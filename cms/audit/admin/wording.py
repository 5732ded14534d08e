"""Entries of the log in words, for the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cms.audit.models import AuditEntry
from cms.common.wording import in_words

#: Names of facts. What is not here is shown by its own name.
_NAMES = {
    "at": _("tid för släppet"),
    "cause": _("orsak"),
    "count": _("antal"),
    "contents": _("kontrollsumma för innehållet"),
    "digest": _("kontrollsumma"),
    "due_at": _("svar senast"),
    "email": _("e-post"),
    "first_seq": _("första löpnummer i liggaren"),
    "has_embargo": _("har embargotext"),
    "host": _("dator"),
    "is_emergency": _("nödläge"),
    "items": _("antal inlägg och språk"),
    "kind": _("slag"),
    "language": _("språk"),
    "languages": _("språk"),
    "last_seq": _("sista löpnummer i liggaren"),
    "link": _("länk"),
    "message": _("meddelande"),
    "name": _("namn"),
    "overwrites": _("ersätter personens förra version"),
    "reason": _("skäl"),
    "reason_digest": _("kontrollsumma för skälet"),
    "release": _("släpp"),
    "release_at": _("avsedd tid"),
    "request": _("begäran"),
    "revision": _("version"),
    "seq": _("löpnummer i liggaren"),
    "signatories": _("undertecknare"),
    "wording_digest": _("kontrollsumma för föreslagen text"),
}

#: Facts that are instants.
_INSTANTS = frozenset({"at", "due_at", "release_at"})


@dataclass(frozen=True)
class Told:
    """One entry as the page shows it."""

    entry: AuditEntry
    when: str
    who: str
    organisation: str
    facts: list[tuple[str, str]]


def told(entry: AuditEntry, names: dict[str, str]) -> Told:
    """Return an entry in words; `names` are the organisations' by code."""
    return Told(
        entry=entry,
        when=in_words(entry.at),
        who=_who(entry),
        organisation=names.get(entry.organisation, entry.organisation),
        facts=[
            (str(_NAMES.get(name, name)), _value(name, value)) for name, value in entry.read_facts().items()
        ],
    )


def _who(entry: AuditEntry) -> str:
    if not entry.actor_name:
        return _t("Systemet")
    if entry.actor_id is not None:
        return entry.actor_name
    return ", ".join(filter(None, [entry.actor_name, entry.actor_organisation, entry.actor_email]))


def _value(name: str, value: Any) -> str:
    if name in _INSTANTS and value:
        return in_words(dt.datetime.fromisoformat(value))
    if isinstance(value, bool):
        return _t("ja") if value else _t("nej")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return str(value) or "–"
