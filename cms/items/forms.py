"""The form of every item in the editor: who owns it is decided by the desk and by whom one writes for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

from cms.accounts.permissions import writing_organisation_ids
from cms.organisations.models import Organisation


class ItemForm(WagtailAdminPageForm):
    """Fills in the desk's organisation as owner and responsible, and offers no owner that the user can't write for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desk = self._desk_organisation()
        if desk is not None and self.instance.pk is None:
            for name in ("owner_organisation", "responsible"):
                if name in self.fields and not self.initial.get(name):
                    self.initial[name] = desk.pk
            self._begin_body()
        if "owner_organisation" in self.fields:
            field = self.fields["owner_organisation"]
            field.queryset = self._owners()
            if len(field.queryset) == 1:
                field.empty_label = None
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the title by Page.full_clean

    def clean_owner_organisation(self) -> Organisation:
        """Refuse an owner that the user does not write for, whatever the browser sends."""
        owner: Organisation = self.cleaned_data["owner_organisation"]
        if owner not in self._owners():
            raise ValidationError(_("Du skriver inte för %(organisation)s.") % {"organisation": owner})
        return owner

    def clean(self) -> dict[str, Any]:
        """Leave an empty address to the model, which makes it from the title."""
        if not self.cleaned_data.get("slug"):
            self.cleaned_data.pop("slug", None)
        return super().clean()

    def _begin_body(self) -> None:
        """Lay out the sections that the item can't do without, so that a new editor sees what to write."""
        body = self.fields.get("body")
        if body is not None and self.instance.begins_with and not self.initial.get("body"):
            empty = [
                (kind, body.block.child_blocks[kind].get_default()) for kind in self.instance.begins_with
            ]
            self.initial["body"] = StreamValue(body.block, empty)

    def _desk_organisation(self) -> Organisation | None:
        parent = getattr(self.parent_page, "specific", None)
        return getattr(parent, "organisation", None)

    def _owners(self) -> Any:
        """Return the organisations that may own the item: those the user writes for, and the one that owns it now."""
        organisations = Organisation.objects.prefetch_related("texts")
        user = self.for_user
        if user is None or user.is_superuser:
            return organisations
        allowed = writing_organisation_ids(user)
        if self.instance.pk is not None:
            allowed |= {self.instance.owner_organisation_id}
        return organisations.filter(pk__in=allowed)
