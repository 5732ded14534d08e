"""The item: what editors write, whatever its type. A Wagtail page that Wagtail never serves."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable, Page, TranslatableMixin

from cms.approval.moves import WhoseMove, whose_move_on
from cms.approval.queries import find_standing
from cms.items.forms import ItemForm
from cms.items.locks import ApprovalLock
from cms.items.permissions import DeskPermissionTester, ItemPermissionTester
from cms.items.preview import render_preview
from cms.items.recording import version_saved
from cms.items.reviewing import ReviewState, review_state
from cms.ledger.models import CurrentEdition


def _source_rows() -> models.Q:
    """Only the source language's rows: a payload finds the row of its own language by itself."""
    return models.Q(locale__language_code="sv")


def _choices(name: str) -> FieldPanel:
    """Return a field with several choices as boxes to tick: all in sight, and nobody need hold a key down."""
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple)


class DeskPage(Page):
    """One page per organisation and language: where its items live in the workshop's tree. Never public."""

    organisation = models.ForeignKey(
        "cms.Organisation", verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="desks",
    )  # fmt: skip
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("organisation")]
    promote_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page", "cms.DeskPage"]

    class Meta:
        verbose_name = _("redaktion")
        verbose_name_plural = _("redaktioner")

    @property
    def status_string(self) -> str:
        """What the admin's lists say of a desk: nothing, it is never public."""
        return _t("Redaktion")

    def permissions_for_user(self, user: Any) -> DeskPermissionTester:
        """Return what `user` may do with the desk itself; see cms/items/permissions.py."""
        return DeskPermissionTester(user, self)

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        """Return nothing: a desk has no public address."""


class Item(Page):
    """What every item type shares. Concrete, so that desks, tags and attachments need only one table.

    Its identity over all languages is `translation_key`. Wagtail's `live` says nothing here: public is what is in
    the ledger. `owner` is Wagtail's word for the user who made the page; the organisation is `owner_organisation`.
    """

    summary = models.TextField(
        _("ingress"), max_length=400, blank=True, help_text=_("Två eller tre meningar.")
    )
    owner_organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("ägande organisation"),
        on_delete=models.PROTECT,
        related_name="items",
    )
    responsible = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("ansvarig aktör"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Den som svarar på frågor. Dess presskontakt visas överallt där texten finns."),
    )
    signatories = ParentalManyToManyField(
        "cms.Organisation",
        verbose_name=_("undertecknare"),
        blank=True,
        related_name="+",
        help_text=_("Organisationer som ska godkänna, utöver ägaren."),
    )
    areas = ParentalManyToManyField(
        "cms.Area", verbose_name=_("prioriterade områden"), blank=True, related_name="+",
        limit_choices_to=_source_rows,
    )  # fmt: skip
    goals = ParentalManyToManyField(
        "cms.Goal", verbose_name=_("mål"), blank=True, related_name="+", limit_choices_to=_source_rows
    )
    audiences = ParentalManyToManyField(
        "cms.Audience",
        verbose_name=_("målgrupper"),
        blank=True,
        related_name="+",
        limit_choices_to=_source_rows,
    )
    places = ParentalManyToManyField(
        "cms.Place", verbose_name=_("platser"), blank=True, related_name="+", limit_choices_to=_source_rows
    )
    tags = ClusterTaggableManager(through="cms.TaggedItem", verbose_name=_("ämnen"), blank=True)
    image = models.ForeignKey(
        "cms.PressImage",
        verbose_name=_("bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(
        _("alternativtext"),
        max_length=250,
        blank=True,
        help_text=_("Vad bilden visar, på textens språk. Tomt: bildens egen alternativtext."),
    )
    is_example_data = models.BooleanField(_("exempeldata"), default=False)

    #: The payload's type code, and who can see it in a list.
    item_type: ClassVar[str] = ""
    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["cms.DeskPage"]
    subpage_types: ClassVar[list[str]] = []
    body_panels: ClassVar[list[Any]] = []
    #: The kinds of sections that a new item's body begins with, empty.
    begins_with: ClassVar[list[str]] = []
    base_form_class = ItemForm

    class Meta:
        verbose_name = _("innehåll")
        verbose_name_plural = _("innehåll")

    @property
    def language(self) -> str:
        """The language this page is written in."""
        return str(self.locale.language_code)

    @cached_property
    def public_edition(self) -> CurrentEdition | None:
        """The newest edition of this item in its language, also a withdrawn one; None if it was never out."""
        rows = CurrentEdition.objects.filter(item_key=self.translation_key, language=self.language)
        return rows.defer("card", "document").first()

    @property
    def status_string(self) -> str:
        """What the admin's lists say of the item. Wagtail's own word would speak of `live`, which says nothing."""
        if self.public_edition is None:
            return _t("Inte publik")
        return _t("Tillbakadragen") if self.public_edition.is_gone else _t("Publik")

    def signatory_ids(self) -> set[int]:
        """Return the organisations whose approval the item needs: its owner and those it names."""
        return {self.owner_organisation_id, *(organisation.pk for organisation in self.signatories.all())}

    def permissions_for_user(self, user: Any) -> ItemPermissionTester:
        """Return what `user` may do with the item in Wagtail: never publish; see cms/items/permissions.py."""
        return ItemPermissionTester(user, self)

    @transaction.atomic
    def save_revision(self, user: Any = None, *args: Any, **options: Any) -> Any:
        """Save a version as Wagtail does, and record it: both or neither."""
        revision = super().save_revision(user, *args, **options)
        overwrites = options.get("overwrite_revision") is not None
        version_saved(self, revision, user, overwrites=overwrites)
        return revision

    @cached_property
    def review(self) -> ReviewState | None:
        """Where the review inside the organisation stands; None when nobody has asked for one."""
        return review_state(self)

    @cached_property
    def whose_move(self) -> WhoseMove | None:
        """Where the signatories' answers stand; None when nobody is asked."""
        return whose_move_on(self.translation_key)

    def get_lock(self) -> Any:
        """Return the lock that holds the item; signatures that are out come before Wagtail's own locks."""
        request = find_standing(self.translation_key)
        return ApprovalLock(self, request) if request else super().get_lock()

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        """Return nothing: Wagtail has no public address for an item; the ledger has."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft as readers will see it: build its payload and render it with the public templates."""
        return render_preview(self, request)

    @classmethod
    def make_edit_handler(cls) -> TabbedInterface:
        """Return the tabs of an item type; `body_panels` are its own."""
        return TabbedInterface(
            [
                ObjectList(
                    [
                        TitleFieldPanel("title", placeholder=_("Rubrik")),
                        FieldPanel("summary"),
                        *cls.body_panels,
                        # Answered by search, which stands beside this floor: known here by its address's name only.
                        HelpPanel(
                            template="cms/items/said_before.html", heading=_("Har vi sagt detta förut?")
                        ),
                    ],
                    heading=_("Text"),
                ),
                ObjectList(
                    [
                        MultiFieldPanel(
                            [
                                FieldPanel("owner_organisation", widget=forms.Select),
                                FieldPanel("responsible", widget=forms.Select),
                                _choices("signatories"),
                            ],
                            heading=_("Vem"),
                        ),
                        MultiFieldPanel(
                            [
                                _choices("areas"),
                                _choices("goals"),
                                _choices("audiences"),
                                _choices("places"),
                                FieldPanel("tags"),
                            ],
                            heading=_("Vad det handlar om"),
                        ),
                    ],
                    heading=_("Vem och vad"),
                ),
                ObjectList(
                    [
                        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Bild")),
                        InlinePanel("attachments", heading=_("Bilagor"), label=_("Bilaga")),
                        FieldPanel("is_example_data"),
                    ],
                    heading=_("Bild och bilagor"),
                ),
                # The comments' own panel shows nothing by itself: with it, each field can be commented on.
                ObjectList([FieldPanel("slug"), CommentPanel()], heading=_("Adress")),
            ]
        )


class Attachment(TranslatableMixin, Orderable):
    """One row per document attached to an item."""

    item = ParentalKey(Item, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(_("titel"), max_length=160)
    document = models.ForeignKey(
        get_document_model_string(), verbose_name=_("dokument"), on_delete=models.CASCADE, related_name="+"
    )
    panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("document")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("bilaga")
        verbose_name_plural = _("bilagor")

    def __str__(self) -> str:
        return self.title
