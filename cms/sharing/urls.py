"""Addresses of shared previews, under /dela/. Named in mails (notices.py), so they never change."""

from django.urls import path

from cms.sharing import views

urlpatterns = [
    path("<str:token>/", views.landing, name="shared"),
    path("<str:token>/flode/<slug:language>/", views.feed, name="shared_feed"),
    path("<str:token>/fil/<str:sha256>/<str:name>", views.file, name="shared_file"),
    path("<str:token>/sida/<path:path>", views.page, name="shared_page"),
]
