"""The floors as data, read from the import contract, so that both checks use one list."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("cms", "examples", "pressroom", "search")


@dataclass(frozen=True)
class Floor:
    """Where a package stands: higher numbers may know lower ones; strangers on one floor may not know each other."""

    package: str
    number: int
    friendly: bool


def read_floors() -> list[Floor]:
    """Return the floors of the contract `floors`, lowest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return [
        Floor(name.strip(" ()"), number, ":" in layer)
        for number, layer in enumerate(reversed(layers))
        for name in layer.replace(":", "|").split("|")
    ]


def floor_of(module: str, floors: list[Floor]) -> Floor | None:
    """Return the floor of the package that `module` belongs to, or None for a library."""
    return next((f for f in floors if module == f.package or module.startswith(f"{f.package}.")), None)


def may_know(one: Floor, other: Floor) -> bool:
    """Say whether `one` may refer to `other`."""
    if one.package == other.package or one.number > other.number:
        return True
    return one.number == other.number and one.friendly
