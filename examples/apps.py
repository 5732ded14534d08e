"""The `examples` app: gathers its applets."""

from django.apps import AppConfig


class ExamplesConfig(AppConfig):
    """Good examples."""

    name = "examples"
    verbose_name = "Goda exempel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the item types of this app."""
        from examples import item_types  # noqa: F401  (registration on import)
