"""Addresses of the partner desk, under /admin/partner/."""

from django.urls import path

from pressroom.partners.admin import views

app_name = "partners"
urlpatterns = [
    path("", views.PartnerListView.as_view(), name="list"),
    path("ny/", views.PartnerFormView.as_view(), name="new"),
    path("<int:partner_id>/", views.PartnerView.as_view(), name="partner"),
    path("<int:partner_id>/andra/", views.PartnerFormView.as_view(), name="change"),
]
