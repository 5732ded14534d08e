"""The page editor: our release in the place of Wagtail's publishing; a warning before a public text's draft goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem, WorkflowMenuItem
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page

from cms.items.models import DeskPage, Item
from cms.items.reviewing import review_state
from cms.ledger.enums import GONE
from cms.ledger.models import CurrentEdition

#: Wagtail's actions that would say something about publishing, and be wrong.
_MISLEADING = frozenset({"action-publish", "action-unpublish", "action-submit"})
#: Steps of a review inside the organisation, by Wagtail's name and whether a comment is asked for. Wagtail's "approve"
#: would be taken for the signatories' approval.
_STEPS = {
    ("approve", False): _("Granskad och klar"),
    ("approve", True): _("Granskad, med kommentar…"),
    ("reject", True): _("Skicka tillbaka med kommentar…"),
}


class SubmitItem(SubmitForModerationMenuItem):
    """In the save menu: save, and ask a colleague to review it."""

    label = _("Be en kollega granska")

    def get_context_data(self, parent_context: Any) -> Any:
        return ActionMenuItem.get_context_data(self, parent_context)


class ReviewItem(ActionMenuItem):
    """In the save menu: save, then go on to the release."""

    label = _("Spara och granska…")
    name = "action-review"
    icon_name = "upload"
    order = 10

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] == "create":
            return isinstance(context["parent_page"].specific, DeskPage)
        return isinstance(context.get("page"), Item) and not context["locked_for_user"]


@hooks.register("construct_page_action_menu", order=1000)
def own_actions(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take Wagtail's publishing away and put the way to the release there."""
    menu_items[:] = [item for item in menu_items if item.name not in _MISLEADING]
    for item in menu_items:
        if isinstance(item, WorkflowMenuItem):
            item.label = _STEPS.get((item.name, item.launch_modal), item.label)
    menu_items += [own for own in (ReviewItem(), SubmitItem()) if own.is_shown(context)]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def go_on_to_review(request: HttpRequest, page: Page) -> Any:
    """After `Spara och granska…`, show the release instead of the editor."""
    if request.method == "POST" and "action-review" in request.POST and isinstance(page, Item):
        return redirect("releases:review_page", page.pk)
    return None


@hooks.register("after_edit_page")
def go_on_after_review(request: HttpRequest, page: Page) -> Any:
    """When a review inside the organisation is finished, lead to the others' approval, or else to the release."""
    if request.POST.get("workflow-action-name") != "approve" or not isinstance(page, Item):
        return None
    state = review_state(Page.objects.get(pk=page.pk))
    if state is None or state.code != "reviewed":
        return None
    messages.success(request, _t("Granskningen är klar. Inget har blivit publikt."))
    others = page.signatory_ids() - {page.owner_organisation_id}
    return redirect("approvals:ask_page" if others else "releases:review_page", page.pk)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Put the release beside the title."""
    if _may_review(page, user) and view_name == "edit":
        yield HeaderButton(_t("Granska och släpp…"), _review_url(page), icon_name="upload", priority=5)
    elif _may_review(page, user):
        yield Button(_t("Granska och släpp…"), _review_url(page), icon_name="upload", priority=5)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Put the release into each row's menu."""
    if _may_review(page, user):
        yield Button(_t("Granska och släpp…"), _review_url(page), icon_name="upload", priority=1)


@hooks.register("before_delete_page")
@hooks.register("before_move_page")
def warn_of_public_text(request: HttpRequest, page: Page, destination: Page | None = None) -> None:
    """Say that readers still see the text, and where it can be withdrawn."""
    if request.method == "GET":
        for row in public_below([page]):
            messages.warning(request, _still_public(row))


@hooks.register("before_bulk_action")
def warn_of_public_texts(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> None:
    """Say the same after several pages have been deleted or moved at once: no page is shown before."""
    pages = [page for page in objects if isinstance(page, Page)]
    if pages and action_type in {"delete", "move"}:
        for row in public_below(pages):
            messages.warning(request, _still_public(row))


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """Add the desk's styles."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin/desk.css"))


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    """Add the script that opens the field which a link asks for, and the one that shows a withdrawal's reason."""
    return format_html('<script src="{}" defer></script>', static("cms/admin/desk.js"))


def public_below(pages: list[Page]) -> list[CurrentEdition]:
    """Return what is public of these pages and of those below them."""
    keys: set[Any] = set()
    for page in pages:
        keys |= set(
            page.get_descendants(inclusive=True).values_list("translation_key", "locale__language_code")
        )
    rows = CurrentEdition.objects.filter(item_key__in=[key for key, _code in keys]).exclude(kind__in=GONE)
    return [row for row in rows.defer("card", "document") if (row.item_key, row.language) in keys]


def _still_public(row: CurrentEdition) -> SafeString:
    return format_html(
        '{} <a href="{}">{}</a>',
        _t("”%(title)s” är publik och förblir det, vad som än händer med utkastet här.")
        % {"title": row.title},
        reverse("releases:withdraw", args=[row.item_type, row.item_key]),
        _t("Dra tillbaka texten"),
    )


def _may_review(page: Page, user: Any) -> bool:
    return bool(getattr(page.specific_class, "item_type", "")) and page.permissions_for_user(user).can_edit()


def _review_url(page: Page) -> str:
    return reverse("releases:review_page", args=[page.pk])
