"""Record acts. Called by the use case that does the act, inside its transaction: there is never one without the other.

Lock order: the log's head is taken last. A transaction that also takes other rows (a request, a signature, a release,
the ledger's head) has them all before its first record, and afterwards touches only rows that it made itself. The lock
is held until commit, so what follows a record must be short. Reading a log or a public page never waits for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from cms.accounts.models import User
from cms.audit.chain import chain_digest
from cms.audit.enums import Act
from cms.audit.exceptions import NotInTransactionError
from cms.audit.models import AuditEntry, AuditHead, AuditReader
from cms.common import clock
from cms.common.digests import canonical_json

_BATCH = 500


@dataclass(frozen=True)
class Outsider:
    """A person without an account, as the personal link names them. Copied into the log as text."""

    name: str
    organisation: str = ""
    email: str = ""


@dataclass(frozen=True)
class Subject:
    """What an act was done with: an item (`type` is its item type), a release ("release") or a partner ("partner")."""

    type: str
    key: uuid.UUID
    title: str


@dataclass(frozen=True)
class Done:
    """One act to record; the fields are the arguments of `record`."""

    act: Act
    by: User | Outsider | None
    subject: Subject
    organisation: str = ""
    readers: Collection[str] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def record(
    *,
    act: Act,
    by: User | Outsider | None,
    subject: Subject,
    organisation: str = "",
    readers: Collection[str] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one act to the log, in the caller's transaction. Call it last: it holds the log's head until commit.

    Args:
        by: who did it; None for the system itself.
        organisation: code of the organisation for which it was done; it may always see the entry.
        readers: codes of the other organisations that may see it (whoever owns the subject). None: those that could
            see the subject's first entry.
        facts: keys, digests, counts, names of languages; strings, integers, lists. Never an unreleased text.

    Raises:
        NotInTransactionError: the caller has no transaction open.
    """
    done = Done(act, by, subject, organisation, readers, facts or {})
    return record_all([done])[0]


def record_all(acts: Sequence[Done]) -> list[AuditEntry]:
    """Append several acts in their order, with as many statements as one. Same refusals as `record`."""
    if not connection.in_atomic_block:
        raise NotInTransactionError(
            "record() was called outside a transaction; call it inside the atomic() of the act."
        )
    if not acts:
        return []
    readers = [_readers_of(done) for done in acts]
    head = _lock_head()
    now = clock.database_now()
    at = now.replace(microsecond=now.microsecond // 1000 * 1000)
    entries = []
    for done, codes in zip(acts, readers, strict=True):
        entry = AuditEntry(
            seq=head.seq + 1,
            at=at,
            act=done.act,
            subject_type=done.subject.type,
            subject_key=done.subject.key,
            subject_title=done.subject.title[:255],
            organisation=done.organisation,
            readers=canonical_json(codes),
            facts=canonical_json(dict(done.facts)),
            **_actor(done.by),
        )
        entry.chain = chain_digest(entry, head.chain)
        head.seq, head.chain = entry.seq, entry.chain
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=_BATCH)
    AuditReader.objects.bulk_create(  # before the head moves: the database takes no reader of an older entry
        [
            AuditReader(entry=entry, organisation=code)
            for entry, codes in zip(entries, readers, strict=True)
            for code in codes
        ],
        batch_size=_BATCH,
    )
    head.save(update_fields=["seq", "chain"])
    return entries


def _lock_head() -> AuditHead:
    """Return the head's row, locked for the rest of the transaction."""
    locked = AuditHead.objects.select_for_update().filter(id=1)
    head = locked.first()
    if head is None:  # a database that was emptied: the migration has made the row
        AuditHead.objects.get_or_create(id=1)
        head = locked.get()
    return head


def _readers_of(done: Done) -> list[str]:
    codes = done.readers
    if codes is None:
        first = AuditEntry.objects.filter(subject_key=done.subject.key).order_by("seq").first()
        codes = first.read_readers() if first else []
    return sorted({*codes, done.organisation} - {""})


def _actor(by: User | Outsider | None) -> dict[str, Any]:
    if isinstance(by, Outsider):
        return {
            "actor_name": by.name[:320],
            "actor_organisation": by.organisation[:255],
            "actor_email": by.email[:254],
        }
    if by is None:
        return {}
    return {"actor_id": by.pk, "actor_name": (by.get_full_name() or by.get_username())[:320]}
