"""What the documents name exists: files, links, make targets, dependencies."""

import re
import tomllib

import pytest

from tests.architecture.floors import ROOT

DOCUMENTS = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
_PATH = re.compile(r"`((?:cms|examples|pressroom|search|tests|docs|templates|\.ci)/[\w./-]+)`")
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
_MAKE = re.compile(r"`(?:[A-Z]+=\S+ )?make ([a-z-]+)")


def name(path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_named_paths_exist(document):
    missing = [
        path for path in _PATH.findall(document.read_text(encoding="utf-8")) if not (ROOT / path).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document):
    links = _LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_named_make_targets_exist(document):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(_MAKE.findall(document.read_text(encoding="utf-8"))) <= targets


@pytest.mark.parametrize("decision", DECISIONS, ids=name)
def test_a_decision_is_short_and_complete(decision):
    text = decision.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    for heading in ("## Context", "## Decision", "## Rejected", "## Consequences"):
        assert heading in text, heading


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=!~;]", requirement)[0].lower() for requirement in wanted}
    documented = re.findall(
        r"^\| `([\w.-]+)", (ROOT / "docs" / "dependencies.md").read_text("utf-8"), re.MULTILINE
    )
    assert names == {entry.lower() for entry in documented}


def test_the_lock_file_names_the_public_index_only():
    registries = set(re.findall(r'registry = "([^"]+)"', (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert len(registries) == 1
    assert "pypi.org" in registries.pop()
