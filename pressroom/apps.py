"""The `pressroom` app: public pages, feeds and API over the ledger."""

from django.apps import AppConfig


class PressroomConfig(AppConfig):
    """Everything public."""

    name = "pressroom"
    verbose_name = "Pressrum"
    default_auto_field = "django.db.models.BigAutoField"
