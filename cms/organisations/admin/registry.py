"""Registers organisations as snippets, with per-organisation rights and who answers now."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets as views

from cms.common import clock, languages
from cms.organisations.admin.forms import OrganisationForm
from cms.organisations.admin.policy import OrganisationPolicy
from cms.organisations.models import Organisation
from cms.organisations.queries import who_answers_now

policy = OrganisationPolicy(Organisation)
try:  # Wagtail 8 keeps policies in a registry; 7.4 takes the viewset's own
    from wagtail.permissions import register_permission_policy
except ImportError:
    pass
else:
    register_permission_policy(Organisation, policy)


class OwnInstanceMixin:
    """Ask for the right to this very organisation: Wagtail's snippet views ask for the right to some."""

    needed = "change"

    def get_object(self, *args: Any, **kwargs: Any) -> Organisation:
        organisation: Organisation = super().get_object(*args, **kwargs)  # type: ignore[misc]  # a mixin
        if not policy.user_has_permission_for_instance(self.request.user, self.needed, organisation):  # type: ignore[attr-defined]
            raise PermissionDenied
        return organisation


class EditView(OwnInstanceMixin, views.EditView):
    """Change one's own organisation."""


class DeleteView(OwnInstanceMixin, views.DeleteView):
    """Delete an organisation: superusers only."""

    needed = "delete"


class HistoryView(OwnInstanceMixin, views.HistoryView):
    """Who changed what: members' names stay with their administrator."""


class UsageView(OwnInstanceMixin, views.UsageView):
    """Where the organisation is named: drafts of others stay theirs."""


class WhoAnswersPanel(HelpPanel):
    """Who answers for the organisation at this moment, as readers are told."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one organisation."""

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["content"] = _answers_now(self.instance)
            return context


def _answers_now(organisation: Organisation) -> SafeString:
    if not organisation.pk:
        return format_html("<p>{}</p>", _t("Sparas organisationen visas här vem som svarar."))
    answer = who_answers_now(code=organisation.code, language=languages.DEFAULT, at=clock.now())
    if answer is None or not (answer.contacts or answer.duty_phone):
        return format_html("<p>{}</p>", _t("Ingen. Lägg till en presskontakt eller en jourtelefon."))
    if answer.is_open:
        contact = answer.contacts[0]
        reach = " · ".join(filter(None, [contact.role, contact.phone, contact.email]))
        return format_html("<p><strong>{}</strong> {}</p>", contact.name, reach)
    if answer.duty_phone:
        return format_html("<p>{} <strong>{}</strong></p>", _t("Jourtelefonen:"), answer.duty_phone)
    return format_html(
        "<p>{}</p>", _t("Ingen just nu: det är utanför kontakternas tider och ingen jourtelefon finns.")
    )


class OrganisationViewSet(views.SnippetViewSet):
    """Organisations."""

    model = Organisation
    permission_policy = policy
    icon = "group"
    menu_label = _("Organisationer")
    menu_name = "organisationer"
    menu_order = 200
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["__str__", "code", "duty_phone"]
    search_backend_name = None
    search_fields = ["texts__name", "code"]
    edit_view_class = EditView
    delete_view_class = DeleteView
    history_view_class = HistoryView
    usage_view_class = UsageView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    InlinePanel(
                        "texts",
                        heading=_("Namn och ansvar per språk"),
                        label=_("Språk"),
                        panels=[
                            FieldPanel("language"),
                            FieldPanel("name"),
                            FieldPanel("short_name"),
                            FieldPanel("aliases"),
                            FieldPanel("answers_for"),
                        ],
                    ),
                    FieldPanel("website"),
                    MultiFieldPanel(
                        [FieldPanel("logo_file"), FieldPanel("remove_logo")], heading=_("Logotyp")
                    ),
                    FieldPanel("code"),
                    FieldPanel("sort_order"),
                    FieldPanel("is_example_data"),
                ],
                heading=_("Organisation"),
            ),
            ObjectList(
                [
                    WhoAnswersPanel(heading=_("Den här svarar nu")),
                    InlinePanel(
                        "press_contacts",
                        heading=_("Presskontakter"),
                        label=_("Presskontakt"),
                        panels=[
                            FieldPanel("name"),
                            FieldPanel("role"),
                            FieldPanel("role_translations"),
                            FieldPanel("phone"),
                            FieldPanel("email"),
                            FieldPanel("hours"),
                            FieldPanel("sort_order"),
                        ],
                    ),
                    FieldPanel("duty_phone"),
                ],
                heading=_("Vem som svarar"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        _(
                            "Medlemmar skriver och släpper för organisationen. Rätten ”får släppa” gäller det som "
                            "organisationen ensam står för. Ingen ändrar sina egna roller och rättigheter."
                        )
                    ),
                    InlinePanel(
                        "memberships",
                        heading=_("Medlemmar"),
                        label=_("Medlem"),
                        panels=[
                            FieldPanel("user"),
                            FieldPanel("role"),
                            FieldPanel("may_release"),
                            FieldPanel("is_deputy"),
                        ],
                    ),
                    InlinePanel(
                        "delegates",
                        heading=_("Godkännare utan konto"),
                        label=_("Godkännare"),
                        help_text=_(
                            "Får en personlig länk med mejl varje gång organisationen ska godkänna något."
                        ),
                        panels=[FieldPanel("name"), FieldPanel("email"), FieldPanel("is_deputy")],
                    ),
                ],
                heading=_("Medlemmar"),
            ),
        ],
        base_form_class=OrganisationForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the organisations to list, with their names ready."""
        return Organisation.objects.prefetch_related("texts")


register_snippet(OrganisationViewSet)
