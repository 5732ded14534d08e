"""`manage.py remove_example`: take the example away again, in public and in the workshop."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.example_data.removing import NobodyMayRemoveError, remove
from cms.releases.exceptions import ReleaseError


class Command(BaseCommand):
    """Call `remove`; say what went and what stayed."""

    help = (
        "Remove all example data. The plan's organisations, areas and goals stay, without what was made up; "
        "--all removes them too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read whether the plan's own words shall go too."""
        parser.add_argument(
            "--all",
            action="store_true",
            dest="everything",
            help="also the plan's organisations, areas, goals, audiences and places that nothing else uses",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, or say why not."""
        try:
            removed = remove(everything=options["everything"])
        except (NobodyMayRemoveError, ReleaseError) as error:
            raise CommandError(f"Nothing was removed. {error}") from error
        counts = [f"{count} {kind}" for kind, count in removed.counts.items() if count]
        self.stdout.write(
            f"Removed {', '.join(counts)}." if counts else "There is no example data to remove."
        )
        for line in removed.kept:
            self.stdout.write(f"Kept: {line}.")
