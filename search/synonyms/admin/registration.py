"""Registers synonyms as snippets: whoever may change them changes what the next search finds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search.synonyms.models import Synonyms


class SynonymsViewSet(SnippetViewSet):
    """Sets of words that mean the same."""

    model = Synonyms
    icon = "search"
    menu_label = _("Synonymer i sök")
    menu_name = "synonymer"
    menu_order = 290
    add_to_admin_menu = True
    copy_view_enabled = False
    search_backend_name = None
    list_per_page = 100
    panels = [FieldPanel("terms")]


register_snippet(SynonymsViewSet)
