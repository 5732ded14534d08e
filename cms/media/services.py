"""Make what is printed of pictures and documents: bytes in the private store, and references for the payload.

Called by payload builders. Nothing here is public: an address exists when an edition refers to it.

Example:
    >>> payload["image"] = printable_image(item.image) if item.image else None
    >>> payload["attachments"] = [{"title": doc.title, "file": printable_document(doc)}]
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.utils.text import slugify

from PIL import Image as PillowImage

from cms.common.digests import digest_of
from cms.files.models import StoredFile
from cms.files.sanitise import extension_of, media_type_of
from cms.files.services import store
from cms.files.store import store_in_use
from cms.ledger.addresses import public_id
from cms.ledger.payload import FileRef, Image
from cms.media.exceptions import SourceFileMissing
from cms.media.models import DerivedFile, PressDocument, PressImage
from cms.media.share_card import SHARE_CARD_VERSION, ShareCard, draw_share_card

#: Widths in CSS pixels that the public templates ask for. A picture is never made larger than it is.
WIDTHS = (480, 960, 1600)
#: Raise it when the making of sizes changes, so that former results are not taken for new ones.
_RENDITION_VERSION = 1
_JPEG_QUALITY = 82
_NAME_LENGTH = 60


@dataclass(frozen=True)
class _Made:
    """Bytes that a recipe made."""

    data: bytes
    media_type: str
    width: int | None = None
    height: int | None = None


def printable_image(image: PressImage, *, alt: str | None = None) -> Image:
    """Return a picture for the payload: its description, its credit and its sizes, smallest first.

    Args:
        image: the picture.
        alt: a description for this place; the picture's own when None. Empty means decoration.

    Raises:
        SourceFileMissing: the workshop has lost the picture's file.
        FileStoreError: the store can't take the bytes.
    """
    return {
        "alt": image.alt_text if alt is None else alt,
        "credit": image.credit,
        "renditions": printable_renditions(image),
    }


def printable_renditions(image: PressImage) -> list[FileRef]:
    """Return the picture in up to three widths, smallest first: JPEG, or PNG where it is see-through.

    Each width has its own address, for the name of a file may follow the title while the address must not.
    """
    asset = public_id(image.asset_key)
    name = slugify(image.title)[:_NAME_LENGTH].strip("-") or "bild"
    return [_rendition(image, asset, name, width) for width in _widths(image.width)]


def printable_document(document: PressDocument) -> FileRef:
    """Return a document for the payload, under its title.

    Raises:
        SourceFileMissing: the workshop has lost the document's file.
        FileStoreError: the store can't take the bytes.
    """
    extension = extension_of(document.filename)
    stored = _derive(
        {"make": "document", "source": document.get_file_hash(), "extension": extension},
        lambda: _Made(_source(document), media_type_of(document.filename)),
    )
    name = slugify(document.title)[:_NAME_LENGTH].strip("-") or "dokument"
    return _file_ref(stored, public_id(document.asset_key), f"{name}.{extension}")


def printable_share_image(card: ShareCard, *, item_id: str, language: str) -> FileRef:
    """Return the picture that social media show beside a link to an item.

    Args:
        card: what is on it.
        item_id: the item's public id.
        language: the language of this edition; each has its own card.
    """
    recipe = {
        "make": "share-card",
        "version": SHARE_CARD_VERSION,
        **asdict(card),
        "footer": list(card.footer),
    }
    stored = _derive(recipe, lambda: _Made(draw_share_card(card), "image/png", 1200, 630))
    return _file_ref(stored, f"{item_id}-{language}-dela", "dela.png")


def _widths(source: int) -> list[int]:
    """Return the widths to make of a picture that is `source` pixels wide."""
    largest = min(source, WIDTHS[-1])
    return [*(width for width in WIDTHS if width < largest), largest]


def _rendition(image: PressImage, asset: str, name: str, width: int) -> FileRef:
    recipe = {
        "make": "rendition",
        "version": _RENDITION_VERSION,
        "source": image.get_file_hash(),
        "width": width,
    }
    derived = _derive(recipe, lambda: _resized(_source(image), width))
    extension = "png" if derived.stored_file.media_type == "image/png" else "jpg"
    return _file_ref(derived, f"{asset}-{width}", f"{name}-{width}.{extension}")


def _derive(recipe: dict[str, object], make: Callable[[], _Made]) -> DerivedFile:
    """Return the result of a recipe: the one made before while its bytes are there, else a new one."""
    key = digest_of(recipe)
    known = DerivedFile.objects.select_related("stored_file").filter(recipe=key).first()
    if known is not None and store_in_use().has(known.stored_file.sha256, known.stored_file.size):
        return known
    made = make()
    stored: StoredFile = store(made.data, made.media_type)
    derived, _created = DerivedFile.objects.update_or_create(
        recipe=key, defaults={"stored_file": stored, "width": made.width, "height": made.height}
    )
    return derived


def _source(item: PressImage | PressDocument) -> bytes:
    """Return the bytes of a workshop file."""
    try:
        with item.file.storage.open(str(item.file.name)) as file:
            return bytes(file.read())
    except OSError as error:
        raise SourceFileMissing(
            f"Filen till ”{item.title}” saknas i arkivet. Ladda upp den på nytt."
        ) from error


def _resized(data: bytes, width: int) -> _Made:
    """Scale a clean picture down to `width` and write it anew, without any metadata."""
    with PillowImage.open(io.BytesIO(data)) as source:
        see_through = source.mode == "RGBA" or "transparency" in source.info
        mode = "RGBA" if see_through else "L" if source.mode == "L" else "RGB"
        picture = source.convert(mode)
    if picture.width > width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), PillowImage.Resampling.LANCZOS, reducing_gap=3.0)
    picture.info = {}
    out = io.BytesIO()
    if see_through:
        picture.save(out, "PNG", optimize=True)
        return _Made(out.getvalue(), "image/png", picture.width, picture.height)
    picture.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True)
    return _Made(out.getvalue(), "image/jpeg", picture.width, picture.height)


def _file_ref(derived: DerivedFile, asset: str, name: str) -> FileRef:
    stored = derived.stored_file
    ref: FileRef = {
        "asset": asset,
        "name": name,
        "sha256": stored.sha256,
        "size": stored.size,
        "media_type": stored.media_type,
    }
    if derived.width and derived.height:
        ref["width"] = derived.width
        ref["height"] = derived.height
    return ref
