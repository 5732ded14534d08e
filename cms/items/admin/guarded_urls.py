"""Addresses of Wagtail's admin that show more than an editor may see, taken before Wagtail's own (cms/urls.py).

The report on page types names the page that was edited last of each type, whoever may see it. The chooser for several
pages and the preview of a workflow say a page's title before they ask for a right to it.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, resolve, reverse

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.permission_policies.pages import PagePermissionPolicy


@require_admin_access
def page_types(request: HttpRequest, **options: Any) -> HttpResponse:
    """Show the report to superusers only."""
    if not request.user.is_superuser:
        raise PermissionDenied
    response: HttpResponse = PageTypesUsageReportView.as_view(**options)(request)
    return response


@require_admin_access
def only_seen_pages(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Answer as Wagtail does at the same address, if the editor may see every page that the address names."""
    named = {str(kwargs["page_id"])} if "page_id" in kwargs else set(request.GET.getlist("id"))
    asked = {int(pk) for pk in named if pk.isdecimal()}
    if PagePermissionPolicy().explorable_instances(request.user).filter(pk__in=asked).count() != len(asked):
        raise PermissionDenied
    below = request.path.removeprefix(reverse("wagtailadmin_home"))
    match = resolve(f"/{below}", urlconf="wagtail.admin.urls")
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


urlpatterns = [
    path("choose-page/chosen-multiple/", only_seen_pages),
    path("pages/workflow/preview/<int:page_id>/<int:task_id>/", only_seen_pages),
    path("reports/page-types-usage/", page_types),
    path("reports/page-types-usage/results/", page_types, {"results_only": True}),
]
