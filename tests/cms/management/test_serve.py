"""`manage.py serve` refuses in one sentence, without a traceback."""

import os
import socket
import subprocess
import sys

from tests.architecture.floors import ROOT


def serve(**environment):
    return subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.development", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        result = serve(PORT=str(other.getsockname()[1]))
    assert result.returncode == 1
    assert "is taken by another program" in result.stderr
    assert "Traceback" not in result.stderr


def test_port_that_is_no_number():
    result = serve(PORT="åtta")
    assert result.returncode == 1
    assert result.stderr.startswith("Not started. PORT ")
    assert "Traceback" not in result.stderr


def test_other_machines_and_a_known_key():
    result = serve(PORT="8197", HOST="0.0.0.0")
    assert result.returncode == 1
    assert "SECRET_KEY" in result.stderr
    assert "Traceback" not in result.stderr
