"""The import contracts hold (see [tool.importlinter] in pyproject.toml)."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.floors import ROOT


def test_lint_imports_keeps_every_contract():
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr
