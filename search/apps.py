"""The `search` app: reads the ledger's current view."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over what is public."""

    name = "search"
    verbose_name = "Sök"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what keeps the indexes up to date."""
        from search import consumers  # noqa: F401  (registration on import)
