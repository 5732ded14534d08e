"""One helper that all extensions need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedgen.util import xml_elem

ATOM = "http://www.w3.org/2005/Atom"


def add(parent: Any, name: str, attributes: Mapping[str, str], text: str = "") -> Any:
    """Add an element (`{namespace}name`) to `parent`; attributes without a value are left out."""
    element = xml_elem(name, parent)
    element.text = text or None
    for key, value in attributes.items():
        if value:
            element.set(key, value)
    return element
