"""Clean what people upload: the type is told by the content, metadata goes, what can't be made safe is refused.

Example:
    >>> clean = sanitise_image(upload.read(), upload.name)      # raises UploadRefused with a sentence in Swedish
    >>> store(clean.data, clean.media_type)
"""

from cms.files.sanitise.documents import media_type_of, sanitise_document
from cms.files.sanitise.images import check_size, sanitise_image
from cms.files.sanitise.naming import extension_of, named
from cms.files.sanitise.types import CleanDocument, CleanImage

__all__ = [
    "CleanDocument",
    "CleanImage",
    "check_size",
    "extension_of",
    "media_type_of",
    "named",
    "sanitise_document",
    "sanitise_image",
]
