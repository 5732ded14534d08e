"""`manage.py search status`, `reindex` and `verify`. See docs/operations.md."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.ledger.queries import get_head
from search import services
from search.backends import Backend
from search.exceptions import BackendUnavailable
from search.router import indexes
from search.saved.services import drop_search


class Command(BaseCommand):
    """Tell how the search indexes are doing, make one anew, or compare it with the ledger and mend it."""

    help = (
        "Search indexes: how they are doing (status), anew from the ledger (reindex), compared with it (verify); "
        "forget a saved search (drop)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read what to do, and with which index."""
        parser.add_argument("act", choices=["status", "reindex", "verify", "drop"])
        parser.add_argument("name", nargs="?", help="drop: name of a saved search, from its address")
        parser.add_argument("--only", metavar="NAME", help="database, elasticsearch or opensearch")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it with each index; exit status 1 when one can't be reached."""
        if options["act"] == "drop":
            self._drop(options["name"] or "")
            return
        known = {backend.name: backend for backend in indexes()}
        if options["only"] and options["only"] not in known:
            raise CommandError(f"There is no index {options['only']} here. There is: {', '.join(known)}.")
        acts = {"status": self._status, "reindex": self._reindex, "verify": self._verify}
        unreached = []
        for name, backend in known.items():
            if options["only"] in (None, name):
                try:
                    acts[options["act"]](backend)
                except BackendUnavailable as error:
                    self.stderr.write(f"{name}: {error}")
                    unreached.append(name)
        if unreached:
            raise CommandError(f"Not done: {', '.join(unreached)}. docs/operations.md says what to look at.")

    def _drop(self, name: str) -> None:
        if not drop_search(name):
            raise CommandError(f"There is no saved search of the name {name!r}: take it from its address.")
        self.stdout.write(f"{name}: forgotten.")

    def _status(self, backend: Backend) -> None:
        status = backend.status()
        head = get_head().seq
        held = (
            "no index yet" if status.position is None else f"{max(0, head - status.position)} editions behind"
        )
        self.stdout.write(f"{status.name}: {status.documents} documents, {status.tombstones} gone, {held}")
        for name, value in status.details.items():
            self.stdout.write(f"  {name}: {value}")

    def _reindex(self, backend: Backend) -> None:
        self.stdout.write(f"{backend.name}: {services.reindex(backend)} documents indexed anew.")

    def _verify(self, backend: Backend) -> None:
        found = services.verify(backend)
        if not found.faults:
            self.stdout.write(f"{backend.name}: {found.checked} checked, as the ledger says.")
            return
        self.stdout.write(
            f"{backend.name}: {found.checked} checked; {found.missing} were missing, {found.outdated} another version, "
            f"{found.unknown} unknown to the ledger. Mended."
        )
