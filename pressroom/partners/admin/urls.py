"""Addresses of the partner desk, under /admin/partner/."""

from django.urls import path

from pressroom.partners.admin import reach, views

app_name = "partners"
urlpatterns = [
    path("", views.PartnerListView.as_view(), name="list"),
    path("ny/", views.PartnerFormView.as_view(), name="new"),
    path("<int:partner_id>/", views.PartnerView.as_view(), name="partner"),
    path("<int:partner_id>/rackvidd/", reach.PartnerReachView.as_view(), name="reach"),
    path("<int:partner_id>/rackvidd.csv", reach.partner_csv, name="reach_csv"),
    path("inlagg/<slug:item>/", reach.ItemReachView.as_view(), name="item"),
    path("<int:partner_id>/andra/", views.PartnerFormView.as_view(), name="change"),
]
