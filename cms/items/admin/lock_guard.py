"""Ways to a locked draft that Wagtail's lock does not close: bulk actions, the admin's API, wagtail-localize.

Signatures are bound to a digest, so a change by any of them could only void the signatures; here it is refused.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views import convert, edit_translation

from cms.approval.enums import STANDING
from cms.approval.models import ApprovalRequest
from cms.approval.queries import find_standing
from cms.items.admin.updating import UpdateView

_LOCKED = _("Texten är låst medan undertecknarna godkänner den. Ta tillbaka begäran först.")
#: What the admin's API and bulk actions can do to a page that changes or removes its draft.
_CHANGES = frozenset({"convert_alias", "delete", "move", "revert_to_page_revision"})


@hooks.register("before_bulk_action", order=-10)
def locked_pages_stay(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> Any:
    """Refuse to delete or move several pages when signatures are out for one of them, or for one below them."""
    pages = [page for page in objects if isinstance(page, Page)]
    if action_type not in _CHANGES or not pages:
        return None
    keys: set[uuid.UUID] = set()
    for page in pages:
        keys |= set(page.get_descendants(inclusive=True).values_list("translation_key", flat=True))
    locked = ApprovalRequest.objects.filter(item_key__in=keys, status__in=STANDING)
    return _refuse(request) if locked.exists() else None


class LockedPagesAPI(PagesAdminAPIViewSet):
    """The admin's API of pages: its actions ask for the right to edit, not for the lock."""

    def action_view(self, request: Any, pk: int, action_name: str) -> Any:
        """Do it unless signatures are out."""
        page = self.get_object()
        if action_name in _CHANGES and find_standing(page.translation_key) is not None:
            raise PermissionDenied
        return super().action_view(request, pk, action_name)


@hooks.register("construct_admin_api", order=1000)
def locked_pages_in_the_admin_api(router: Any) -> None:
    """Replace Wagtail's own."""
    router.register_endpoint("pages", LockedPagesAPI)


@hooks.register("register_admin_urls", order=-10)
def guarded_localize() -> list[URLPattern]:
    """Stand before wagtail-localize's views that change a translation, on the same addresses."""
    translate = "localize/translate/<int:translation_id>/"
    return [
        path("localize/page/<int:page_id>/convert_to_alias/", _guarded(convert.convert_to_alias)),
        path(
            "localize/update/<int:translation_source_id>/",
            _guarded(UpdateView.as_view()),
        ),
        path(
            f"{translate}strings/<int:string_segment_id>/edit/",
            _guarded(edit_translation.edit_string_translation),
        ),
        path(
            f"{translate}overrides/<int:overridable_segment_id>/edit/",
            _guarded(edit_translation.edit_override),
        ),
        path(f"{translate}pofile/upload/", _guarded(edit_translation.upload_pofile)),
        path(f"{translate}machine_translate/", _guarded(edit_translation.machine_translate)),
        path(f"{translate}disable/", _guarded(edit_translation.stop_translation)),
    ]


def _guarded(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Return the view, refusing to change anything while signatures are out for what it is about."""

    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        changes = request.method not in {"GET", "HEAD", "OPTIONS"}
        if changes and find_standing(_item_key(**kwargs)) is not None:
            if request.method != "POST":  # asked by a script
                return HttpResponseForbidden(_LOCKED, content_type="text/plain; charset=utf-8")
            return _refuse(request)
        response: HttpResponse = view(request, **kwargs)
        return response

    # The API views of wagtail-localize are free of Django's own check, and do the same themselves.
    guarded.csrf_exempt = getattr(view, "csrf_exempt", False)  # type: ignore[attr-defined]
    return guarded


def _item_key(
    *, page_id: int | None = None, translation_source_id: int | None = None, translation_id: int | None = None,
    **_more: Any,
) -> uuid.UUID:  # fmt: skip
    """Return the identity of what an address of wagtail-localize is about."""
    if page_id is not None:
        key: uuid.UUID = get_object_or_404(Page, pk=page_id).translation_key
    elif translation_source_id is not None:
        key = get_object_or_404(TranslationSource, pk=translation_source_id).object_id
    else:
        key = get_object_or_404(Translation, pk=translation_id).source.object_id
    return key


def _refuse(request: HttpRequest) -> HttpResponse:
    """Say why. Names nothing: whoever asks may be a stranger to the text."""
    messages.error(request, _LOCKED)
    return redirect("wagtailadmin_home")
