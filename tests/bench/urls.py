"""The product's addresses, and those of its peers below /bench/."""

from django.urls import path

from cms import urls
from tests.bench.peers import bare_file, bare_not_modified, wagtail_api

urlpatterns = [
    path("bench/wagtail/", wagtail_api.urls),
    path("bench/bare/<str:name>", bare_file),
    path("bench/not-modified", bare_not_modified),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler404 = urls.handler404
handler500 = urls.handler500
