"""Compare whole answers with stored ones: a change of what we promise is a change of a file in the same commit.

To store what is answered now: `UPDATE_CONTRACT=1 pytest tests/pressroom/api tests/pressroom/feeds`, then read the diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

CONTRACT = Path(__file__).parent.parent / "contract"


def assert_contract(name: str, answer: Any) -> None:
    """Check that `answer` (JSON, or text) is exactly what is stored as `name`; the order of members says nothing."""
    path = CONTRACT / name
    text = (
        answer
        if isinstance(answer, str)
        else json.dumps(answer, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    )
    if os.environ.get("UPDATE_CONTRACT"):
        path.write_text(text, encoding="utf-8")
    stored = path.read_text(encoding="utf-8")
    assert text == stored, f"The answer is no longer what tests/contract/{name} promises."
