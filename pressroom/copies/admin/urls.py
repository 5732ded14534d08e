"""Addresses of partners' pages, under /admin/partnersidor/."""

from django.urls import path

from pressroom.copies.admin import files, views

app_name = "copies"

urlpatterns = [
    path("", views.PageListView.as_view(), name="list"),
    path("sidor.csv", files.pages_csv, name="csv"),
    path("<int:partner_page_id>/", views.PageView.as_view(), name="page"),
]
