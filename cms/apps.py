"""The `cms` app: gathers the applets, connects the start-up checks."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """One Django app for all workshop applets, so that an applet can move without a migration."""

    name = "cms"
    verbose_name = "Samverkan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what other floors look up by name: item types and start-up checks."""
        from cms import checks, item_types  # noqa: F401  (registration on import)
