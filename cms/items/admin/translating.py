"""wagtail-localize's editor saves a translation into its page by "publishing" it. Here it saves the draft, no more.

Its button keeps its place; its words are ours (cms/locale/*/LC_MESSAGES/djangojs.po).
"""

from __future__ import annotations

from types import MethodType
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.items.models import Item
from cms.items.permissions import TranslationPermissionTester

#: Buttons of wagtail-localize that turn a page into a translation, or into a copy of its source.
_SWITCHES = frozenset({"localize-restart-translation", "localize-convert-to-alias"})


@hooks.register("before_edit_page", order=-10)
def translate_a_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before wagtail-localize's own: show the lock, and save its texts in the draft."""
    if not isinstance(page, Item):
        return None
    lock = page.get_lock()
    is_locked = lock is not None and lock.for_user(request.user)
    if is_locked and _SWITCHES & request.POST.keys():
        messages.error(request, lock.get_message(request.user))
        return redirect(request.path)
    translation = _translation_of(page)
    if translation is None:
        return None
    if request.method == "POST" and request.POST.get("action") == "publish":
        if is_locked:
            messages.error(request, lock.get_message(request.user))
        else:
            _save(request, translation, page)
        return redirect(request.path)
    if is_locked:
        messages.warning(request, lock.get_message(request.user), extra_tags="lock")
        page.locked = True  # in memory: wagtail-localize asks for this field only
    page.permissions_for_user = MethodType(_tester, page)  # type: ignore[method-assign]  # in memory, this request
    return None


def _tester(page: Page, user: Any) -> TranslationPermissionTester:
    return TranslationPermissionTester(user, page)


def _save(request: HttpRequest, translation: Translation, page: Page) -> None:
    try:
        translation.save_target(user=request.user, publish=False)
    except ValidationError as error:
        messages.error(
            request,
            _("Översättningen går inte att spara: %(why)s") % {"why": " ".join(error.messages)},
        )
        return
    text = _("Översättningen är sparad i utkastet ”%(title)s”. Den blir publik när den släpps.")
    page.refresh_from_db()
    messages.success(request, text % {"title": page.get_latest_revision_as_object().title})


def _translation_of(page: Page) -> Translation | None:
    """Return how an item's page is translated; None if it is edited like any other."""
    rows = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    )
    return rows.first()
