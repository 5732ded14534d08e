"""The addresses of a process that serves the public only (`SURFACE=public`): no workshop."""

from django.urls import include, path

urlpatterns = [path("", include("pressroom.urls"))]
handler400 = "pressroom.views.errors.bad_request"
handler404 = "pressroom.views.errors.not_found"
handler500 = "pressroom.views.errors.server_error"
