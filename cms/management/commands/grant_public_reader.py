"""`manage.py grant_public_reader NAME`: make an account that can read what is public and nothing else."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.ledger.grants import GrantRefused, grant_public_reader, public_tables


class Command(BaseCommand):
    """Call `grant_public_reader`."""

    help = "Give a PostgreSQL account the right to read what public pages show, and take every other right from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the account's name."""
        parser.add_argument("name", help="the account, made before: CREATE ROLE name LOGIN PASSWORD '...'")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant, and say what."""
        try:
            grant_public_reader(options["name"])
        except GrantRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['name']} reads {', '.join(public_tables())}, and nothing else.")
