"""Addresses of personal links, under /godkann/. Named in mails (notices.py), so they never change."""

from django.urls import path

from cms.approval import views

urlpatterns = [
    path("<str:token>/", views.answer, name="approval_link"),
    path("<str:token>/visa/<str:language>/", views.rendering, name="approval_link_rendering"),
    path("<str:token>/fil/<str:sha256>/<str:name>", views.file, name="approval_link_file"),
]
