"""Where the workshop keeps uploads: a private folder without any public address."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import FileSystemStorage
from django.urls import reverse


class WorkshopStorage(FileSystemStorage):
    """Files that only people with access to the admin can open (`cms/media/views.py`).

    Nothing public reads from here: what is printed is copied to the store of `cms.files` first.
    """

    def __init__(self, **options: Any) -> None:
        # Only the account that runs the product may read uploads on disk.
        options.setdefault("file_permissions_mode", 0o600)
        options.setdefault("directory_permissions_mode", 0o700)
        super().__init__(**options)

    def url(self, name: str | None) -> str:
        """Return the admin's address of a file."""
        return reverse("workshop_file", args=[name])
