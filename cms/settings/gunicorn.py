"""How gunicorn runs here: `gunicorn cms.wsgi --config python:cms.settings.gunicorn`; `manage.py serve` does so too.

Threads, because a request waits for the database more than it computes; few processes, because each keeps its own
memory of finished responses (docs/decisions/0010-gunicorn.md).
"""

from typing import Any

from cms.settings.env import env

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
