"""Gathers the applets' admin modules: importing one registers it with Wagtail. No logic."""

from pressroom.partners.admin import registration as partners
from pressroom.webhooks.admin import registration as webhooks

__all__ = ["partners", "webhooks"]
