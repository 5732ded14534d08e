"""Gathers the applets' admin modules: importing one registers it with Wagtail. No logic."""

from pressroom.partners.admin import registration as partners

__all__ = ["partners"]
