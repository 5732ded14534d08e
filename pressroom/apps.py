"""The `pressroom` app: public pages, feeds and API over the ledger."""

from django.apps import AppConfig


class PressroomConfig(AppConfig):
    """Everything public."""

    name = "pressroom"
    verbose_name = "Pressrum"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what other floors look up by name: start-up checks, readers of the ledger."""
        from pressroom import checks, consumers  # noqa: F401  (registration on import)
