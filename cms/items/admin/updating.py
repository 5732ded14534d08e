"""wagtail-localize's page that takes a changed source to its translations, without the word "publish".

Its box "Publish immediately" saves pages and makes nothing public here: only a release does. It is left out, so that
nobody believes otherwise; new text waits in the translation until somebody has translated it.
"""

from __future__ import annotations

from typing import Any

from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView


class UpdateForm(UpdateTranslationsForm):
    """The form without the box; the view asks for its value."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["publish_translations"]

    def clean(self) -> dict[str, Any]:
        """Say no to what is not asked."""
        return {**(super().clean() or self.cleaned_data), "publish_translations": False}


class UpdateView(UpdateTranslationsView):
    """The page with that form."""

    def get_form(self) -> UpdateForm:
        """Return the form, filled in when it was sent."""
        return UpdateForm(self.request.POST) if self.request.method == "POST" else UpdateForm()
