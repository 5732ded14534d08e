"""The `search` app: reads the ledger's current view."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over what is public."""

    name = "search"
    verbose_name = "Sök"
    default_auto_field = "django.db.models.BigAutoField"
