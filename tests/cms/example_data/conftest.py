"""A small example, loaded once for the tests of this folder: one item of each sort, tiny pictures."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from django.db import transaction

import pytest
from PIL import Image

from cms.common import clock
from cms.example_data import loading, media
from cms.example_data.content.items import ITEMS

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=clock.UTC)
#: Corrected in two languages, withdrawn, briefing with figures, good example, joint draft, draft with things missing,
#: draft with a planned release under embargo.
NAMES = (
    "ni-tyckte-till",
    "konsert-akalla",
    "lage-platser",
    "skolvag-hjulsta",
    "nasta-ars-plan",
    "cykelvag-hjulsta",
    "medborgarkontoret",
)


def tiny_picture(name: str) -> bytes:
    """Return a picture that takes no time to draw or scale."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (len(name) * 9 % 256, 90, 90)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[loading.Loaded]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(loading, "ITEMS", tuple(item for item in ITEMS if item.name in NAMES))
        patch.setattr(media, "draw", tiny_picture)
        with clock.set_to(NOW):
            yield loading.load()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded: loading.Loaded) -> Iterator[loading.Loaded]:
    """Return what was loaded; what the test changes is taken back after it."""
    with transaction.atomic():
        yield _loaded
        transaction.set_rollback(True)
