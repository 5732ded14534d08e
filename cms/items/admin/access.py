"""Keeps editors on their own desks: choosers, desks themselves, translations; and Wagtail's groups after a change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from wagtail import hooks
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.models import Document
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.views.submit_translations import SubmitPageTranslationView

from cms.accounts.models import User
from cms.items.models import DeskPage
from cms.items.services import sync_access
from cms.media.models import PressDocument, PressImage
from cms.organisations.models import Organisation


@hooks.register("construct_page_chooser_queryset")
def only_own_pages(pages: Any, request: HttpRequest) -> Any:
    """Offer only pages that the editor may see: Wagtail's chooser would list every draft's title."""
    match = request.resolver_match
    parent_id = match.kwargs.get("parent_page_id") if match else None
    seen = PagePermissionPolicy().explorable_instances(request.user)
    if parent_id is not None and not seen.filter(pk=parent_id).exists():
        raise PermissionDenied  # the list below it would be empty, but its own title stands above
    return pages & seen


@hooks.register("before_move_page", order=-10)
def only_own_moves(request: HttpRequest, page: Page, destination: Page | None = None) -> None:
    """Refuse the question about a move before it names a page that the editor may not see."""
    seen = PagePermissionPolicy().explorable_instances(request.user)
    asked = {each.pk for each in (page, destination) if each is not None}
    if seen.filter(pk__in=asked).count() != len(asked):
        raise PermissionDenied


class OwnImages(ImagesAdminAPIViewSet):
    """The admin's listing of pictures: Wagtail's own lists those of all organisations."""

    def get_queryset(self) -> Any:
        return super().get_queryset() & _own_files(PressImage, Image, self.request.user)


class OwnDocuments(DocumentsAdminAPIViewSet):
    """The same for documents."""

    def get_queryset(self) -> Any:
        return super().get_queryset() & _own_files(PressDocument, Document, self.request.user)


@hooks.register("construct_admin_api", order=1000)
def only_own_files_in_the_admin_api(router: Any) -> None:
    """Replace Wagtail's listings. They can't be taken away: every page of the admin writes out their addresses."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


def _own_files(model: Any, auth_model: Any, user: Any) -> Any:
    """Return the pictures or documents that the user may choose, add or change."""
    policy = CollectionOwnershipPermissionPolicy(
        model, auth_model=auth_model, owner_field_name="uploaded_by_user"
    )
    return policy.instances_user_has_any_permission_for(user, ["choose", "add", "change"])


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
