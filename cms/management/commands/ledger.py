"""`manage.py ledger verify` and `manage.py ledger rebuild`. See docs/operations.md."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.ledger.rebuilding import rebuild
from cms.ledger.verification import find_faults


class Command(BaseCommand):
    """Check the ledger, or make the current view anew from it."""

    help = "Check the ledger (verify), or make the current view anew from it (rebuild)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the one word that says what to do."""
        parser.add_argument("act", choices=["verify", "rebuild"])
        parser.add_argument(
            "--without-files", action="store_true", help="verify: do not read the files' bytes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit status 1 when a fault was found."""
        if options["act"] == "verify":
            self._verify(with_files=not options["without_files"])
        else:
            self._rebuild()

    def _verify(self, *, with_files: bool) -> None:
        faults = 0
        for fault in find_faults(with_files=with_files):
            faults += 1
            self.stderr.write(f"seq {fault.seq}: {fault.message}" if fault.seq else fault.message)
        if faults:
            raise CommandError(f"{faults} faults. Restore from a backup; docs/operations.md says how.")
        self.stdout.write("The ledger is whole: every edition has its digest, its place and its files.")

    def _rebuild(self) -> None:
        result = rebuild()
        self.stdout.write(f"Read {result.editions} editions and made the current view anew.")
        if result.differed:
            rows = ", ".join(f"{name}: {count}" for name, count in result.differing.items() if count)
            self.stdout.write(f"It differed from what the ledger says ({rows} rows) and is mended.")
        else:
            self.stdout.write("It did not differ.")
