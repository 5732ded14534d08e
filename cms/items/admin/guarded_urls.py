"""Addresses of Wagtail's admin that show more than an editor may see, taken before Wagtail's own (cms/urls.py).

The report on page types names the page that was edited last of each type, whoever may see it.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView


@require_admin_access
def page_types(request: HttpRequest, **options: Any) -> HttpResponse:
    """Show the report to superusers only."""
    if not request.user.is_superuser:
        raise PermissionDenied
    response: HttpResponse = PageTypesUsageReportView.as_view(**options)(request)
    return response


urlpatterns = [
    path("reports/page-types-usage/", page_types),
    path("reports/page-types-usage/results/", page_types, {"results_only": True}),
]
