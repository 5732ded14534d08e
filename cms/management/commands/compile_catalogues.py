"""Compile the translations (.po to .mo) without GNU gettext, which a plain machine does not have."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.management.preparation import compile_catalogues


class Command(BaseCommand):
    """Call `compile_catalogues`."""

    help = "Compile translation catalogues that are missing or older than their source."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile, and say so when there was something to do."""
        compile_catalogues(say=self.stdout.write)
