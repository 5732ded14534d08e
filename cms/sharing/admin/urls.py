"""Addresses of sharing, under /admin/delning/."""

from django.urls import path

from cms.sharing.admin import views

app_name = "sharing"

urlpatterns = [
    path("", views.ShareListView.as_view(), name="list"),
    path("arkiv.<slug:kind>", views.archive_all, name="archive"),
    path("slapp/<int:release_id>/", views.ReleaseSharesView.as_view(), name="release"),
    path("slapp/<int:release_id>/arkiv.<slug:kind>", views.archive_release, name="archive_release"),
    path("text/<slug:item_type>/<uuid:item_key>/", views.DraftSharesView.as_view(), name="draft"),
]
