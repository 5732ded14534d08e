"""`manage.py publish_due_releases`: print planned releases at their instant. Part of `make start`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.management.stopping import stop_signals
from cms.releases.publisher import publish_due, run


class Command(BaseCommand):
    """Print what is due, once or for as long as the process lives."""

    help = "Print planned releases whose time has come (by the database's clock)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read whether to go on."""
        parser.add_argument("--loop", action="store_true", help="go on until the process is told to stop")
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between two looks (default 1)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look once, or loop until SIGTERM or SIGINT."""
        if not options["loop"]:
            self.stdout.write(f"{publish_due()} releases printed.")
            return
        run(interval=options["interval"], should_stop=stop_signals())
