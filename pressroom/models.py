"""Gathers the applets' models; no logic here."""

from pressroom.partners.models import Partner

__all__ = ["Partner"]
