"""Fixtures of the feeds' tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pressroom.http import clear_memo


@pytest.fixture(autouse=True)
def _no_finished_answers() -> Iterator[None]:
    """Forget finished answers: a rolled-back ledger counts from the same number again."""
    clear_memo()
    yield
    clear_memo()
