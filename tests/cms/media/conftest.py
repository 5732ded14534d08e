"""Folders of their own for each test, and people: one with access to the admin, one without, nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import pytest

from cms.accounts.models import User
from tests.factories import cms_files as uploads


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_FILES_ROOT = tmp_path / "printed"
    storage = storages["default"]
    storage._location, before = str(tmp_path / "workshop"), storage._location
    for name in ("base_location", "location"):
        storage.__dict__.pop(name, None)
    cache.clear()
    yield tmp_path / "workshop"
    storage._location = before
    for name in ("base_location", "location"):
        storage.__dict__.pop(name, None)


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("redaktor", "redaktor@example.se", "hemligt")


@pytest.fixture
def desk(editor: User, client: Client) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def outsider(db: None) -> Client:
    """Somebody who can log in but has no access to the admin."""
    client = Client()
    client.force_login(User.objects.create_user("utan", "utan@example.se", "hemligt"))
    return client


@pytest.fixture
def upload() -> Callable[..., SimpleUploadedFile]:
    def make(data: bytes | None = None, name: str = "Sommaren i Järva.jpg") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, uploads.jpeg(orientation=6) if data is None else data)

    return make
