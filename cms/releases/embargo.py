"""Change the embargo text of a release that is not out yet. Whoever accepted another text must accept the new one."""

from __future__ import annotations

from django.db import transaction

from cms.accounts.models import Membership, Role, User
from cms.common.text import clean
from cms.releases import permissions, recording
from cms.releases.enums import PRINTABLE
from cms.releases.exceptions import NotPrintableError
from cms.releases.models import Release, ReleaseItem


def change_embargo_text(*, release: Release, text: str, by: User) -> Release:
    """Give a planned or failed release other terms for whoever reads it early; an empty text ends all early access.

    The text that stands already changes nothing and leaves nothing in the log.

    Raises:
        NotPrintableError: it is decided already.
        NotAllowedError: the person may neither release all of it nor is a press officer of those who own it.
    """
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if locked.status not in PRINTABLE:
            raise NotPrintableError(locked.get_status_display())
        for item in locked.items.all():
            if not _is_press_officer(by, item):
                permissions.require_release(by, item.item_type, item.item_key, item.language)
        wanted = clean(text).strip()
        if wanted != locked.embargo_text:
            locked.embargo_text = wanted
            locked.save(update_fields=["embargo_text"])
            recording.embargo_changed(locked, by)
    return locked


def _is_press_officer(user: User, item: ReleaseItem) -> bool:
    owners = permissions.owner_ids(item.item_type, item.item_key, item.language)
    mine = Membership.objects.filter(user=user, role=Role.PRESS_OFFICER, organisation_id__in=owners)
    return user.is_active and bool(owners) and owners == set(mine.values_list("organisation_id", flat=True))
