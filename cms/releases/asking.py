"""Ask the signatories of an item: build what would be printed, check it, freeze it, and keep watch over it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.models import Page, WorkflowState

from cms.accounts.models import User
from cms.accounts.permissions import can_write_for
from cms.approval import changes
from cms.approval import services as approvals
from cms.approval.enums import STANDING
from cms.approval.models import ApprovalRequest
from cms.common.digests import digest_of
from cms.ledger import registry
from cms.ledger.payload import Payload
from cms.organisations.models import Organisation
from cms.releases.exceptions import IncompleteError, NamedNotAnsweredError, NotAllowedError, ReleaseError
from cms.releases.locking import lock_drafts
from cms.releases.naming import add_signatories, named_outside
from cms.releases.preconditions import Review, review, signatories_needed


def ask_for_approval(
    *,
    item_type: str,
    item_key: uuid.UUID,
    languages: Sequence[str],
    by: User,
    due_at: dt.datetime,
    release_at: dt.datetime | None = None,
    message: str = "",
    add_ids: Collection[int] = (),
    dismiss_ids: Collection[int] = (),
) -> ApprovalRequest:
    """Freeze the item's drafts in `languages` as they are now and ask all its signatories.

    Args:
        add_ids: organisations that the text names and that become signatories first, in a new version of the drafts.
        dismiss_ids: organisations that the text names and that need not be asked; recorded on the request.

    Raises:
        NotAllowedError: the person may not write for the owner.
        IncompleteError: something blocking is missing in one of the languages.
        NamedNotAnsweredError: the text names an organisation that is in neither list and no signatory.
        ApprovalError: a request stands already.
    """
    with transaction.atomic():
        lock_drafts(item_key)
        if add_ids:
            add_signatories(item_type=item_type, item_key=item_key, organisation_ids=add_ids, by=by)
        reviews = {language: review(item_type, item_key, language) for language in languages}
        for found in reviews.values():
            if not can_write_for(by, found.source.owner_id):
                raise NotAllowedError(_("Bara den ägande organisationens redaktörer kan be om godkännande."))
            if found.blocking or found.payload is None:
                raise IncompleteError(found.source.title, found.blocking)
        payloads = {language: found.payload for language, found in reviews.items() if found.payload}
        signatories = {
            pk for found in reviews.values() for pk in signatories_needed(found.source, found.current)
        }
        named = named_outside(payloads, signatories)
        if unanswered := [str(row) for row in named if row.pk not in dismiss_ids]:
            raise NamedNotAnsweredError(next(iter(reviews.values())).source.title, unanswered)
        request = approvals.open_request(
            payloads=payloads,
            organisation_ids=signatories,
            by=by,
            written_by_id=_last_writer(reviews),
            due_at=due_at,
            release_at=release_at,
            message=message,
            dismissed_ids=[row.pk for row in named],
        )
        _end_reviews(item_key, by)
        return request


def named_but_unasked(*, item_type: str, item_key: uuid.UUID, languages: Sequence[str]) -> list[Organisation]:
    """Return the organisations that the item's drafts name without having them as signatories."""
    reviews = [review(item_type, item_key, language, printed_with=None) for language in languages]
    signatories = {pk for found in reviews for pk in signatories_needed(found.source, found.current)}
    payloads = {found.source.language: found.payload for found in reviews if found.payload}
    return named_outside(payloads, signatories)


def take_back(*, request: ApprovalRequest, by: User, reason: str = "") -> ApprovalRequest:
    """Take a request back, so that the text can be changed.

    Raises:
        NotAllowedError: the person may not write for the owner.
        ApprovalError: the request no longer stands.
    """
    if not can_write_for(by, owner_id_of(request)):
        raise NotAllowedError(_("Bara den ägande organisationens redaktörer kan ta tillbaka begäran."))
    return approvals.take_back(request=request, reason=reason, by=by)


def void_if_changed(request: ApprovalRequest) -> bool:
    """Void a standing request whose draft is no longer what was frozen; return whether it was.

    The draft is built again: whatever could change the payload (text, taxonomy, a file's bytes) shows.
    """
    if request.status not in STANDING:
        return False
    found = describe_changes(request)
    if found:
        approvals.void(request=request, changes=found)
    return bool(found)


def void_all_changed() -> int:
    """Look at every standing request (the publisher does, once a minute); return how many became void."""
    standing = ApprovalRequest.objects.filter(status__in=STANDING)
    return sum(void_if_changed(request) for request in standing)


def describe_changes(request: ApprovalRequest) -> list[str]:
    """Return in words what differs between the frozen version and the drafts of today; empty if nothing does.

    A language that is out is passed over: its signatures have been used, and the ledger holds what they were for.
    """
    lines: list[str] = []
    for version in request.versions.filter(released_at__isnull=True):
        now = current_payload(request, version.language)
        if now is None:
            lines.append(
                _("%(language)s: texten finns inte längre eller är ofullständig")
                % {"language": version.language}
            )
        elif digest_of(now) != version.digest:
            fields = [change.field for change in changes.compare(version.read_payload(), now)]
            what = ", ".join(fields) or _("utseendet av en figur eller bild")
            lines.append(f"{version.language}: {what}")
    return lines


def current_payload(request: ApprovalRequest, language: str) -> Payload | None:
    """Return what the item's draft would print now, or None if it can't be built."""
    try:
        return review(request.item_type, request.item_key, language, printed_with=None).payload
    except ReleaseError:
        return None


def owner_id_of(request: ApprovalRequest) -> int | None:
    """Return the organisation that owns the request's item, or None when its draft is gone."""
    for version in request.versions.all():
        source = registry.get(request.item_type).find_source(request.item_key, version.language)
        if source is not None:
            return source.owner_id
    return None


def _end_reviews(item_key: uuid.UUID, by: User) -> None:
    """Cancel reviews inside the organisation: the text is locked now, so nothing can come of them."""
    for page in Page.objects.filter(translation_key=item_key):
        for state in WorkflowState.objects.active().for_instance(page):
            state.cancel(user=by)


def _last_writer(reviews: dict[str, Review]) -> int | None:
    """Return who wrote the newest change in the source language, else in any."""
    order = sorted(reviews, key=lambda language: language != "sv")
    writers = [reviews[language].source.last_changed_by_id for language in order]
    return next((writer for writer in writers if writer), None)
