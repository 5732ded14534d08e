"""File fields whose files are cleaned on their way to the storage.

`FieldFile.save` is the one place that every upload passes: the forms of the admin, the multiple uploader, the chooser,
a replaced file, Wagtail's API, a script. The cleaning sits there, so that no new way in can forget it. Forms clean
earlier (`cms/media/forms.py`) to show the reason beside the field; what they cleaned is not cleaned twice.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models

from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from cms.files import sanitise


class CleanUpload(ContentFile):
    """Bytes that have been cleaned. Made here only, so that nothing else can claim to be clean."""

    def __init__(self, content: bytes, name: str, media_type: str) -> None:
        super().__init__(content, name=name)
        self.content_type = media_type


def clean_image(content: File, name: str) -> CleanUpload:
    """Return the picture in `content`, cleaned, under `name` with the extension of what it is.

    Raises:
        UploadRefused: with the reason and a sentence for the person who uploaded it.
    """
    if isinstance(content, CleanUpload):
        return content
    limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    sanitise.check_size(content.size, limit)
    clean = sanitise.sanitise_image(
        _read(content), name, max_bytes=limit, max_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    )
    return CleanUpload(clean.data, sanitise.named(name, clean.extension), clean.media_type)


def clean_document(content: File, name: str) -> CleanUpload:
    """Return the document in `content`, cleaned, under `name`.

    Raises:
        UploadRefused: with the reason and a sentence for the person who uploaded it.
    """
    if isinstance(content, CleanUpload):
        return content
    limit = settings.DOCUMENT_MAX_UPLOAD_SIZE
    sanitise.check_size(content.size, limit)
    clean = sanitise.sanitise_document(_read(content), name, max_bytes=limit)
    return CleanUpload(clean.data, sanitise.named(name, clean.extension), clean.media_type)


class CleanImageFieldFile(WagtailImageFieldFile):
    """A picture's file; storing it cleans it."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Clean `content`, then store it as Django does."""
        clean = clean_image(content, name)
        super().save(clean.name or name, clean, save)


class CleanDocumentFieldFile(models.fields.files.FieldFile):
    """A document's file; storing it cleans it."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Clean `content`, then store it as Django does."""
        clean = clean_document(content, name)
        super().save(clean.name or name, clean, save)


class CleanImageField(WagtailImageField):
    """Wagtail's image field with cleaning. Migrations see Wagtail's own: the database column is the same."""

    attr_class = CleanImageFieldFile

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Name Wagtail's field, so that a moved module never breaks an old migration."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", list(args), kwargs


class CleanDocumentField(models.FileField):
    """Django's file field with cleaning. Migrations see Django's own: the database column is the same."""

    attr_class = CleanDocumentFieldFile

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Name Django's field, so that a moved module never breaks an old migration."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", list(args), kwargs


def _read(content: File) -> bytes:
    """Return all bytes of an open or reopenable file, from its beginning."""
    if content.closed:
        content.open("rb")
    content.seek(0)
    return content.read()
