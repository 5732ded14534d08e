"""Serve the whole product as one process tree: web server, publisher, follower of the ledger. What `make start` runs.

For a person's own machine and small installations. See docs/operations.md for several hosts.
"""

from __future__ import annotations

import socket
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.management.preflight import NotReady, check_directory, check_key, check_port


class Command(BaseCommand):
    """Check, prepare, run."""

    help = "Prepare what is missing, then serve the press room, the workshop and the publisher until Ctrl-C."
    requires_system_checks: list[str] = []  # run below, when the database is there to be looked at

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--prepare-only", action="store_true", help="Prepare everything and stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; any refusal is one sentence and exit code 1."""
        host, port = getattr(settings, "HOST", None), getattr(settings, "PORT", None)
        if host is None or port is None:
            raise CommandError(
                "This command serves the embedded default (cms.settings.development); "
                "docs/operations.md shows how production is run."
            )
        try:
            check_port(host, port)
            check_key(host, key_is_public=getattr(settings, "DEVELOPMENT_KEY", "") == settings.SECRET_KEY)
            check_directory(settings.VAR_DIR)
        except NotReady as error:
            raise CommandError(str(error)) from error
        from cms.management.preparation import prepare

        prepare(say=self._say)
        self.check(fail_level=40)
        if not options["prepare_only"]:
            sys.exit(self._serve(host, port))

    def _serve(self, host: str, port: int) -> int:
        from cms.management.supervisor import Child, Supervisor

        web = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--config", "python:cms.settings.gunicorn"]
        publisher = [sys.executable, "manage.py", "publish_due_releases", "--loop"]
        follower = [sys.executable, "manage.py", "follow_ledger", "--loop"]
        children = [Child("web server", web), Child("publisher", publisher), Child("follower", follower)]
        supervisor = Supervisor(children, say=self._say)
        return supervisor.run(started=lambda: _answers(host, port), announce=self._announce)

    def _announce(self) -> None:
        """Print where everything is, and who can log in."""
        base = settings.PUBLIC_BASE_URL
        lines = [
            "",
            f"  Press room   {base}/sv/",
            f"  Workshop     {base}/admin/",
            f"  RSS          {base}/sv/feed.rss",
            f"  API          {base}/api/v1/items",
            "",
            *_example_logins(),
            "  Ctrl-C stops everything.",
            "",
        ]
        self._say("\n".join(lines))

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _answers(host: str, port: int) -> bool:
    """Say whether something accepts connections at the address that is served."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (an address to compare with)
    try:
        socket.create_connection((target, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def _example_logins() -> list[str]:
    """Return lines with the example users that exist here; none once an operator has removed the example."""
    from cms.example_data.content.accounts import ACCOUNTS, PASSWORD

    names = [account.username for account in ACCOUNTS]
    present = set(
        get_user_model().objects.filter(username__in=names, is_active=True).values_list("username", flat=True)
    )
    if not present:
        return []
    logins = [name for name in names if name in present]
    return [f"  Example logins (password {PASSWORD}): {', '.join(logins)}", ""]
