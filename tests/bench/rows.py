"""What was measured: rows of ours against a peer, and how a ratio with its spread is taken from repeated pairs."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """What a ratio should be: at least or at most `value`."""

    at_least: bool
    value: float

    def holds(self, ratio: float) -> bool:
        """Whether `ratio` is as it should be."""
        return ratio >= self.value if self.at_least else ratio <= self.value

    def __str__(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.value:g}"


def at_least(value: float) -> Aim:
    """Return an aim that more is better for."""
    return Aim(at_least=True, value=value)


def at_most(value: float) -> Aim:
    """Return an aim that less is better for."""
    return Aim(at_least=False, value=value)


@dataclass(frozen=True)
class Row:
    """One line of the result.

    `ours` and `peer` are medians in `unit`; `ratio` is the median of the pairs' ratios (ours / peer), `spread` the
    lowest and highest of them. Rows without a peer have none of these. `aim` applies to the ratio, or to `ours` where
    there is no peer.
    """

    name: str
    ours: float
    peer: float | None
    unit: str
    ratio: float | None = None
    spread: tuple[float, float] | None = None
    aim: Aim | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the aim holds; None when there is none."""
        if self.aim is None:
            return None
        return self.aim.holds(self.ours if self.ratio is None else self.ratio)


def paired(name: str, ours: Sequence[float], peer: Sequence[float], unit: str, aim: Aim | None = None) -> Row:
    """Return a row from measurements taken in pairs, one after the other."""
    ratios = [mine / its for mine, its in zip(ours, peer, strict=True)]
    return Row(
        name=name,
        ours=statistics.median(ours),
        peer=statistics.median(peer),
        unit=unit,
        ratio=statistics.median(ratios),
        spread=(min(ratios), max(ratios)),
        aim=aim,
    )


def in_time(rates: Sequence[float]) -> list[float]:
    """Return microseconds per request from requests per second."""
    return [1e6 / rate for rate in rates]


def single(name: str, value: float, unit: str, aim: Aim | None = None) -> Row:
    """Return a row that has no peer."""
    return Row(name=name, ours=value, peer=None, unit=unit, aim=aim)
