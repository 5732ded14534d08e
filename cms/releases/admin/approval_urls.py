"""Addresses of joint approval, under /admin/godkannanden/. The detail's address stands in mails."""

from django.urls import path

from cms.releases.admin import approvals

app_name = "approvals"
urlpatterns = [
    path("", approvals.ApprovalListView.as_view(), name="list"),
    path("fraga/<int:page_id>/", approvals.start, name="ask_page"),
    path("fraga/<slug:item_type>/<uuid:item_key>/", approvals.AskView.as_view(), name="ask"),
    path("<uuid:key>/", approvals.RequestView.as_view(), name="detail"),
    path("<uuid:key>/visa/<slug:language>/", approvals.RenderingView.as_view(), name="rendering"),
]
