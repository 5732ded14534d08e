"""Addresses of embeds. They stand in other people's pages, so they never change (`pressroom.snippets.addresses`)."""

from __future__ import annotations

from django.urls import path

from pressroom.embeds import oembed, views

app_name = "embeds"
urlpatterns = [
    path("v1.js", views.show_script, name="script"),
    path("oembed", oembed.answer, name="oembed"),
    path("v1/list.json", views.show_data, {"kind": "list"}),
    path("v1/list", views.show_frame, {"kind": "list"}),
    path("v1/item/<str:item>.json", views.show_data, {"kind": "item"}),
    path("v1/item/<str:item>", views.show_frame, {"kind": "item"}),
    path("v1/figure/<str:item>/<str:figure>.json", views.show_data, {"kind": "figure"}),
    path("v1/figure/<str:item>/<str:figure>", views.show_frame, {"kind": "figure"}),
    path("v1/<slug:digest>.js", views.show_script, name="pinned-script"),
]
