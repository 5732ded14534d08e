"""The digest that ties an entry of the log to everything before it. Anybody can compute it from an export."""

from __future__ import annotations

from cms.audit.models import AuditEntry
from cms.common import clock
from cms.common.digests import digest_of


def chain_digest(entry: AuditEntry, former_chain: str) -> str:
    """Return SHA-256 over the canonical JSON of a list: the former chain (empty for the first), then the row's columns.

    docs/features/audit.md lists them for those outside. A column that is added later goes to the end of the list.
    """
    return digest_of(
        [
            former_chain, entry.seq, clock.isoformat(entry.at), str(entry.act), entry.actor_id, entry.actor_name,
            entry.actor_organisation, entry.actor_email, entry.subject_type, str(entry.subject_key),
            entry.subject_title, entry.organisation, entry.readers, entry.facts,
        ]
    )  # fmt: skip
