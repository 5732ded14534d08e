"""What the named reader does: opens, accepts the terms, reads, downloads. Each is recorded once it is certain.

Opening decides nothing: a mail scanner may have done it. Whatever is recorded here is recorded under the share's lock,
after looking once more whether the link is open: a freeze or a release that came first wins.
"""

from __future__ import annotations

from django.db import transaction

from cms.common.text import one_line
from cms.ledger.payload import FileRef
from cms.sharing import events
from cms.sharing.enums import Act, Standing
from cms.sharing.exceptions import LinkClosedError, NameMissingError, TermsChangedError
from cms.sharing.models import Share
from cms.sharing.standing import database_now, needs_acceptance, standing_of, terms_of


def mark_opened(share: Share) -> None:
    """Note the first time that a link was opened, by a person or a scanner."""
    with transaction.atomic():
        opened = Share.objects.filter(pk=share.pk, opened_at__isnull=True).update(opened_at=database_now())
        if opened:
            events.record(Act.OPENED, share=share, by=None)


def accept_terms(*, share: Share, name: str, terms: str) -> Share:
    """Accept the embargo's terms as the reader's page showed them.

    Args:
        name: typed by the reader.
        terms: the digest that the page carried.

    Raises:
        NameMissingError: no name.
        TermsChangedError: the terms are others by now.
        LinkClosedError: the link opens nothing any more.
    """
    typed = one_line(name)[:160]
    if not typed:
        raise NameMissingError
    with transaction.atomic():
        locked = _open(share)
        release = locked.content.release
        if release is None or not locked.is_early_access:
            raise LinkClosedError
        now = terms_of(release)
        if terms != now.digest:
            raise TermsChangedError
        locked.accepted_at, locked.accepted_name, locked.accepted_terms = database_now(), typed, now.digest
        locked.save(update_fields=["accepted_at", "accepted_name", "accepted_terms"])
        events.record(
            Act.TERMS_ACCEPTED,
            share=locked,
            by=None,
            name=typed,
            terms=now.digest,
            text=now.text,
            release_at=now.release_at.isoformat(),
        )
    return locked


def record_read(*, share: Share, path: str) -> None:
    """Record that the press read a page.

    Args:
        path: the page's address inside the preview, without the token.

    Raises:
        LinkClosedError: the link was closed meanwhile; the page must not be sent.
    """
    with transaction.atomic():
        locked = _open(share)
        if needs_acceptance(locked):
            raise LinkClosedError
        if locked.is_early_access:
            events.record(Act.READ, share=locked, by=None, name=locked.accepted_name, page=path[:300])


def record_download(*, share: Share, file: FileRef, marked: bool) -> None:
    """Record that the reader took a file.

    Args:
        marked: whether the bytes carry the reader's mark.

    Raises:
        LinkClosedError: the link was closed meanwhile; the file must not be sent.
    """
    with transaction.atomic():
        locked = _open(share)
        if needs_acceptance(locked):
            raise LinkClosedError
        events.record(
            Act.PRESS_DOWNLOADED if locked.is_early_access else Act.DOWNLOADED,
            share=locked,
            by=None,
            name=locked.accepted_name,
            file=file["name"],
            sha256=file["sha256"],
            marked=marked,
        )


def _open(share: Share) -> Share:
    """Lock the share and return it as it is now, if its link is open."""
    locked = Share.objects.select_for_update().get(pk=share.pk)
    if standing_of(locked, database_now()) is not Standing.OPEN:
        raise LinkClosedError
    return locked
