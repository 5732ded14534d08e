"""Wagtail's picture and document models, with what the press room needs to print them.

Files are cleaned by their fields (`cms/media/fields.py`), so nothing that was uploaded reaches the storage as it came.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to
from wagtail.search import index

from cms.media.fields import CleanDocumentField, CleanImageField

_EXAMPLE_HELP = _("Märks som exempeldata överallt där den syns.")


class PressImage(AbstractImage):
    """One row per picture in the workshop. Its file is always clean: no position, no author, right way up.

    `asset_key` gives the picture its public address and stays the same when the file is replaced.
    """

    file = CleanImageField(
        verbose_name=_("fil"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    alt_text = models.CharField(
        _("bildbeskrivning (alt-text)"),
        max_length=250,
        blank=True,
        help_text=_(
            "Vad bilden visar, för den som inte ser den. Lämna tomt bara om bilden är ren dekoration."
        ),
    )
    credit = models.CharField(
        _("fotograf eller upphov"),
        max_length=120,
        blank=True,
        help_text=_("Visas vid bilden, till exempel ”Foto: Amina Ali”."),
    )
    is_example_data = models.BooleanField(_("exempeldata"), default=False, help_text=_EXAMPLE_HELP)
    asset_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "credit",
        "is_example_data",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("alt_text"),
        index.SearchField("credit"),
        index.FilterField("is_example_data"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("bild")
        verbose_name_plural = _("bilder")

    def _set_image_file_metadata(self) -> None:
        """Note size and hash, as Wagtail does, but leave no file open."""
        _describe_file(self)

    @property
    def default_alt_text(self) -> str:
        """Return the picture's own description, where a block or a text gives no other."""
        return self.alt_text

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Clean and store a new file before the row is written, so that width, height, size and hash are its own.

        Raises:
            UploadRefused: when the file is not a picture that may be kept. A form has said so before.
        """
        if update_fields is None or "file" in update_fields:
            _store_new_file(self)
        super().save(*args, update_fields=update_fields, **kwargs)


class PressRendition(AbstractRendition):
    """One row per picture and Wagtail filter: what the admin shows. Public sizes are made by `services.py`."""

    image = models.ForeignKey(PressImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("bildstorlek")
        verbose_name_plural = _("bildstorlekar")
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_image_and_filter"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Close the temporary file that Wagtail drew into: nobody else does."""
        drawn: Any = self.file
        super().save(*args, **kwargs)
        drawn.close()


class PressDocument(AbstractDocument):
    """One row per document in the workshop. Its file is always clean: no author, no script, no macro."""

    file = CleanDocumentField(verbose_name=_("fil"), upload_to="documents")
    is_example_data = models.BooleanField(_("exempeldata"), default=False, help_text=_EXAMPLE_HELP)
    asset_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    admin_form_fields = ("title", "file", "is_example_data", "collection", "tags")
    search_fields = [*AbstractDocument.search_fields, index.FilterField("is_example_data")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("dokument")
        verbose_name_plural = _("dokument")

    def clean(self) -> None:
        """Leave the check of the file to its field: Wagtail's looks at the name alone, and fails without a file."""

    def _set_document_file_metadata(self) -> None:
        """Note size and hash, as Wagtail does, but leave no file open."""
        _describe_file(self)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Clean and store a new file before the row is written, so that size and hash are its own.

        Raises:
            UploadRefused: when the file is not a document that may be kept. A form has said so before.
        """
        if update_fields is None or "file" in update_fields:
            _store_new_file(self)
        super().save(*args, update_fields=update_fields, **kwargs)


class DerivedFile(models.Model):
    """One row per thing made from other bytes by a recipe, so that a second print need not make it again.

    `recipe` is the digest of everything the result depends on: the source's SHA-256, the size, the version of the
    code that makes it. A row may be deleted at any time; the bytes are then made again, the same.
    """

    recipe = models.CharField(max_length=64, primary_key=True, editable=False)
    stored_file = models.ForeignKey(
        "cms.StoredFile", on_delete=models.CASCADE, related_name="+", editable=False
    )
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("framställd fil")
        verbose_name_plural = _("framställda filer")

    def __str__(self) -> str:
        """Return the recipe's first sixteen digits."""
        return self.recipe[:16]


def _store_new_file(instance: PressImage | PressDocument) -> None:
    """Write an assigned but not yet stored file through its field, then note its size and hash."""
    file: Any = instance.file
    if file and not file._committed:  # noqa: SLF001  (the way Django's own FileField.pre_save asks)
        file.save(file.name, file.file, save=False)
        _describe_file(instance)


def _describe_file(instance: PressImage | PressDocument) -> None:
    instance.file_size = instance.file.size
    instance._set_file_hash()  # noqa: SLF001  (Wagtail's own, which its forms call from outside too)
    if not instance.file.closed:
        instance.file.seek(0)
