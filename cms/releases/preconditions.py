"""What must hold before items go out. Asked when a release is planned and again when it is printed."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _

from cms.approval.queries import find_approved
from cms.common.digests import digest_of
from cms.common.text import clean
from cms.files.exceptions import FileStoreError
from cms.files.services import verify
from cms.ledger import registry
from cms.ledger.enums import can_go_away
from cms.ledger.models import CurrentEdition
from cms.ledger.payload import Payload, files_of, refs_of
from cms.ledger.registry import Missing, Source
from cms.ledger.typesetting import Typeset
from cms.organisations.models import Organisation
from cms.releases.enums import KINDS, REMOVALS, Action
from cms.releases.exceptions import (
    AlreadyPublicError,
    ApprovalOutdatedError,
    ApprovedTimeDiffersError,
    BuildFailedError,
    ContentChangedError,
    DraftGoneError,
    DraftMovedError,
    IncompleteError,
    JointApprovalNeededError,
    NoteMissingError,
    NothingChangedError,
    NotPublicError,
    ReleaseError,
    RenamedTogetherError,
    StillMentionedError,
)
from cms.releases.references import Place, mentions_of, public_places, unprinted, unprinted_references
from cms.releases.stamps import stamps_of
from cms.releases.types import Wanted

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Review:
    """A draft as it would be printed now, for the person who is about to release it.

    `payload` is None when something blocking is missing. `current` is what the ledger has of it, if anything.
    """

    source: Source
    payload: Payload | None
    digest: str
    missing: list[Missing]
    current: CurrentEdition | None
    other_signatories: list[str]

    @property
    def is_public(self) -> bool:
        """Whether the item is readable in public now."""
        return self.current is not None and not self.current.is_gone

    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from what is public."""
        return not self.is_public or (self.current is not None and self.current.digest != self.digest)

    @property
    def blocking(self) -> list[Missing]:
        """What must be mended first."""
        return [entry for entry in self.missing if entry.is_blocking]

    @property
    def can_go(self) -> bool:
        """Whether nothing but the person's decision is missing."""
        return (
            self.payload is not None
            and not self.blocking
            and (not self.other_signatories or self.is_approved)
        )

    @property
    def is_approved(self) -> bool:
        """Whether every signatory has approved exactly this payload."""
        approved = find_approved(self.source.item_key)
        return (
            approved is not None
            and approved.organisation_ids == signatories_needed(self.source, self.current)
            and approved.digests.get(self.source.language) == self.digest
        )


@dataclass(frozen=True)
class Checked:
    """What `check_all` found in order: the title to show, and the payload to print (None for a removal).

    `stamp` tells later whether the draft has been saved since; empty where nobody keeps track. `typeset` is the
    payload made ready for the press, once `preparing.prepare` has done that.
    """

    title: str
    payload: Payload | None
    current: CurrentEdition | None
    is_joint: bool = False
    stamp: str = ""
    typeset: Typeset | None = None


def review(
    item_type: str, item_key: uuid.UUID, language: str, *, printed_with: frozenset[Place] | None = frozenset()
) -> Review:
    """Build the draft as it would be printed and say what is missing. Changes nothing public.

    Args:
        printed_with: what goes out in the same release and may therefore be referred to; None leaves references out.

    Raises:
        DraftGoneError: there is no such draft.
        BuildFailedError: the payload builder failed.
    """
    source = registry.get(item_type).find_source(item_key, language)
    current = _current(item_key, language)
    if source is None:
        raise DraftGoneError(current.title if current else f"{item_type} {item_key}", language)
    missing = list(source.missing())
    payload = None
    if not any(entry.is_blocking for entry in missing):
        payload = build(source)
        if printed_with is not None:
            missing += unprinted_references(payload, printed_with)
    return Review(
        source=source,
        payload=payload,
        digest=digest_of(payload) if payload else "",
        missing=missing,
        current=current,
        other_signatories=other_signatories(source, current),
    )


def check_all(wanted: Sequence[Wanted], *, scheduled_at: dt.datetime | None) -> list[Checked]:
    """Refuse a set that can't go out together as it stands; return what was found of each.

    Args:
        scheduled_at: the instant of the release; None for one that goes out when it is printed.

    Raises:
        ReleaseError: the first reason found.
    """
    checked = check_each(wanted, scheduled_at=scheduled_at)
    check_references(checked)
    check_files(checked)
    return checked


def check_each(wanted: Sequence[Wanted], *, scheduled_at: dt.datetime | None) -> list[Checked]:
    """Do the same, but for what the set refers to and the bytes of its files."""
    stamps = stamps_of(wanted)  # before anything is built: what is saved meanwhile must show
    return [
        replace(_check_one(entry, scheduled_at), stamp=stamps.get(entry.item_key, "")) for entry in wanted
    ]


def check_references(checked: Sequence[Checked]) -> None:
    """Refuse a set that refers to what no reader could open, or not by its printed name.

    One query per language, also under the lock.

    Raises:
        IncompleteError: naming what is not public.
        StillMentionedError: the set takes away what a readable text refers to.
        RenamedTogetherError: the same set gives what is named a new name.
        DraftMovedError: a new name has been released since the text was built.
    """
    for row, titles in mentions_of(
        [entry.current for entry in checked if entry.payload is None and entry.current]
    ):
        raise StillMentionedError(row.title, titles)
    found = [(entry, entry.payload) for entry in checked if entry.payload is not None]
    refs = [
        (entry.title, payload["language"], entry.typeset.refs if entry.typeset else refs_of(payload))
        for entry, payload in found
    ]
    public = public_places([(language, mentioned) for _title, language, mentioned in refs])
    together = {
        (payload["type"], payload["id"], payload["language"]): payload["title"] for _entry, payload in found
    }
    public |= together
    for title, language, mentioned in refs:
        missing = unprinted(mentioned, language, public)
        if missing:
            raise IncompleteError(title, missing)
        for ref in mentioned:
            place = (ref["type"], ref["id"], language)
            if ref["name"] != public[place]:
                raise (
                    RenamedTogetherError(title, public[place])
                    if place in together
                    else DraftMovedError(title, language)
                )


def check_files(checked: Sequence[Checked]) -> None:
    """Refuse a set that names bytes we don't hold.

    Raises:
        IncompleteError: naming the first.
    """
    for entry in checked:
        for file in files_of(entry.payload) if entry.payload is not None else ():
            if not verify(file["sha256"]):
                text = _("Filen ”%(name)s” saknas i lagret.") % {"name": file["name"]}
                raise IncompleteError(entry.title, [Missing(code="file_missing", message=text)])


def build(source: Source) -> Payload:
    """Build a source's payload; any fault becomes a BuildFailedError that names the item."""
    try:
        # Words that a builder adds must be in the text's language, whatever language the editor's screen has.
        with translation.override(source.language):
            payload = source.build()
        digest_of(payload)
    except ReleaseError:
        raise
    except FileStoreError as error:  # its own text names disks and folders: that is for the log
        logger.exception("The store refused a file of %s", source.title)
        cause = _("fillagret kunde inte ta emot en fil. Be driften titta i loggen.")
        raise BuildFailedError(source.title, cause) from error
    # The builder is another applet's code: whatever it raises must not look like success.
    except Exception as error:
        raise BuildFailedError(source.title, error) from error
    return payload


def signatories_needed(source: Source, current: CurrentEdition | None) -> set[int]:
    """Return the organisations whose approval a change needs: those the draft names, and those who signed what is out.

    Otherwise an owner could take the others' names off a joint text and change it alone.
    """
    needed = {pk for pk in source.signatory_ids() if pk is not None}
    if current is not None and not current.is_gone:
        codes = [ref["id"] for ref in current.read_card()["signatories"]]
        needed |= set(Organisation.objects.filter(code__in=codes).values_list("pk", flat=True))
    return needed


def other_signatories(source: Source, current: CurrentEdition | None = None) -> list[str]:
    """Return the names of the signatories beside the owner: their approval would be needed too."""
    others = signatories_needed(source, current) - {source.owner_id}
    return (
        [str(organisation) for organisation in Organisation.objects.filter(pk__in=others)] if others else []
    )


def _check_approval(found: Review, scheduled_at: dt.datetime | None) -> None:
    """Refuse a joint item unless every signatory has approved exactly this payload, and this time if one was named."""
    source = found.source
    if not found.other_signatories:
        return
    approved = find_approved(source.item_key)
    if approved is None or approved.organisation_ids != signatories_needed(source, found.current):
        raise JointApprovalNeededError(source.title, found.other_signatories)
    if approved.digests.get(source.language) != found.digest:
        raise ApprovalOutdatedError(source.title, source.language)
    if approved.request.release_at is not None and approved.request.release_at != scheduled_at:
        raise ApprovedTimeDiffersError(source.title, approved.request.release_at)


def _check_one(entry: Wanted, scheduled_at: dt.datetime | None) -> Checked:
    action = Action(entry.action)
    if action != Action.PUBLISH and not clean(entry.note).strip():
        raise NoteMissingError
    if action in REMOVALS:
        current = _current(entry.item_key, entry.language)
        if current is None or not can_go_away(current.kind, KINDS[action]):
            raise NotPublicError(current.title if current else str(entry.item_key), entry.language)
        return Checked(current.title, None, current)
    found = review(entry.item_type, entry.item_key, entry.language, printed_with=None)
    title = found.source.title
    if found.blocking or found.payload is None:
        raise IncompleteError(title, found.blocking)
    if found.digest != entry.digest:
        raise ContentChangedError(title, entry.language)
    _check_approval(found, scheduled_at)
    if action == Action.PUBLISH and found.is_public:
        raise AlreadyPublicError(title, entry.language)
    if action == Action.CORRECT and not found.is_public:
        raise NotPublicError(title, entry.language)
    if action == Action.CORRECT and not found.is_changed:
        raise NothingChangedError(title, entry.language)
    return Checked(title, found.payload, found.current, is_joint=bool(found.other_signatories))


def _current(item_key: uuid.UUID, language: str) -> CurrentEdition | None:
    return (
        CurrentEdition.objects.filter(item_key=item_key, language=language).defer("card", "document").first()
    )
