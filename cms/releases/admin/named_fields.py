"""The part of a form that asks of each organisation which a text names whether it shall become a signatory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from cms.organisations.models import Organisation

_ADD, _DISMISS = "add", "dismiss"


class NamedForm(forms.Form):
    """Asks once per organisation. Nothing is chosen beforehand: not asking somebody is a choice that is recorded."""

    def __init__(self, *args: Any, named: Iterable[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named: Sequence[Organisation] = list(named)
        for organisation in self.named:
            self.fields[_name(organisation)] = forms.ChoiceField(
                label=_("Texten nämner %(name)s") % {"name": organisation},
                choices=[(_ADD, _("Lägg till som undertecknare")), (_DISMISS, _("Behövs inte"))],
                widget=forms.RadioSelect,
                required=self.asks_always,
                error_messages={"required": _CHOOSE},
            )

    #: Whether each must be answered, whatever else is chosen in the form.
    asks_always = True

    @property
    def named_fields(self) -> list[BoundField]:
        """Return the questions, for the template."""
        return [self[_name(organisation)] for organisation in self.named]

    @property
    def plain_fields(self) -> list[BoundField]:
        """Return the other fields."""
        asked = {_name(organisation) for organisation in self.named}
        return [field for field in self if field.name not in asked]

    @property
    def add_ids(self) -> list[int]:
        """Return the organisations that shall become signatories."""
        return self._chosen(_ADD)

    @property
    def dismiss_ids(self) -> list[int]:
        """Return the organisations that need not be asked."""
        return self._chosen(_DISMISS)

    def require_answers(self, wanted: Iterable[Organisation]) -> None:
        """Add an error for each of `wanted` that is not answered."""
        for organisation in {row.pk: row for row in wanted}.values():
            name = _name(organisation)
            if name in self.fields and not self.cleaned_data.get(name):
                self.add_error(name, _CHOOSE)

    def _chosen(self, answer: str) -> list[int]:
        return [row.pk for row in self.named if self.cleaned_data.get(_name(row)) == answer]


_CHOOSE = _("Välj om organisationen ska läggas till som undertecknare.")


def _name(organisation: Organisation) -> str:
    return f"named_{organisation.pk}"
