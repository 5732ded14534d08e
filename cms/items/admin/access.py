"""Keeps editors on their own desks: choosers, desks themselves, translations; and Wagtail's groups after a change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from wagtail import hooks
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.views.submit_translations import SubmitPageTranslationView

from cms.accounts.models import User
from cms.items.models import DeskPage
from cms.items.services import sync_access
from cms.organisations.models import Organisation


@hooks.register("construct_page_chooser_queryset")
def only_own_pages(pages: Any, request: HttpRequest) -> Any:
    """Offer only pages that the editor may see: Wagtail's chooser would list every draft's title."""
    return pages & PagePermissionPolicy().explorable_instances(request.user)


@hooks.register("construct_explorer_page_queryset")
def only_own_desks(parent_page: Page, pages: Any, request: HttpRequest) -> Any:
    """Refuse to show another organisation's page: the list below it is filtered by Wagtail, its own title is not."""
    if not PagePermissionPolicy().explorable_instances(request.user).filter(pk=parent_page.pk).exists():
        raise PermissionDenied
    return pages


@hooks.register("before_create_page")
def desks_are_made_by_the_product(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """Refuse a new desk by anybody but a superuser: desks come with their organisation (services.ensure_desk)."""
    if issubclass(page_class, DeskPage) and not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("register_admin_urls", order=-10)
def guarded_translation() -> list[URLPattern]:
    """Stand before wagtail-localize's page on the same address, which asks for no right to the page itself."""
    return [path("localize/submit/page/<int:page_id>/", submit_translation)]


def submit_translation(request: HttpRequest, page_id: int) -> HttpResponse:
    """Let whoever may edit a page have it translated."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    response: HttpResponse = SubmitPageTranslationView.as_view()(request, page_id=page_id)
    return response


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def organisation_saved(request: HttpRequest, instance: Any) -> None:
    """Give a saved organisation its desk, and its members their rights."""
    if isinstance(instance, Organisation):
        sync_access(instance)


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def user_saved(request: HttpRequest, user: User) -> None:
    """Put a saved user's groups right again: memberships decide, not the boxes ticked in the form."""
    sync_access(user)
