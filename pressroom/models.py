"""Gathers the applets' models; no logic here."""

from pressroom.partners.models import Partner, PartnerHost

__all__ = ["Partner", "PartnerHost"]
