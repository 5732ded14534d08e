"""`manage.py load_example`: fill the press room with the parties of the plan and invented texts."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.example_data.content.accounts import ACCOUNTS, PASSWORD
from cms.example_data.loading import is_empty, is_loaded, load


class Command(BaseCommand):
    """Call `load`; say what was loaded and how to log in."""

    help = "Load the example: organisations, areas and goals of the plan with invented texts. All of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read whether to leave an installation alone that somebody has used."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a user or anything released"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load once; a second call does nothing."""
        if is_loaded():
            self._say(options, "The example is loaded already.")
            return
        if options["if_empty"] and not is_empty():
            self._say(options, "The installation is in use: the example was not loaded.")
            return
        done = load()
        self._say(
            options,
            f"Loaded {done.items} example items ({done.drafts} of them drafts, {done.translations} translated) "
            f"in {done.releases} releases.",
        )
        names = ", ".join(account.username for account in ACCOUNTS)
        self._say(options, f"Example logins: {names}; password: {PASSWORD}")

    def _say(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
