"""What can be chosen for a release set: the drafts of the person's organisations that differ from what is out."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.query import PageQuerySet

from cms.accounts.models import User
from cms.ledger import registry
from cms.releases import permissions
from cms.releases.admin.standing import Standing, standings

#: How many items the page offers, and how many drafts are looked through for them.
_OFFERED = 12
_LOOKED_THROUGH = 60


@dataclass(frozen=True)
class Candidate:
    """An item with how it stands in each language that differs from what readers see."""

    item_type: str
    item_key: uuid.UUID
    title: str
    rows: list[Standing]

    def name_of(self, row: Standing) -> str:
        """Return the name of this item and language in the form."""
        return f"{self.item_type}_{self.item_key}_{row.language}"


def candidates(user: User, *, search: str = "", chosen: Collection[uuid.UUID] = ()) -> list[Candidate]:
    """Return what `user` may release and could choose, newest change first; what is `chosen` comes first, always.

    Args:
        search: part of a title.
        chosen: keys of items that are ticked already. One that the user may not change is passed over.
    """
    pages = _printable_pages(user)
    found: list[Candidate] = []
    seen: set[uuid.UUID] = set()
    others = pages.filter(Q(title__icontains=search) | Q(draft_title__icontains=search)) if search else pages
    for rows, most in (
        (pages.filter(translation_key__in=list(chosen)), len(chosen)),
        (others, len(chosen) + _OFFERED),
    ):
        for page in rows.specific()[: _LOOKED_THROUGH + len(chosen)]:
            if page.translation_key in seen or len(found) >= most:
                continue
            seen.add(page.translation_key)
            candidate = _candidate(page.item_type, page.translation_key, user)
            if candidate is not None:
                found.append(candidate)
    return found


def _printable_pages(user: User) -> PageQuerySet:
    kinds = [
        model
        for model in apps.get_models()
        if issubclass(model, Page) and registry.is_registered(getattr(model, "item_type", ""))
    ]
    mine = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    pages: PageQuerySet = Page.objects.type(*kinds).filter(pk__in=mine.values("pk"))
    return pages.order_by("-latest_revision_created_at", "-pk")


def _candidate(item_type: str, item_key: uuid.UUID, user: User) -> Candidate | None:
    rows = [
        row
        for row in standings(item_type, item_key, user)
        if row.draft_exists
        and row.is_changed
        and permissions.can_release(user, item_type, item_key, row.language)
    ]
    return Candidate(item_type, item_key, rows[0].title, rows) if rows else None
