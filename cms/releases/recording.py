"""What the log says of a release. Each function is called last in the transaction of what it records.

Seen by the owners of what the release holds, as it was planned. What it holds is recorded as one digest: the rows stand
on the release, and after it in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

import orjson

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.audit.services import Done, Subject, record, record_all
from cms.common import clock
from cms.common.digests import digest_of, sha256_hex
from cms.ledger.enums import GONE
from cms.ledger.models import Edition
from cms.releases.enums import PRINTABLE
from cms.releases.exceptions import ReleaseError
from cms.releases.models import Release, ReleaseItem
from cms.releases.preconditions import Checked


def planned(release: Release, checked: Iterable[Checked], by: User) -> None:
    """Somebody planned a release, or asked for one now."""
    owners = {_owner_code(found) for found in checked}
    items = list(release.items.all())
    _record(
        Act.RELEASE_PLANNED,
        release,
        by,
        readers=owners,
        at=clock.isoformat(release.scheduled_at),
        items=len(items),
        contents=_contents_digest(items),
        has_embargo=bool(release.embargo_text),
    )


def moved(release: Release, by: User) -> None:
    """Somebody gave it another instant."""
    _record(Act.RELEASE_MOVED, release, by, at=clock.isoformat(release.scheduled_at))


def embargo_changed(release: Release, by: User) -> None:
    """Somebody gave it another embargo text, or took it away; the digest says which."""
    text = release.embargo_text
    _record(
        Act.RELEASE_EMBARGO_CHANGED,
        release,
        by,
        has_embargo=bool(text),
        text_digest=sha256_hex(text.encode()),
    )


def cancelled(release: Release, by: User) -> None:
    """Somebody cancelled it."""
    _record(Act.RELEASE_CANCELLED, release, by)


def failed(release: Release, error: ReleaseError) -> None:
    """It was not printed. What stopped it stands on the release; here is its code."""
    _record(Act.RELEASE_FAILED, release, None, cause=error.code)


def retried(release: Release, by: User) -> None:
    """Somebody has a failed release printed again. An act of its own: what comes of it is recorded after it."""
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if locked.status in PRINTABLE:
            _record(Act.RELEASE_RETRIED, locked, by)


def released(release: Release, items: Sequence[ReleaseItem], editions: Sequence[Edition]) -> None:
    """It was printed, in the name of whoever planned it; what it took away is recorded item by item."""
    titles = {(item.item_key, item.language): item.title for item in items}
    gone = [edition for edition in editions if edition.kind in GONE]
    record_all(
        [
            Done(
                act=Act.RELEASE_RELEASED,
                by=release.created_by,
                subject=_subject(release),
                facts={
                    "first_seq": editions[0].seq,
                    "last_seq": editions[-1].seq,
                    "contents": _contents_digest(items),
                },
            ),
            *[
                _withdrawn(edition, release, titles.get((edition.item_key, edition.language), ""))
                for edition in gone
            ],
        ]
    )


def _withdrawn(edition: Edition, release: Release, title: str) -> Done:
    owner = orjson.loads(edition.payload)["owner"]
    return Done(
        act=Act.ITEM_WITHDRAWN,
        by=release.created_by,
        subject=Subject(edition.item_type, edition.item_key, title),
        organisation=owner["id"] if owner else "",
        readers=(),
        facts={
            "language": edition.language,
            "kind": str(edition.kind),
            "seq": edition.seq,
            "release": str(release.key),
            "reason_digest": sha256_hex(edition.note.encode()),
        },
    )


def _record(
    act: Act, release: Release, by: User | None, *, readers: Iterable[str] | None = None, **facts: Any
) -> None:
    codes = None if readers is None else set(readers)
    record(act=act, by=by, subject=_subject(release), readers=codes, facts=facts)


def _subject(release: Release) -> Subject:
    return Subject("release", release.key, release.title)


def _owner_code(found: Checked) -> str:
    """Return the code of an item's owner as it will be printed or is public, or nothing for what has none."""
    if found.payload is not None:
        owner = found.payload["owner"]
    else:
        owner = found.current.read_card()["owner"] if found.current else None
    return str(owner["id"]) if owner else ""


def _contents_digest(items: Iterable[ReleaseItem]) -> str:
    """Return one digest over what a release holds: type, key, language, action and agreed digest of each row."""
    return digest_of(
        [[item.item_type, str(item.item_key), item.language, str(item.action), item.digest] for item in items]
    )
