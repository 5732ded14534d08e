"""Gathers the applets' admin modules: importing one registers it with Wagtail. No logic."""

from pressroom.copies.admin import registration as copies
from pressroom.partners.admin import registration as partners
from pressroom.webhooks.admin import registration as webhooks

__all__ = ["copies", "partners", "webhooks"]
