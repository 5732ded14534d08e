"""Mark a file, whatever it is: inside when the format allows it, else packed with the mark. Never unmarked."""

from __future__ import annotations

import logging
from collections.abc import Callable

from cms.sharing.marking.archive import pack
from cms.sharing.marking.images import mark_image
from cms.sharing.marking.mark import CannotMarkError, Mark, Marked
from cms.sharing.marking.pdf import mark_pdf
from cms.sharing.marking.text import mark_table, mark_text

logger = logging.getLogger(__name__)

_MARKERS: dict[str, Callable[[bytes, Mark], bytes]] = {
    "text/csv": mark_table,
    "text/plain": mark_text,
    "application/pdf": mark_pdf,
    "image/jpeg": mark_image,
    "image/png": mark_image,
    "image/webp": mark_image,
}


def mark_file(data: bytes, name: str, media_type: str, mark: Mark) -> Marked:
    """Return the file with its mark.

    Args:
        data: the file as it will be public.
        name: as it will be public.
        media_type: as it will be served.
    """
    marker = _MARKERS.get(media_type)
    if marker is not None:
        try:
            return Marked(marker(data, mark), mark.file_name(name), media_type)
        except CannotMarkError as error:
            logger.info("A file of share %s is packed instead of marked: %s", mark.key, error)
    return Marked(pack(data, name, mark), mark.file_name(name, ".zip"), "application/zip")
