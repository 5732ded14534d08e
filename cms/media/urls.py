"""Addresses of workshop files. Included under `admin/workshop-files/`, before Wagtail's own admin addresses.

The name `wagtaildocs_serve` is Wagtail's: `Document.url` asks for it. Wagtail's own public views of documents and
pictures are mounted nowhere.
"""

from django.urls import path, re_path

from cms.media import views

urlpatterns = [
    path("printed/<str:sha256>/<str:name>", views.printed_file, name="printed_file"),
    re_path(r"^document/(\d+)/(.*)$", views.workshop_document, name="wagtaildocs_serve"),
    path("<path:name>", views.workshop_file, name="workshop_file"),
]
