"""Addresses of the log, under /admin/logg/."""

from django.urls import path

from cms.audit.admin import views

app_name = "audit"
urlpatterns = [
    path("", views.LogView.as_view(), name="log"),
    path("logg.json", views.export, {"form": "json"}, name="export_json"),
    path("logg.csv", views.export, {"form": "csv"}, name="export_csv"),
]
