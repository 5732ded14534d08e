"""Addresses of webhooks, under /admin/webhooks/."""

from django.urls import path

from pressroom.webhooks.admin import forms_views, views

app_name = "webhooks"

urlpatterns = [
    path("", views.WebhookListView.as_view(), name="list"),
    path("ny/", forms_views.NewWebhookView.as_view(), name="new"),
    path("<int:endpoint_id>/", views.WebhookView.as_view(), name="detail"),
    path("<int:endpoint_id>/andra/", forms_views.ChangeWebhookView.as_view(), name="change"),
]
