"""docs/api.md says what the API does: codes, addresses and examples are compared with the real ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pressroom.api.v1.errors import ErrorCode, status_of, title_of
from pressroom.api.v1.openapi import description
from pressroom.feeds.extensions.press import NAMESPACE
from pressroom.feeds.kinds import KINDS
from pressroom.http import MAX_QUERY
from pressroom.selection import FACETS, ParameterCode
from tests.assertions.json_contract import CONTRACT

DOCUMENT = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"<!-- example: (\S+) ?(\S*) -->\n```json\n(.*?)\n```", DOCUMENT, re.DOTALL)


def part(value: Any, path: str) -> Any:
    """Return what stands at a path like `items.0.edition`."""
    for step in filter(None, path.split(".")):
        value = value[int(step)] if step.isdigit() else value[step]
    return value


def test_every_error_code_is_explained_with_its_status():
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d{3}) \|", DOCUMENT, re.MULTILINE))
    assert rows == {str(code): str(status_of(code)) for code in ErrorCode}
    assert all(title_of(code) for code in ErrorCode)


def test_every_parameter_code_is_explained():
    table = DOCUMENT.split("each entry of `errors` has one of these codes", 1)[1].split("<!--", 1)[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(ParameterCode)


def test_every_address_and_filter_is_named():
    for path in description()["paths"]:
        collection = path.removeprefix("/api/v1").split("/{")[0]
        assert collection in DOCUMENT, path
    assert all(f"`{name}`" in DOCUMENT for name in FACETS)
    assert all(kind.file_name in DOCUMENT for kind in KINDS)
    assert NAMESPACE in DOCUMENT
    assert f"{MAX_QUERY:,} bytes" in DOCUMENT


def test_examples_are_real_answers():
    assert EXAMPLES
    for name, path, text in EXAMPLES:
        stored = json.loads((CONTRACT / name).read_text(encoding="utf-8"))
        assert json.loads(text) == part(stored, path), (name, path)


def test_script_for_partners_is_the_one_that_is_tested():
    """tests/docs/examples runs it."""
    script = (Path(__file__).parents[3] / "docs" / "examples" / "verify_copy.py").read_text(encoding="utf-8")
    assert f"```python\n{script.rstrip()}\n```" in DOCUMENT
