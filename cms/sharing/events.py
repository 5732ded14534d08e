"""Writes the record of what was shown, in the transaction of what it tells of: append-only rows, and the log of acts.

The rows are the archive's: complete by themselves, with names and what was read. The log has the same acts in its
chain, with keys and digests only. Call `record` last in a transaction: the log's head stays locked until commit.
"""

from __future__ import annotations

from typing import Any

from cms.accounts.models import User
from cms.audit.enums import Act as LoggedAct
from cms.audit.services import Outsider, Subject
from cms.audit.services import record as log
from cms.common import clock
from cms.organisations.models import Organisation
from cms.releases.models import Release
from cms.releases.permissions import owner_ids
from cms.sharing.enums import Act
from cms.sharing.models import Share, SharedContent, ShareEvent

#: What of an event's details the log carries: nothing that says what an unreleased text is about.
_LOGGED = ("content", "expires_at", "before", "terms", "release_at", "sha256", "marked", "shares")


def record(
    act: Act,
    *,
    by: User | None,
    share: Share | None = None,
    release: Release | None = None,
    name: str = "",
    **details: Any,
) -> None:
    """Add one event.

    Args:
        by: who did it; None for the share's own reader.
        release: for what concerns all shares of a release.
        name: what the reader calls themselves, when they have said so.
        details: what else the archive should say; JSON values only, no token and no text of what was shown.
    """
    content = share.content if share else None
    reader = Outsider(name or share.name, share.organisation, share.email) if share else None
    ShareEvent.objects.create(
        at=clock.database_now(),
        act=act,
        share=share,
        release_key=release.key if release else content.release_key if content else None,
        by=(by.get_username() if by else reader.name if reader else "")[:160],
        details=details,
    )
    facts = {key: value for key, value in details.items() if key in _LOGGED}
    if share is not None and by is not None:
        facts |= {"to": f"{share.name}, {share.organisation}, {share.email}"}
    if share is not None:
        facts |= {"share": str(share.key), "kind": share.kind}
    log(
        act=LoggedAct(act.value),
        by=by or reader,
        subject=_subject(share, release),
        organisation=share.answers.code if share and share.answers else "",
        readers=_owner_codes(content) if content and act is Act.CREATED and content.release is None else None,
        facts=facts,
    )


def _subject(share: Share | None, release: Release | None) -> Subject:
    """Return the release, or the item that was shared without one."""
    if release is None and share is not None:
        release = share.content.release
    if release is not None:
        return Subject("release", release.key, release.title)
    if share is None:
        raise ValueError("An event is of a share or of a release.")
    first = share.content.versions.defer("payload")[0]
    return Subject(first.item_type, first.item_key, share.content.title)


def _owner_codes(content: SharedContent) -> set[str]:
    """Return the organisations that own any of what was shared: they may see it in the log.

    Only for the first entry about an item: those about a release follow who could see that it was planned.
    """
    versions = content.versions.defer("payload")
    owners = {pk for v in versions for pk in owner_ids(v.item_type, v.item_key, v.language)}
    return set(Organisation.objects.filter(pk__in=owners).values_list("code", flat=True))
