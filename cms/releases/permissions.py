"""Who may release what."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.accounts.permissions import can_edit_terms, can_release_for
from cms.ledger import registry
from cms.ledger.models import CurrentEdition
from cms.organisations.models import Organisation
from cms.releases.exceptions import NotAllowedError


def can_release(user: User, item_type: str, item_key: uuid.UUID, language: str) -> bool:
    """Whether `user` may release, correct or withdraw the item.

    The owner's members with that right may. Where the draft names another owner than what is printed, the right is
    needed for both: whoever may edit a draft could otherwise take over what another organisation has said. What no
    organisation owns (areas, goals, places, tags) belongs to the agreement.
    """
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    owners = owner_ids(item_type, item_key, language)
    if not owners:
        return can_release_terms(user)
    return all(can_release_for(user, owner_id) for owner_id in owners)


def owner_ids(item_type: str, item_key: uuid.UUID, language: str) -> set[int]:
    """Return the organisations that own an item: as its draft says, and as it is printed. Empty for the agreement's."""
    source = registry.get(item_type).find_source(item_key, language)
    owners = (source.owner_id if source else None, _printed_owner_id(item_key, language))
    return {owner for owner in owners if owner is not None}


def can_release_terms(user: User) -> bool:
    """Whether `user` may release what belongs to the agreement and to no organisation alone."""
    return can_edit_terms(user)


def require_release(user: User, item_type: str, item_key: uuid.UUID, language: str) -> None:
    """Raise NotAllowedError unless `can_release`."""
    if not can_release(user, item_type, item_key, language):
        raise NotAllowedError(
            _("Du får inte släppa detta. Be någon i den ägande organisationen som har rätten ”får släppa”.")
        )


def _printed_owner_id(item_key: uuid.UUID, language: str) -> int | None:
    """Return the owner as printed, also of what has been withdrawn."""
    row = CurrentEdition.objects.filter(item_key=item_key, language=language).first()
    owner = row.read_card()["owner"] if row else None
    if owner is None:
        return None
    organisation = Organisation.objects.filter(code=owner["id"]).first()
    return organisation.pk if organisation else None
