"""`manage.py proof_keys new|list|rotate`: the keys that editions are signed with. See docs/operations.md."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.common import clock
from cms.common.signing import new_private_key, read_private_key
from cms.ledger.exceptions import NoNewKeyError
from cms.ledger.keys import held_keys, rotate
from cms.ledger.published_keys import list_keys


class Command(BaseCommand):
    """Make a private key, list the published ones, or let a new one sign from now on."""

    help = "Make a private key (new), list the published keys (list), or let the next one sign from now on (rotate)."
    requires_system_checks: list[str] = []  # one of them asks for what this makes

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the one word that says what to do."""
        parser.add_argument("act", choices=["new", "list", "rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        {"new": self._new, "list": self._list, "rotate": self._rotate}[options["act"]]()

    def _new(self) -> None:
        """Print a new private key as the environment wants it; needs no database."""
        key = new_private_key()
        self.stdout.write(f"PROOF_PRIVATE_KEYS={key}")
        self.stderr.write(f"The private half of key {read_private_key(key).key_id}. Keep it like a password.")

    def _list(self) -> None:
        held = {signer.key_id for signer in held_keys()}
        published = list_keys()
        for key in published:
            until = f"until {clock.isoformat(key.retired_at)}" if key.retired_at else "signs now"
            here = "held here" if key.key_id in held else "not held here"
            self.stdout.write(f"{key.key_id}  since {clock.isoformat(key.since)}  {until}  {here}")
        for key_id in held - {key.key_id for key in published}:
            self.stdout.write(f"{key_id}  not used yet  held here")

    def _rotate(self) -> None:
        try:
            key = rotate()
        except NoNewKeyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{key.key_id} signs from now on. Former keys stay published; old proofs hold.")
