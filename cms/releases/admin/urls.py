"""Addresses of the release desk, under /admin/slapp/."""

from django.urls import path

from cms.releases.admin import release_page, release_sets, views

app_name = "releases"
_ITEM = "<slug:item_type>/<uuid:item_key>/"

urlpatterns = [
    path("", views.ReleaseListView.as_view(), name="list"),
    path("ute/", views.PublicListView.as_view(), name="public"),
    path("ny/", release_sets.NewSetView.as_view(), name="new"),
    path("nr/<int:release_id>/", release_page.ReleaseView.as_view(), name="detail"),
    path("nr/<int:release_id>/dra-tillbaka/", release_page.WithdrawSetView.as_view(), name="withdraw_set"),
    path("nr/<int:release_id>/forsok-igen/", views.DecideView.as_view(decision="retry"), name="retry"),
    path("nr/<int:release_id>/stall-in/", views.DecideView.as_view(decision="cancel"), name="cancel"),
    path("<int:page_id>/", views.ReviewView.as_view(), name="review_page"),
    path("<int:page_id>/dra-tillbaka/", views.WithdrawView.as_view(), name="withdraw_page"),
    path(_ITEM, views.ReviewView.as_view(), name="review"),
    path(_ITEM + "dra-tillbaka/", views.WithdrawView.as_view(), name="withdraw"),
    path(_ITEM + "forhandsvisning/<slug:language>/", views.PreviewView.as_view(), name="preview"),
]
