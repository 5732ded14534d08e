"""The log in the workshop, under /admin/logg/: what a person may see of it, narrowed, and the same as a file."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from cms.audit.admin.forms import FilterForm
from cms.audit.admin.wording import told
from cms.audit.export import FORMATS, MEDIA_TYPES
from cms.audit.models import AuditEntry
from cms.audit.permissions import can_see_log, reading_codes
from cms.audit.queries import list_visible
from cms.organisations.models import Organisation
from cms.releases.models import ReleaseItem

_PER_PAGE = 50


class LogView(WagtailAdminTemplateMixin, TemplateView):
    """The newest acts first, a page at a time. A page begins below a `seq`, so nothing new shifts it or costs more."""

    template_name = "cms/audit/log.html"
    page_title = gettext_lazy("Logg")
    header_icon = "history"
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.names = organisation_names(_reader(request))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; what can't be asked for is said beside its field."""
        form = FilterForm(request.GET, organisations=offered(_reader(request), self.names))
        is_valid = form.is_valid()
        entries = _page_of(request, form) if is_valid else []
        shown = entries[:_PER_PAGE]
        context = self.get_context_data(
            form=form,
            rows=[told(entry, self.names) for entry in shown],
            older=_address("audit:log", request, before=shown[-1].seq) if len(entries) > _PER_PAGE else "",
            newest=_address("audit:log", request) if "before" in request.GET else "",
            csv_url=_address("audit:export_csv", request),
            json_url=_address("audit:export_json", request),
            about=shown[0].subject_title if shown and request.GET.get("subject") else "",
        )
        return self.render_to_response(context, status=200 if is_valid else 422)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Logg")}]


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Stream what the page would show, all pages of it, as a file."""
    user = _reader(request)
    asked = FilterForm(request.GET, organisations=offered(user, organisation_names(user)))
    if not asked.is_valid():
        return HttpResponse(_("Filtret går inte att läsa."), status=422, content_type="text/plain")
    entries = list_visible(user, asked.criteria(subjects=_subjects(asked)))
    response = StreamingHttpResponse(FORMATS[form](entries), content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="logg.{form}"'
    response["Cache-Control"] = "no-store"
    return response


def organisation_names(user: User) -> dict[str, str]:
    """Return the names of all organisations by code: an entry may name one whose log the person may not see."""
    return {row.code: str(row) for row in Organisation.objects.prefetch_related("texts")}


def offered(user: User, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return the organisations that the person may narrow to."""
    codes = names if user.is_superuser else [code for code in reading_codes(user) if code in names]
    return [(code, names[code]) for code in codes]


def _reader(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]  # the admin has let somebody in
    if not can_see_log(user):
        raise PermissionDenied
    return user


def _page_of(request: HttpRequest, form: FilterForm) -> list[AuditEntry]:
    """Return a page's entries and one more, which says that there are older ones."""
    entries = list_visible(_reader(request), form.criteria(subjects=_subjects(form)))
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) <= 15:
        entries = entries.filter(seq__lt=int(before))
    return list(entries[: _PER_PAGE + 1])


def _subjects(form: FilterForm) -> Collection[uuid.UUID]:
    """Return the keys that the asked-for one stands for: an item's history holds that of its releases."""
    key = form.cleaned_data["subject"]
    if key is None:
        return ()
    releases = ReleaseItem.objects.filter(item_key=key).values_list("release__key", flat=True)
    return {key, *releases}


def _address(name: str, request: HttpRequest, **more: Any) -> str:
    asked = {name: value for name, value in request.GET.items() if value and name != "before"}
    query = urlencode({**asked, **more})
    return f"{reverse(name)}?{query}" if query else reverse(name)
