"""Serve the workshop's files to those who work there. Everybody else gets the 404 of what never existed.

No redirect to the login: it would tell a stranger that the file is there (DESIGN: private files).
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from functools import wraps
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from cms.files.exceptions import StoredFileMissing
from cms.files.models import StoredFile
from cms.files.sanitise import media_type_of
from cms.files.services import open_stored
from cms.media.models import PressDocument, PressImage

#: Folders of cleaned files. What waits in Wagtail's `wagtail_uploads` is as it came, so nobody can open it.
_IMAGE_FOLDERS = frozenset({"original_images", "images"})
_DOCUMENT_FOLDERS = frozenset({"documents"})
#: As Wagtail makes them for its admin; its own names for them differ between 7.4 and 8.
_POLICIES = {
    model: CollectionOwnershipPermissionPolicy(model, auth_model=named, owner_field_name="uploaded_by_user")
    for model, named in ((PressImage, Image), (PressDocument, Document))
}


def _workshop_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 404 unless the user may open the admin; only GET and HEAD."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not (user.is_authenticated and user.is_active and user.has_perm("wagtailadmin.access_admin")):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@_workshop_only
def workshop_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve an upload or a rendition by its name in the storage."""
    folder, *rest = PurePosixPath(name).parts
    if "\x00" in name or ".." in rest or folder not in _IMAGE_FOLDERS | _DOCUMENT_FOLDERS:
        raise Http404
    _require_access(request, _owner_of(name))
    return _from_storage(name, inline=folder in _IMAGE_FOLDERS)


@_workshop_only
def workshop_document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """Serve a document by its id; Wagtail's `Document.url` leads here. The name must be its own, as Wagtail asks."""
    document = PressDocument.objects.filter(pk=document_id).first()
    if document is None or document.filename != filename:
        raise Http404
    _require_access(request, document)
    return _from_storage(document.file.name, inline=False)


@_workshop_only
def printed_file(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """Serve stored bytes by their digest: how the preview of a draft shows pictures that are not public yet."""
    stored = StoredFile.objects.filter(sha256=sha256).first()
    if stored is None:
        raise Http404
    try:
        file = open_stored(stored.sha256)
    except StoredFileMissing as error:
        raise Http404 from error
    return _private(file, name, stored.media_type, inline=stored.media_type.startswith("image/"))


def _owner_of(name: str) -> PressImage | PressDocument | None:
    """Return the picture or document that a file in the storage belongs to, also as one of its renditions."""
    return (
        PressImage.objects.filter(file=name).first()
        or PressImage.objects.filter(renditions__file=name).first()
        or PressDocument.objects.filter(file=name).first()
    )


def _require_access(request: HttpRequest, row: PressImage | PressDocument | None) -> None:
    """Answer 404 for what belongs to another organisation's collection: names of files are easy to guess."""
    if row is None:
        raise Http404
    policy = _POLICIES[type(row)]
    if not policy.user_has_any_permission_for_instance(
        request.user, ["choose", "add", "change", "delete"], row
    ):
        raise Http404


def _from_storage(name: str, *, inline: bool) -> HttpResponseBase:
    try:
        file = default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    media_type = mimetypes.guess_type(name)[0] if inline else media_type_of(name)
    return _private(file, PurePosixPath(name).name, media_type or "application/octet-stream", inline=inline)


def _private(file: Any, filename: str, media_type: str, *, inline: bool) -> FileResponse:
    """Return the bytes for this reader alone: nothing in them runs, no cache on the way keeps them."""
    response = FileResponse(file, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response
