"""All addresses: the workshop under /admin/, everything else public."""

from django.urls import include, path

from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    # The public first: it is asked a thousand times as often, and Django tries patterns in order.
    path("", include("pressroom.urls")),
    path("admin/workshop-files/", include("cms.media.urls")),
    path("admin/", include("cms.items.admin.guarded_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("godkann/", include("cms.approval.urls")),
    path("dela/", include("cms.sharing.urls")),
]
handler400 = "pressroom.views.errors.bad_request"
handler404 = "pressroom.views.errors.not_found"
handler500 = "pressroom.views.errors.server_error"
