"""Forms of terms and tags. What stands in a public address can't be changed once it has been printed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail.admin.forms import WagtailAdminModelForm

from cms.common import languages
from cms.ledger.models import CurrentEdition
from cms.taxonomy import series
from cms.taxonomy.models import TagLabel


class LockedCodeForm(WagtailAdminModelForm):
    """A form whose code is read-only after the first print: readers have the address, feeds have the id."""

    code_field = "code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get(self.code_field)
        if field is not None and self._is_printed():
            field.disabled = True
            field.help_text = _("Har släppts och ändras därför inte mer.")

    def _is_printed(self) -> bool:
        key = getattr(self.instance, "translation_key", None) or getattr(self.instance, "key", None)
        if key is None or self.instance.pk is None:
            return False
        return CurrentEdition.objects.filter(item_key=key).exists()


class TermForm(LockedCodeForm):
    """Keeps one code for all languages of a term."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and self.instance.get_translations().exists():
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("Finns på flera språk och är densamma på alla.")

    def clean_code(self) -> str:
        """Refuse a code that another term of the same kind has: both would want one address."""
        code: str = self.cleaned_data["code"]
        others = type(self.instance)._default_manager.filter(code=code)
        others = others.exclude(translation_key=self.instance.translation_key)
        if others.exists():
            raise ValidationError(_("Koden ”%(code)s” är upptagen.") % {"code": code})
        return code


class GoalForm(TermForm):
    """Says of each indicator's series which line can't be read."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        for form in self.formsets["indicators"].forms if "indicators" in self.formsets else []:
            text = form.data.get(form.add_prefix("series"), "")
            deleted = form.data.get(form.add_prefix("DELETE"))
            if text and not deleted and (problem := series.problem(text)):
                form.add_error("series", problem)
                self.add_error(
                    None, _("En indikators serie går inte att läsa. %(reason)s") % {"reason": problem}
                )
        return data


class TagForm(LockedCodeForm):
    """A tag with its word in each other language."""

    code_field = "slug"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (
            {label.language: label.name for label in self.instance.labels.all()} if self.instance.pk else {}
        )
        for name, language in label_fields().items():
            self.fields[name].initial = labels.get(language, "")

    def save(self, commit: bool = True) -> Any:
        """Save the tag, then its words."""
        tag = super().save(commit=commit)
        for name, language in label_fields().items():
            word = self.cleaned_data.get(name, "").strip()
            if word:
                TagLabel.objects.update_or_create(tag=tag, language=language, defaults={"name": word})
            else:
                TagLabel.objects.filter(tag=tag, language=language).delete()
        return tag


def label_fields() -> dict[str, str]:
    """Return the form's field per language other than the source language."""
    return {
        f"label_{code}": code
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
        if code != languages.DEFAULT
    }


for _field, _code in label_fields().items():
    TagForm.base_fields[_field] = forms.CharField(
        label=f"Ordet på {languages.LANGUAGES[_code].swedish_name}", max_length=100, required=False
    )
    TagForm.declared_fields[_field] = TagForm.base_fields[_field]
