"""`manage.py follow_ledger`: turn the readers of the ledger (webhooks, cache purges ...). Part of `make start`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.ledger.consumers import how_far_behind, registered
from cms.ledger.following import follow, follow_once
from cms.management.stopping import stop_signals


class Command(BaseCommand):
    """Deliver what is new, once or for as long as the process lives."""

    help = "Deliver new editions to everything that follows the ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read what to turn, and whether to go on."""
        parser.add_argument("--loop", action="store_true", help="go on until the process is told to stop")
        parser.add_argument("--only", action="append", default=[], metavar="NAME", help="turn only this one")
        parser.add_argument("--status", action="store_true", help="say how far behind each is, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn each until it has caught up, or loop until SIGTERM or SIGINT."""
        known = {consumer.name: consumer for consumer in registered()}
        unknown = [name for name in options["only"] if name not in known]
        if unknown:
            raise CommandError(f"Nothing here is called {', '.join(unknown)}. There is: {', '.join(known)}.")
        chosen = [known[name] for name in options["only"]] or list(known.values())
        if options["status"]:
            for consumer in chosen:
                self.stdout.write(f"{consumer.name}: {how_far_behind(consumer.name)} editions behind")
            return
        if not options["loop"]:
            failed = follow_once(chosen)
            if failed:
                raise CommandError(f"Failed: {', '.join(failed)}. The log above says why.")
            return
        follow(chosen, should_stop=stop_signals())
