"""Registers the vocabulary as snippets: everybody sees it, administrators with the right to release change it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.ledger.enums import GONE
from cms.ledger.models import CurrentEdition
from cms.taxonomy.admin.forms import GoalForm, TagForm, TermForm, label_fields
from cms.taxonomy.models import Area, Audience, Goal, Place, Tag

_TERM = [FieldPanel("name"), FieldPanel("code"), FieldPanel("summary"), FieldPanel("description")]
_LAST = [FieldPanel("sort_order"), FieldPanel("is_example_data")]


class TermViewSet(SnippetViewSet):
    """What the viewsets of all terms share."""

    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["name", "code", "summary", "description"]
    list_display = ["name", "code"]
    search_backend_name = None
    list_per_page = 50
    edit_handler = ObjectList([*_TERM, *_LAST], base_form_class=TermForm)


class AreaViewSet(TermViewSet):
    """Prioritised areas."""

    model = Area
    icon = "crosshairs"
    menu_label = _("Områden")
    menu_name = "omraden"
    menu_order = 210


class GoalViewSet(TermViewSet):
    """The overall goal and the effect goals, each with its indicators."""

    model = Goal
    icon = "check"
    menu_label = _("Mål")
    menu_name = "mal"
    menu_order = 220
    list_display = ["name", "kind", "code"]
    edit_handler = ObjectList(
        [
            *_TERM,
            FieldPanel("kind"),
            MultiFieldPanel(
                [
                    HelpPanel(
                        _(
                            "Ett mått på om vi når målet: en serie värden med källa och metod. "
                            "Diagrammet ritas av serien, och läsaren kan hämta den."
                        )
                    ),
                    InlinePanel(
                        "indicators",
                        label=_("Indikator"),
                        panels=[
                            FieldPanel("name"),
                            FieldPanel("unit"),
                            FieldPanel("series"),
                            FieldPanel("source"),
                            FieldPanel("source_url"),
                            FieldPanel("method"),
                        ],
                    ),
                ],
                heading=_("Indikatorer"),
            ),
            *_LAST,
        ],
        base_form_class=GoalForm,
    )


class AudienceViewSet(TermViewSet):
    """Whom items are for."""

    model = Audience
    icon = "group"
    menu_label = _("Målgrupper")
    menu_name = "malgrupper"
    menu_order = 230


class PlaceViewSet(TermViewSet):
    """Places in the district."""

    model = Place
    icon = "globe"
    menu_label = _("Platser")
    menu_name = "platser"
    menu_order = 240


class TagViewSet(SnippetViewSet):
    """Tags with their word in each language."""

    model = Tag
    icon = "tag"
    menu_label = _("Ämnen")
    menu_name = "amnen"
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["name", "slug"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            *[FieldPanel(name) for name in label_fields()],
            FieldPanel("slug"),
            FieldPanel("is_example_data"),
        ],
        base_form_class=TagForm,
    )


for _viewset in (AreaViewSet, GoalViewSet, AudienceViewSet, PlaceViewSet, TagViewSet):
    register_snippet(_viewset)


@hooks.register("before_delete_snippet")
def printed_terms_stay(request: Any, instances: list[Any]) -> Any:
    """Refuse to delete what is public: what names it would lead nowhere. Withdraw it first."""
    public = [row for row in instances if _is_public(row)]
    for row in public:
        text = _t("”%(name)s” är publik och kan inte tas bort. Dra tillbaka den först.")
        messages.error(request, text % {"name": row})
    return redirect("wagtailadmin_home") if public else None


@hooks.register("before_bulk_action")
def printed_terms_stay_in_bulk(request: Any, action_type: str, objects: list[Any], action: Any) -> Any:
    """Refuse the same for several at once."""
    if action_type != "delete":
        return None
    return printed_terms_stay(request, [row for row in objects if not isinstance(row, Page)])


def _is_public(row: Any) -> bool:
    key = getattr(row, "translation_key", None) or getattr(row, "key", None)
    if key is None:
        return False
    return CurrentEdition.objects.filter(item_key=key).exclude(kind__in=GONE).exists()
