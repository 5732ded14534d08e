"""Base forms for Wagtail's picture and document forms: an unfit file is an error beside its field.

Named in the settings WAGTAILIMAGES_IMAGE_FORM_BASE and WAGTAILDOCS_DOCUMENT_FORM_BASE, so that the add and edit pages,
the multiple uploader, the choosers and Wagtail's API all use them.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File

from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.media.fields import CleanUpload, clean_document, clean_image


class CleanImageFormField(WagtailImageField):
    """Wagtail's image form field with our cleaning in place of its checks: one sentence instead of two."""

    default_validators: list[Any] = []  # the cleaning looks at content and name

    def to_python(self, data: Any) -> CleanUpload | None:
        file: File | None = forms.FileField.to_python(self, data)
        return clean_image(file, file.name or "") if file else None


class CleanDocumentFormField(WagtailDocumentField):
    """Wagtail's document form field with our cleaning."""

    def to_python(self, data: Any) -> CleanUpload | None:
        file: File | None = forms.FileField.to_python(self, data)
        return clean_document(file, file.name or "") if file else None


class PressImageForm(BaseImageForm):
    """The form of a picture, wherever it is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, CleanImageFormField)


class PressDocumentForm(BaseDocumentForm):
    """The form of a document, wherever it is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, CleanDocumentFormField)


def _replace_file_field(form: forms.ModelForm, field_class: type[forms.FileField]) -> None:
    """Swap the file field, keeping its widget with what Wagtail set on it. Edit forms may have no file field."""
    if (old := form.fields.get("file")) is not None:
        new = field_class(label=old.label, required=old.required, disabled=old.disabled)
        new.widget = old.widget
        new.widget.is_required = new.required
        form.fields["file"] = new
