"""How gunicorn runs here: `gunicorn cms.wsgi --config python:cms.settings.gunicorn`; `manage.py serve` does so too.

Threads, because a request waits for the database more than it computes; few processes, because each keeps its own
memory of finished responses (docs/decisions/0010-gunicorn.md).
"""

from typing import Any

from gunicorn.glogging import Logger

from cms.common.logs import without_tokens
from cms.settings.env import env


class TokenlessLogger(Logger):
    """Writes access lines without the tokens of personal links."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """Return what an access line is put together from."""
        atoms = super().atoms(resp, req, environ, request_time)
        return {
            name: without_tokens(value) if isinstance(value, str) else value for name, value in atoms.items()
        }


logger_class = TokenlessLogger

bind = f"{env.str('HOST', default='127.0.0.1')}:{env.int('PORT', default=8000)}"
workers = env.int("WEB_PROCESSES", default=2)
threads = env.int("WEB_THREADS", default=4)
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
errorlog = "-"
loglevel = "warning"
accesslog = "-" if env.bool("ACCESS_LOG", default=False) else None
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Close what the parent opened while loading: a database connection must not be shared between processes."""
    from django.db import connections  # noqa: PLC0415  (Django is set up by the application, after this file)

    connections.close_all()
