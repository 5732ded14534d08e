"""Desks, and the access that Wagtail gives to them: what follows from memberships.

Wagtail knows groups and pages, the product knows organisations and members. `sync_access` keeps the first in step with
the second. Call it after every change of members; the admin does (cms/items/admin/access.py), the example data does.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.accounts.models import WRITING, Membership, User
from cms.accounts.permissions import can_edit_terms
from cms.common import languages
from cms.items.models import DeskPage
from cms.organisations.models import Organisation
from cms.taxonomy.models import Area, Audience, Goal, Place, Tag

#: Every member of any organisation: the door to the workshop, and the pictures that all may use.
BASE_GROUP = "Redaktion"
#: Administrators with the right to release: areas, goals, audiences, places and tags.
TERMS_GROUP = "Redaktion: överenskommelsens begrepp"
SHARED_COLLECTION = "Gemensamma bilder och dokument"

_PAGE_RIGHTS = ("add_page", "change_page")  # no publish_page: a release is the only way out
# Wagtail asks for the rights of its own models, also when a project has its own.
_SHARED_RIGHTS = ("wagtailimages.choose_image", "wagtaildocs.choose_document")
_FILE_RIGHTS = (
    *_SHARED_RIGHTS,
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
)
_TERMS = (Area, Goal, Audience, Place, Tag)


@transaction.atomic
def ensure_desk(organisation: Organisation) -> DeskPage:
    """Return the organisation's desk in the Swedish tree, made when it is missing; its translations are made too.

    The desks stand under one page, which is also the root of Wagtail's site: the editor needs a site, the public
    does not (nothing is served from the tree). Idempotent.
    """
    home = _ensure_home()
    desk = DeskPage.objects.filter(organisation=organisation, locale=_locale(languages.DEFAULT)).first()
    if desk is None:
        desk = DeskPage(
            title=str(organisation),
            slug=slugify(organisation.code),
            organisation=organisation,
            locale=home.locale,
            live=False,
        )
        home.add_child(instance=desk)
    _ensure_translations(desk)
    return desk


@transaction.atomic
def sync_access(subject: User | Organisation) -> None:
    """Give Wagtail's groups and rights the form that the memberships say. Idempotent.

    Args:
        subject: an organisation (its desk, its collection, its group and all its members) or one user.
    """
    if isinstance(subject, Organisation):
        group = _ensure_group(subject)
        members = set(User.objects.filter(memberships__organisation=subject))
        for user in members | set(group.user_set.all()):
            _sync_user(user)
    else:
        for organisation in Organisation.objects.filter(memberships__user=subject).distinct():
            _ensure_group(organisation)
        _sync_user(subject)


@transaction.atomic
def ensure_review_workflow(organisation: Organisation) -> Workflow:
    """Return the workflow by which members of the organisation review each other's items, made when it is missing.

    One step, on the organisation's desk in every language. Optional: an item can be released without a review.
    """
    group = _ensure_group(organisation)
    name = _("Granskning i %(organisation)s") % {"organisation": organisation}
    workflow, made = Workflow.objects.get_or_create(name=name)
    if made:
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task)
    desk = ensure_desk(organisation)
    for page in [desk, *desk.get_translations()]:
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})
    return workflow


def collection_of(organisation: Organisation) -> Collection:
    """Return the collection with the organisation's own pictures and documents, made when it is missing."""
    return _collection(organisation.name_in(languages.DEFAULT)[:255])


def group_name(organisation: Organisation) -> str:
    """Return the name of the organisation's group. By code, which never changes."""
    return f"{BASE_GROUP}: {organisation.code}"


def _sync_user(user: User) -> None:
    """Put the user in the groups that the memberships ask for and out of other organisations' groups."""
    rows = Membership.objects.filter(user=user).select_related("organisation")
    wanted = {group_name(row.organisation) for row in rows if row.role in WRITING}
    if rows:
        wanted.add(_ensure_base_group().name)
    if not user.is_superuser and can_edit_terms(user):
        wanted.add(_ensure_terms_group().name)
    ours = Group.objects.filter(name__startswith=f"{BASE_GROUP}: ") | Group.objects.filter(name=BASE_GROUP)
    user.groups.remove(*ours.exclude(name__in=wanted))
    user.groups.add(*Group.objects.filter(name__in=wanted))


def _ensure_base_group() -> Group:
    group, _created = Group.objects.get_or_create(name=BASE_GROUP)
    group.permissions.add(
        _permission("wagtailadmin.access_admin"),
        _permission("wagtail_localize.submit_translation"),
        *[_permission(f"cms.view_{model._meta.model_name}") for model in _TERMS],
    )
    _allow_files(group, _collection(SHARED_COLLECTION), _SHARED_RIGHTS)
    return group


def _ensure_terms_group() -> Group:
    """Return the group of those who may change the agreement's vocabulary (accounts.permissions.can_edit_terms)."""
    group, _created = Group.objects.get_or_create(name=TERMS_GROUP)
    names = [
        f"cms.{verb}_{model._meta.model_name}" for model in _TERMS for verb in ("add", "change", "delete")
    ]
    group.permissions.add(*[_permission(name) for name in names])
    return group


def _permission(name: str) -> Permission:
    label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=label, codename=codename)


def _ensure_group(organisation: Organisation) -> Group:
    """Return the organisation's group: it may write on its own desk, in every language, and nowhere else."""
    desk = ensure_desk(organisation)
    group, _created = Group.objects.get_or_create(name=group_name(organisation))
    desks = [desk, *desk.get_translations()]
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=_PAGE_RIGHTS)
    GroupPagePermission.objects.filter(group=group).exclude(
        page__in=[page.pk for page in desks], permission__in=rights
    ).delete()
    for page in desks:
        for right in rights:
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=right)
    _allow_files(group, collection_of(organisation), _FILE_RIGHTS)
    return group


def _allow_files(group: Group, collection: Collection, names: Iterable[str]) -> None:
    for name in names:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(name)
        )


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    found = root.get_children().filter(name=name).first()
    return found or root.add_child(name=name)


def _ensure_home() -> DeskPage:
    """Return the page above all desks, and make it the root of the default site."""
    locale = _locale(languages.DEFAULT)
    home = DeskPage.objects.filter(organisation=None, locale=locale).order_by("path").first()
    if home is None:
        root = Page.get_first_root_node() or Page.add_root(title="Root", locale=locale)
        home = DeskPage(title=_("Redaktioner"), slug="redaktioner", locale=locale, live=False)
        root.add_child(instance=home)
        _ensure_site(home)
        # Wagtail's own workflow asks moderators of a group that has no members here.
        WorkflowPage.objects.filter(page=root).delete()
    _ensure_translations(home)
    return home


def _ensure_site(home: DeskPage) -> None:
    """Point the default site at `home`; remove the page with which Wagtail greets a new installation."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        return
    greeting = site.root_page
    site.root_page = home
    site.save()
    if greeting.specific_class is Page and greeting.is_leaf() and greeting.depth > 1:
        Page.objects.get(pk=greeting.pk).delete()


def _ensure_translations(page: DeskPage) -> None:
    """Give a desk its page in each other language, so that the items on it can be translated."""
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        locale = _locale(code)
        if code == page.locale.language_code or page.has_translation(locale):
            continue
        copy = page.copy_for_translation(locale, copy_parents=True)
        with translation.override(code):
            name = page.organisation.name_in(code) if page.organisation else _("Redaktioner")
        copy.title = copy.draft_title = name
        copy.save()
        copy.save_revision()


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]
