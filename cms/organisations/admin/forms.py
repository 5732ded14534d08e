"""The form of an organisation: its logo is an uploaded file that is cleaned and kept by its digest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm

from cms.accounts.permissions import can_change_rights_of
from cms.files import sanitise
from cms.files.exceptions import FileStoreError, UploadRefused
from cms.files.services import store
from cms.ledger.models import CurrentEdition


class OrganisationForm(WagtailAdminModelForm):
    """Takes a logo; keeps the code once it has been printed."""

    logo_file = forms.FileField(
        label=_("Ny logotyp"),
        required=False,
        help_text=_("PNG, JPEG eller WebP. Ersätter den nuvarande."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Ta bort logotypen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "remove_logo" in self.fields and self.instance.logo_id is None:
            self.fields["remove_logo"].disabled = True
        if "code" in self.fields and self._is_printed():
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _t("Har släppts och ändras därför inte mer.")

    def _is_printed(self) -> bool:
        printed = CurrentEdition.objects.filter(item_key=self.instance.key)
        return self.instance.pk is not None and printed.exists()

    def clean(self) -> dict[str, Any]:
        """Refuse that somebody changes their own roles and rights, whatever the browser sends."""
        data: dict[str, Any] = super().clean()
        rows = self.formsets["memberships"].forms if "memberships" in self.formsets else []
        if self.for_user is not None and any(self._changes_own_rights(row) for row in rows):
            self.add_error(
                None,
                _t(
                    "Du kan inte ändra dina egna roller och rättigheter. Be en annan organisationsadministratör "
                    "eller driften."
                ),
            )
        return data

    def _changes_own_rights(self, row: Any) -> bool:
        wanted = row.data.get(row.add_prefix("user"), "")
        people = {row.instance.user_id, int(wanted) if wanted.isdecimal() else None} - {None}
        if all(can_change_rights_of(self.for_user, pk) for pk in people):
            return False
        return bool(row.has_changed() or row.data.get(row.add_prefix("DELETE")))

    def clean_logo_file(self) -> Any:
        """Clean the picture, or say why it can't be used."""
        upload = self.cleaned_data.get("logo_file")
        if not upload:
            return None
        sanitise.check_size(upload.size, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
        try:
            clean = sanitise.sanitise_image(upload.read(), upload.name)
            return store(clean.data, clean.media_type)
        except UploadRefused:
            raise
        except FileStoreError as error:
            raise forms.ValidationError(
                _t("Logotypen kunde inte sparas: %(cause)s") % {"cause": error}
            ) from error

    def save(self, commit: bool = True) -> Any:
        """Put the stored logo in its place."""
        stored = self.cleaned_data.get("logo_file")
        if stored:
            self.instance.logo = stored
        elif self.cleaned_data.get("remove_logo"):
            self.instance.logo = None
        return super().save(commit=commit)
