"""The item: what editors write, whatever its type. A Wagtail page that Wagtail never serves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable, Page, TranslatableMixin


def _source_rows() -> models.Q:
    """Only the source language's rows: a payload finds the row of its own language by itself."""
    return models.Q(locale__language_code="sv")


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

    class Meta:
        verbose_name = _("innehåll")
        verbose_name_plural = _("innehåll")

    @property
    def language(self) -> str:
        """The language this page is written in."""
        return str(self.locale.language_code)

    def signatory_ids(self) -> set[int]:
        """Return the organisations whose approval the item needs: its owner and those it names."""
        return {self.owner_organisation_id, *(organisation.pk for organisation in self.signatories.all())}

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        """Return nothing: Wagtail has no public address for an item; the ledger has."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft as readers will see it: build its payload and render it with the public templates."""
        from cms.items.preview import render_preview  # the renderer builds payloads, which know this model

        return render_preview(self, request)

    @classmethod
    def make_edit_handler(cls) -> TabbedInterface:
        """Return the tabs of an item type; `body_panels` are its own."""
        return TabbedInterface(
            [
                ObjectList(
                    [FieldPanel("title"), FieldPanel("summary"), *cls.body_panels],
                    heading=_("Text"),
                ),
                ObjectList(
                    [
                        MultiFieldPanel(
                            [
                                FieldPanel("owner_organisation"),
                                FieldPanel("responsible"),
                                FieldPanel("signatories"),
                            ],
                            heading=_("Vem"),
                        ),
                        MultiFieldPanel(
                            [
                                FieldPanel("areas"),
                                FieldPanel("goals"),
                                FieldPanel("audiences"),
                                FieldPanel("places"),
                                FieldPanel("tags"),
                            ],
                            heading=_("Vad det handlar om"),
                        ),  # fmt: skip
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
                ObjectList([FieldPanel("slug")], heading=_("Adress")),
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
