"""Collect the press room's words into the catalogues of the languages that only readers use."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.management.catalogues import READERS_ONLY, public_words, update_catalogue


class Command(BaseCommand):
    """Call `update_catalogue` for each language."""

    help = "Bring the catalogues of the press room's languages up to date with the source, and say what they lack."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Update each, and print how many texts have no translation."""
        words = public_words()
        for language in READERS_ONLY:
            missing = update_catalogue(language, words)
            self.stdout.write(f"{language}: {len(words)} texts, {missing} without a translation.")
