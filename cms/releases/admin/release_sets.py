"""Put several items together and release them at one instant, under /admin/slapp/ny/."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from wagtail.admin import messages

from cms.common.wording import in_words
from cms.releases import queries, services
from cms.releases.admin.set_choice import Candidate, candidates
from cms.releases.admin.set_forms import CONFIRM_WORD, SetForm
from cms.releases.admin.views import ReleaseDeskMixin, said_released
from cms.releases.exceptions import ReleaseError

_TAKE = "take_"


class NewSetView(ReleaseDeskMixin, TemplateView):
    """Choose items, an instant and perhaps an embargo text; make one release of them."""

    template_name = "cms/releases/set.html"
    page_title = gettext_lazy("Nytt släpp")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = self._asked.get("q", "").strip()
        form = kwargs.pop("form", None)
        if form is None:
            found = candidates(self.user, search=search, chosen=self._chosen())
            form = SetForm(initial=self._initial(), candidates=found)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "search": search,
            "rows": [_bound(form, candidate) for candidate in form.candidates],
            "confirm_word": CONFIRM_WORD,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Search, or make the release, or say why not."""
        if request.POST.get("act") == "search":
            return self.render_to_response(self.get_context_data())
        found = candidates(self.user, search=self._asked.get("q", "").strip(), chosen=self._chosen())
        form = SetForm(request.POST, candidates=found)
        if not form.is_valid():
            return self._refuse(form)
        values: dict[str, Any] = {
            "entries": form.entries(),
            "by": self.user,
            "title": form.cleaned_data["title"],
            "embargo_text": form.cleaned_data["embargo_text"],
        }
        try:
            if form.instant is None:
                release = services.release_now(**values)
                messages.success(request, said_released(release))
            else:
                release = services.plan_release(at=form.instant, **values)
                said = _("”%(title)s” släpps %(when)s.")
                messages.success(request, said % {"title": release.title, "when": in_words(form.instant)})
        except ReleaseError as error:
            return self._refuse(self._looked_at_again(form), error)
        return HttpResponseRedirect(reverse("releases:detail", args=[release.pk]))

    @property
    def _asked(self) -> Mapping[str, str]:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def _refuse(self, form: SetForm, error: ReleaseError | None = None) -> HttpResponse:
        if error is not None:
            form.add_error(None, str(error))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _looked_at_again(self, form: SetForm) -> SetForm:
        """Show the drafts as they are now, so that a second press releases what the page then shows."""
        found = candidates(self.user, chosen=self._chosen())
        data = self.request.POST.copy()
        for candidate in found:
            for row in candidate.rows:
                data[f"digest_{candidate.name_of(row)}"] = row.digest
        fresh = SetForm(data, candidates=found)
        fresh.is_valid()
        return fresh

    def _chosen(self) -> list[uuid.UUID]:
        """Return the items that are ticked, or those of the release that the address names (`fran`)."""
        keys = {_key_of(name) for name in self._asked if name.startswith(_TAKE)} - {None}
        number = self._asked.get("fran", "")
        if number.isdecimal() and len(number) < 10:
            release = queries.list_releases_for(self.user).filter(pk=int(number)).first()
            keys |= {item.item_key for item in release.items.all()} if release else set()
        return sorted(key for key in keys if key)

    def _initial(self) -> dict[str, Any]:
        """Return what was filled in before a search; notes and ticks stay."""
        values = {name: value for name, value in self._asked.items() if not name.startswith("digest_")}
        return {name: value == "on" if name.startswith(_TAKE) else value for name, value in values.items()}


def _key_of(name: str) -> uuid.UUID | None:
    parts = name.removeprefix(_TAKE).split("_")
    try:
        return uuid.UUID(parts[1])
    except (IndexError, ValueError):
        return None


def _bound(form: SetForm, candidate: Candidate) -> dict[str, Any]:
    """Return an item with its languages and their fields of the form, for the template."""
    languages = []
    for row in candidate.rows:
        name = candidate.name_of(row)
        fields = {
            part: form[f"{part}_{name}"]
            for part in ("take", "digest", "note")
            if f"{part}_{name}" in form.fields
        }
        languages.append({"standing": row, **fields})
    return {"candidate": candidate, "languages": languages}
