"""docs/settings.md names every environment variable that is read, and no other; only env.py's users read any."""

import ast
import re

import pytest

from tests.architecture.floors import APPS, ROOT

READERS = sorted(path for path in (ROOT / "cms" / "settings").glob("*.py") if path.name != "env.py")
#: Files that must name the settings module, or that read no value.
MAY_TOUCH_ENVIRON = {"cms/settings/env.py", "cms/wsgi.py", "cms/asgi.py"}


def variables_read() -> set[str]:
    found = set()
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(node.args[0].value)
    return found


def variables_documented() -> set[str]:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \| [PDT ]+ \|", text, re.MULTILINE))


def test_the_table_and_the_code_name_the_same_variables():
    assert variables_documented() == variables_read()


@pytest.mark.parametrize("app", APPS)
def test_nothing_else_reads_the_environment(app):
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text(encoding="utf-8"))
    }
    assert readers <= MAY_TOUCH_ENVIRON
