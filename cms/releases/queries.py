"""What people in the workshop ask about releases: which concern me, what of mine is public. Never used in public."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.accounts.models import Membership, User
from cms.accounts.permissions import can_edit_terms, organisation_ids_of
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.enums import GONE, Dimension
from cms.ledger.models import CurrentEdition
from cms.organisations.models import Organisation
from cms.releases.enums import PRINTABLE, ReleaseStatus
from cms.releases.models import Release, ReleaseItem


def list_releases_for(user: User) -> QuerySet[Release]:
    """Return the releases that `user` may see: made by them, or of what their organisations write."""
    releases = Release.objects.select_related("created_by").prefetch_related("items")
    if user.is_superuser:
        return releases
    mine = Q(item_key__in=_writable_keys(user)) | Q(item_key__in=_organisation_keys(user))
    if can_edit_terms(user):
        mine |= ~Q(item_type__in=[*NEWS_TYPES, "organisation"])
    seen = ReleaseItem.objects.filter(mine).values("release")
    return releases.filter(Q(created_by=user) | Q(pk__in=seen))


def find_open_release(item_key: uuid.UUID, languages: Iterable[str]) -> Release | None:
    """Return the planned or failed release that an item already is part of, or None."""
    rows = ReleaseItem.objects.filter(
        item_key=item_key, language__in=list(languages), release__status__in=PRINTABLE
    )
    row = rows.select_related("release").order_by("release__scheduled_at").first()
    return row.release if row else None


def list_public_for(user: User) -> QuerySet[CurrentEdition]:
    """Return what is public now and concerns the user's organisations, newest first. Reads the ledger only.

    A page that has been deleted in Wagtail is still here until it is withdrawn.
    """
    rows = CurrentEdition.objects.exclude(kind__in=GONE).defer("document").order_by("-changed_at", "-seq")
    if user.is_superuser:
        return rows
    codes = list(Organisation.objects.filter(pk__in=organisation_ids_of(user)).values_list("code", flat=True))
    mine = Q(item_type="organisation", public_id__in=codes)
    mine |= Q(facets__dimension=Dimension.ORGANISATION, facets__value__in=codes)
    if can_edit_terms(user):
        mine |= ~Q(item_type__in=[*NEWS_TYPES, "organisation"])
    return rows.filter(mine).distinct()


def releasing_codes(user: User) -> set[str]:
    """Return the codes of the organisations for which `user` may release."""
    rows = Membership.objects.filter(user=user, may_release=True)
    return set(rows.values_list("organisation__code", flat=True))


def current_of(keys: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, str], CurrentEdition]:
    """Return the newest edition of each of these items, by key and language. One query, without texts."""
    rows = CurrentEdition.objects.filter(item_key__in=list(keys)).defer("card", "document")
    return {(row.item_key, row.language): row for row in rows}


def planned_digests(keys: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, str], str]:
    """Return the digest that a planned release will print, for those of these items that are in one."""
    rows = ReleaseItem.objects.filter(item_key__in=list(keys), release__status=ReleaseStatus.PLANNED)
    return {(row.item_key, row.language): row.digest for row in rows}


def _writable_keys(user: User) -> QuerySet[Any, Any]:
    pages: QuerySet[Page] = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    keys: QuerySet[Any, Any] = pages.values("translation_key")
    return keys


def _organisation_keys(user: User) -> QuerySet[Any, Any]:
    keys: QuerySet[Any, Any] = Organisation.objects.filter(pk__in=organisation_ids_of(user)).values("key")
    return keys
