"""The first page after login: begin something new, what waits, what is planned, what went out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, TaskState

from cms.accounts.models import User
from cms.accounts.permissions import organisation_ids_of, writing_organisation_ids
from cms.common import languages
from cms.common.wording import in_words
from cms.items.models import DeskPage, Item
from cms.ledger import addresses, registry
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.models import CurrentEdition
from cms.releases import queries
from cms.releases.enums import ReleaseStatus
from cms.releases.exceptions import ReleaseError
from cms.releases.preconditions import review

#: How many rows a panel shows, and how many drafts are looked through to find them.
_ROWS = 8
_LOOKED_THROUGH = 40
#: For how long the home page trusts what it found out about a draft. The release view always asks anew.
_REMEMBERED_FOR = 300


@dataclass(frozen=True)
class Waiting:
    """A draft that differs from what readers see."""

    title: str
    kind: str
    language: str
    missing: int
    is_public: bool
    was_planned: bool
    edit_url: str
    review_url: str


class WritePanel(Component):
    """One press to a new item on one's own desk."""

    name = "skriv"
    order = 10
    template_name = "cms/home/write.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        desks = DeskPage.objects.filter(
            locale__language_code=languages.DEFAULT, organisation__isnull=False
        ).select_related("organisation")
        if not self.user.is_superuser:
            desks = desks.filter(organisation__in=writing_organisation_ids(self.user))
        return {
            "desks": [
                {"name": str(desk.organisation), "url": _desk_address(desk), "kinds": _kinds(desk)}
                for desk in desks.order_by("organisation__sort_order", "organisation__code")
            ],
            "is_superuser": self.user.is_superuser,
        }


class WaitingPanel(Component):
    """Drafts that are not out, or not as they are now; releases that failed."""

    name = "vantar"
    order = 20
    template_name = "cms/home/waiting.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        failed = queries.list_releases_for(self.user).filter(status=ReleaseStatus.FAILED)
        return {
            "waiting": waiting_for(self.user),
            "reviews": reviews_for(self.user),
            "failed": failed[:_ROWS],
            "releases_url": reverse("releases:list"),
        }


class PlannedPanel(Component):
    """What will go out, soonest first."""

    name = "planerat"
    order = 30
    template_name = "cms/home/planned.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        planned = queries.list_releases_for(self.user).filter(status=ReleaseStatus.PLANNED)
        rows = planned.order_by("scheduled_at", "pk")[:_ROWS]
        return {
            "planned": [{"release": row, "when": in_words(row.scheduled_at)} for row in rows],
            "releases_url": reverse("releases:list"),
        }


class OutPanel(Component):
    """What readers got lately, of all organisations: it is public."""

    name = "ute"
    order = 40
    template_name = "cms/home/out.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        rows = CurrentEdition.objects.filter(item_type__in=NEWS_TYPES).defer("document")
        return {
            "out": [
                {"current": row, "card": row.read_card(), "url": addresses.absolute(row.path)}
                for row in rows.order_by("-changed_at", "-seq")[:_ROWS]
            ],
            "public_url": reverse("releases:public"),
        }


@hooks.register("construct_homepage_panels", order=1000)
def own_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Replace Wagtail's panels, which speak of its own publishing, by ours."""
    user: User = request.user  # type: ignore[assignment]  # the admin has let somebody in
    panels[:] = [WritePanel(user), WaitingPanel(user), PlannedPanel(user), OutPanel(user)]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, summary_items: list[Any]) -> None:
    """Leave out the counts of pages, pictures and documents: nobody comes for them."""
    summary_items.clear()


def reviews_for(user: User) -> list[Page]:
    """Return the pages that a colleague has sent for review and that the user may review, the oldest first."""
    mine = TaskState.objects.reviewable_by(user).exclude(workflow_state__requested_by=user)
    rows = mine.select_related("revision").order_by("started_at")[:_ROWS]
    return [row.revision.as_object() for row in rows]


def waiting_for(user: User) -> list[Waiting]:
    """Return the user's organisations' drafts that differ from what is out, newest first."""
    organisations = organisation_ids_of(user)
    drafts = Item.objects.filter(alias_of__isnull=True).order_by("-latest_revision_created_at", "-pk")
    if not user.is_superuser:
        drafts = drafts.filter(owner_organisation__in=organisations)
    found: list[Waiting] = []
    pages = list(drafts.specific()[:_LOOKED_THROUGH])
    keys = [page.translation_key for page in pages]
    current, planned = queries.current_of(keys), queries.planned_digests(keys)
    for page in pages:
        if len(found) == _ROWS:
            break
        row = current.get((page.translation_key, page.language))
        differs, missing, digest = _look(page, row)
        promised = planned.get((page.translation_key, page.language))
        if differs and promised != digest:
            found.append(_waiting(page, row, missing, user, was_planned=promised is not None))
    return found


def _look(page: Item, row: CurrentEdition | None) -> tuple[bool, int, str]:
    """Return whether the draft differs from what is out, how much is missing, its digest. Remembered for a while."""
    revision = page.latest_revision_id and Revision.objects.filter(pk=page.latest_revision_id).first()
    stamp = revision.created_at.timestamp() if revision else 0
    key = f"waiting:{page.pk}:{page.latest_revision_id}:{stamp}:{row.seq if row else 0}"
    remembered: tuple[bool, int, str] | None = cache.get(key)
    if remembered is not None:
        return remembered
    try:
        found = review(page.item_type, page.translation_key, page.language)
    except ReleaseError:
        return True, 1, ""
    answer = (found.is_changed, len(found.blocking), found.digest)
    cache.set(key, answer, _REMEMBERED_FOR)
    return answer


def _waiting(
    page: Item, row: CurrentEdition | None, missing: int, user: User, *, was_planned: bool
) -> Waiting:
    may_edit = page.permissions_for_user(user).can_edit()
    source = registry.get(page.item_type).find_source(page.translation_key, page.language)
    return Waiting(
        title=source.title if source else page.title,
        kind=str(page._meta.verbose_name),
        language=page.language,
        missing=missing,
        is_public=row is not None and not row.is_gone,
        was_planned=was_planned,
        edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else "",
        review_url=reverse("releases:review_page", args=[page.pk]),
    )


def _kinds(desk: DeskPage) -> Iterable[dict[str, str]]:
    """Return the kinds of items one can write on a desk, with the address that begins one."""
    models = [model for model in apps.get_models() if issubclass(model, Item) and model.is_creatable]
    for model in sorted(models, key=lambda model: list(addresses.SEGMENTS).index(model.item_type)):
        yield {
            "label": capfirst(str(model._meta.verbose_name)),
            "name": model.item_type,
            "url": reverse(
                "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, desk.pk]
            ),
        }


def _desk_address(desk: DeskPage) -> str:
    return reverse("wagtailadmin_explore", args=[desk.pk])
