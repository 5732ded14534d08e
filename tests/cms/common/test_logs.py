"""The token of a personal link is in no log line."""

from __future__ import annotations

import logging
import sys
from types import SimpleNamespace

import pytest

from cms.common.logs import LineFormatter, without_tokens
from cms.settings.base import LOGGING

TOKEN = "gG7-" + "x" * 39


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        (f"Not Found: /dela/{TOKEN}/sida/sv/", "Not Found: /dela/[…]/sida/sv/"),
        (f'"GET /godkann/{TOKEN}/ HTTP/1.1" 200', '"GET /godkann/[…]/ HTTP/1.1" 200'),
        (f"https://press.example/dela/{TOKEN}?x=1", "https://press.example/dela/[…]?x=1"),
        ("GET /sv/dela/ 200", "GET /sv/dela/ 200"),
        ("Not Found: /admin/delning/", "Not Found: /admin/delning/"),
    ],
)
def test_takes_the_token_out_and_leaves_the_rest(line, clean):
    assert without_tokens(line) == clean


def test_a_traceback_has_none_either():
    formatter = LineFormatter("{message}", style="{")
    try:
        raise ValueError(f"/dela/{TOKEN}/")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "x", 1, "Fel: %s", (f"/dela/{TOKEN}/",), sys.exc_info()
        )
    text = formatter.format(record)
    assert "ValueError" in text
    assert TOKEN not in text


def test_every_handler_formats_so():
    assert {handler["formatter"] for handler in LOGGING["handlers"].values()} == {"line"}
    assert LOGGING["formatters"]["line"]["()"] == "cms.common.logs.LineFormatter"


def test_the_servers_access_lines_have_none():
    from gunicorn.config import Config

    from cms.settings.gunicorn import TokenlessLogger

    asked = SimpleNamespace(headers=[("REFERER", f"http://x/dela/{TOKEN}/")], method="GET")
    answered = SimpleNamespace(status="200 OK", sent=1, headers=[])
    environ = {
        "REMOTE_ADDR": "127.0.0.1", "REQUEST_METHOD": "GET", "RAW_URI": f"/dela/{TOKEN}/",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": f"/dela/{TOKEN}/", "HTTP_REFERER": f"http://x/dela/{TOKEN}/",
    }  # fmt: skip
    from datetime import timedelta

    atoms = TokenlessLogger(Config()).atoms(answered, asked, environ, timedelta(seconds=1))
    assert "/dela/[…]/" in atoms["r"]
    assert TOKEN not in str([atoms[name] for name in ("r", "U", "f")])
