"""`manage.py audit verify` and `manage.py audit export`. See docs/operations.md."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.audit.export import FORMATS
from cms.audit.models import AuditEntry
from cms.audit.verification import Anchor, find_faults, get_head


def _anchor(text: str) -> Anchor:
    seq, _colon, chain = text.partition(":")
    if not seq.isdecimal() or len(chain) != 64:
        raise ArgumentTypeError("write it as verify printed it: the number, a colon, 64 hexadecimal digits")
    return Anchor(int(seq), chain)


class Command(BaseCommand):
    """Check the log of acts, or write it out."""

    help = "Check the log of acts (verify), or write it to the output (export)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read what to do and how."""
        parser.add_argument("act", choices=["verify", "export"])
        parser.add_argument(
            "--known", type=_anchor, metavar="SEQ:CHAIN", help="verify: an entry written down before"
        )
        parser.add_argument("--format", choices=sorted(FORMATS), default="json", help="export: json or csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit status 1 when a fault was found."""
        if options["act"] == "verify":
            self._verify(options["known"])
        else:
            for line in FORMATS[options["format"]](AuditEntry.objects.all()):
                self.stdout.write(line, ending="")

    def _verify(self, known: Anchor | None) -> None:
        faults = list(find_faults(anchor=known))
        if faults:
            first = faults[0]
            place = f"entry {first.seq}: " if first.seq else ""
            raise CommandError(
                f"{place}{first.message}. {len(faults)} faults in all; docs/operations.md says what to do."
            )
        head = get_head()
        self.stdout.write("The log is whole: every entry has its place and is as it was recorded.")
        if head and head.seq:
            self.stdout.write(f"Write this down elsewhere, for --known next time: {head.seq}:{head.chain}")
