"""What people do with the public calendar: announce a release, confirm its time, move it, cancel it.

Each prints the entry through the ledger in its own small release, in the same transaction that changes the row.
`mark_released` in calendar_payload.py ends an entry when its release is printed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cms.accounts.models import User
from cms.common import languages
from cms.common.text import clean, one_line
from cms.organisations.models import Organisation
from cms.releases import permissions, preconditions
from cms.releases.calendar_payload import ITEM_TYPE, public_rows
from cms.releases.enums import ANNOUNCED, Action, CalendarStatus, ReleaseStatus
from cms.releases.exceptions import (
    AlreadyAnnouncedError,
    CalendarTextMissingError,
    NotAnnouncedError,
    NotPrintableError,
    ReasonMissingError,
)
from cms.releases.locking import lock_ledger
from cms.releases.models import CalendarEntry, CalendarText, Release
from cms.releases.services import Entry, release_now

_CONFIRMED = gettext_noop("Tiden är bekräftad.")
_PROVISIONAL_MOVED = gettext_noop("Den preliminära tiden är ändrad.")
_PROVISIONAL_CANCELLED = gettext_noop("Det preliminära släppet är inställt.")


@dataclass(frozen=True)
class Words:
    """What the calendar says in one language, written for it."""

    title: str
    summary: str = ""


def announce(
    *,
    release: Release,
    organisation: Organisation,
    texts: Mapping[str, Words],
    by: User,
    is_confirmed: bool = False,
) -> CalendarEntry:
    """Put a planned release into the public calendar, at its own instant.

    Args:
        texts: by language; Swedish is required. Nothing else of the release is shown.
        is_confirmed: whether the time is promised; else it is provisional.

    Raises:
        ReleaseError: the release is not planned or is announced already, a text is missing, or the person may not
            release for the organisation or the release's items.
    """
    words = {code: text for code, text in texts.items() if one_line(text.title)}
    if languages.DEFAULT not in words:
        raise CalendarTextMissingError
    for item in release.items.all():
        permissions.require_release(by, item.item_type, item.item_key, item.language)
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if locked.status != ReleaseStatus.PLANNED:
            raise NotPrintableError(locked.get_status_display())
        if CalendarEntry.objects.filter(release=locked).exists():
            raise AlreadyAnnouncedError
        entry = CalendarEntry.objects.create(
            release=locked,
            organisation=organisation,
            starts_at=locked.scheduled_at,
            status=CalendarStatus.CONFIRMED if is_confirmed else CalendarStatus.PROVISIONAL,
            changed_by=by,
        )
        CalendarText.objects.bulk_create(
            CalendarText(
                entry=entry,
                language=code,
                title=one_line(text.title),
                summary=clean(text.summary).strip(),
            )
            for code, text in words.items()
        )
        _print(entry, by, Action.PUBLISH, dict.fromkeys(words, ""))
    return entry


def confirm(*, entry: CalendarEntry, by: User) -> CalendarEntry:
    """Promise a provisional time. Raises ReleaseError when the entry is not provisional."""
    with transaction.atomic():
        locked = _locked(entry)
        if locked.status != CalendarStatus.PROVISIONAL:
            raise NotAnnouncedError(locked.get_status_display())
        locked.status = CalendarStatus.CONFIRMED
        return _change(locked, by, _said(_CONFIRMED))


def move(*, entry: CalendarEntry, at: dt.datetime, by: User, reason: str = "") -> CalendarEntry:
    """Say another time. Called with the release itself by rescheduling.py, in its transaction.

    Raises:
        ReasonMissingError: a confirmed time without a public reason.
        ReleaseError: the entry promises nothing any more, or the person may not.
    """
    with transaction.atomic():
        locked = _locked(entry)
        notes = _notes(locked, reason, _PROVISIONAL_MOVED)
        locked.starts_at = at
        return _change(locked, by, notes)


def cancel(*, entry: CalendarEntry, by: User, reason: str = "") -> CalendarEntry:
    """Say that it will not be. Raises as `move`."""
    with transaction.atomic():
        locked = _locked(entry)
        notes = _notes(locked, reason, _PROVISIONAL_CANCELLED)
        locked.status = CalendarStatus.CANCELLED
        return _change(locked, by, notes)


def _locked(entry: CalendarEntry) -> CalendarEntry:
    Release.objects.select_for_update().get(pk=entry.release_id)  # first, as printing does
    locked = CalendarEntry.objects.select_for_update().get(pk=entry.pk)
    if locked.status not in ANNOUNCED:
        raise NotAnnouncedError(locked.get_status_display())
    return locked


def _notes(entry: CalendarEntry, reason: str, otherwise: str) -> dict[str, str]:
    """Return the public note of a change in each language: the reason, which a confirmed time must have."""
    text = clean(reason).strip()
    if text:
        return dict.fromkeys(languages.LANGUAGES, text)
    if entry.status == CalendarStatus.CONFIRMED:
        raise ReasonMissingError
    return _said(otherwise)


def _said(sentence: str) -> dict[str, str]:
    """Return one of our own sentences in every language."""
    notes = {}
    for code in languages.LANGUAGES:
        with translation.override(code):
            notes[code] = _(sentence)
    return notes


def _change(entry: CalendarEntry, by: User, notes: Mapping[str, str]) -> CalendarEntry:
    entry.changed_by = by
    entry.save()
    public = [row.language for row in public_rows(entry)]
    if public:
        _print(entry, by, Action.CORRECT, {code: notes[code] for code in public})
    return entry


def _print(entry: CalendarEntry, by: User, action: Action, notes: Mapping[str, str]) -> None:
    """Print the entry in the languages of `notes`, Swedish first."""
    lock_ledger()  # before the log's, which planning takes
    order = sorted(notes, key=lambda code: code != languages.DEFAULT)
    release_now(
        entries=[
            Entry(
                item_type=ITEM_TYPE,
                item_key=entry.key,
                language=code,
                action=action,
                digest=preconditions.review(ITEM_TYPE, entry.key, code).digest,
                note=notes[code],
            )
            for code in order
        ],
        by=by,
        title=_("Kalendern: %(title)s") % {"title": entry.texts.get(language=languages.DEFAULT).title},
        is_example_data=entry.release.is_example_data,
    )
