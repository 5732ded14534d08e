"""Pictures: decode once, write anew from the pixels. What was beside the pixels is gone.

Writing anew is what takes away EXIF (also GPS), XMP, IPTC, comments, thumbnails, text chunks and anything appended,
known to us or not. JPEG keeps its own quantisation tables, so that nothing is lost that the eye could see.
"""

from __future__ import annotations

import io
import struct
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin

from cms.files.exceptions import Refusal, UploadRefused
from cms.files.sanitise.naming import extension_of
from cms.files.sanitise.sniffing import IMAGES, Kind, kind_of
from cms.files.sanitise.types import CleanImage

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
#: The one decoder that each kind of bytes may reach.
_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP", Kind.GIF: "GIF"}
#: Cameras write two pictures into one JPEG, which Pillow calls "MPO"; we keep the first.
_JPEG = ("JPEG", "MPO")
_EXTENSIONS = frozenset({"jpg", "jpeg", "jpe", "png", "webp", "gif"})
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def sanitise_image(
    data: bytes, filename: str, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS
) -> CleanImage:
    """Return the picture in `data` as clean bytes. JPEG stays JPEG, PNG and GIF become PNG, WebP stays WebP.

    Size in bytes and in pixels is checked before anything is decoded.

    Raises:
        UploadRefused: EMPTY, TOO_LARGE, TOO_MANY_PIXELS, NOT_ALLOWED (also SVG), ANIMATED or DAMAGED.
    """
    _check_outside(data, filename, max_bytes)
    try:
        with _opened(data, max_pixels) as image:
            if getattr(image, "is_animated", False) and image.format != "MPO":
                raise UploadRefused(
                    Refusal.ANIMATED,
                    _(
                        "Rörliga bilder kan inte användas, för läsaren kan inte stanna dem. Spara en stillbild."
                    ),
                )
            image.load()
            return _encoded(image, lossless=b"VP8L" in data[12:64])
    except UploadRefused:
        raise
    except MemoryError as error:
        raise _too_many_pixels(max_pixels) from error
    except Exception as error:
        raise UploadRefused(
            Refusal.DAMAGED,
            _(
                "Bilden går inte att läsa. Den är skadad eller inte hel; exportera den på nytt och försök igen."
            ),
        ) from error


def _check_outside(data: bytes, filename: str, max_bytes: int) -> None:
    """Refuse by size, kind and name."""
    check_size(len(data), max_bytes)
    kind = kind_of(data)
    if kind is Kind.SVG:
        message = _("SVG-bilder kan innehålla program och tas inte emot. Exportera bilden som PNG.")
        raise UploadRefused(Refusal.NOT_ALLOWED, message)
    if kind is Kind.HEIF:
        message = _("Bilder i HEIC- eller AVIF-format tas inte emot. Spara bilden som JPEG.")
        raise UploadRefused(Refusal.NOT_ALLOWED, message)
    if kind not in IMAGES:
        message = _("Filen är inte en bild som kan användas. Tillåtna format: JPEG, PNG, WebP och GIF.")
        raise UploadRefused(Refusal.NOT_ALLOWED, message)
    if extension_of(filename) not in _EXTENSIONS:
        message = _("Filnamnet ska sluta på .jpg, .jpeg, .png, .webp eller .gif.")
        raise UploadRefused(Refusal.WRONG_EXTENSION, message)


def check_size(size: int, max_bytes: int) -> None:
    """Refuse an empty file and one that is larger than `max_bytes`. Call it before reading the file."""
    if size == 0:
        raise UploadRefused(Refusal.EMPTY, _("Filen är tom."))
    if size > max_bytes:
        message = _("Filen är för stor (%(size)s). Den får vara högst %(limit)s.")
        raise UploadRefused(
            Refusal.TOO_LARGE, message % {"size": filesizeformat(size), "limit": filesizeformat(max_bytes)}
        )


def _opened(data: bytes, max_pixels: int) -> Image.Image:
    """Open without decoding; refuse by the size that the header claims."""
    if kind_of(data) is Kind.WEBP:
        # Pillow makes room for a WebP's whole canvas as it opens the file, so its header is read here first.
        _check_pixels(_webp_size(data), max_pixels)
    try:
        image = Image.open(io.BytesIO(data), formats=[_FORMATS[kind_of(data)]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(max_pixels) from error
    _check_pixels(image.size, max_pixels)
    return image


def _check_pixels(size: tuple[int, int], max_pixels: int) -> None:
    if size[0] * size[1] > max_pixels:
        raise _too_many_pixels(max_pixels)


def _too_many_pixels(max_pixels: int) -> UploadRefused:
    message = _("Bilden har för många bildpunkter, högst %(limit)s är tillåtet. Minska den och försök igen.")
    return UploadRefused(
        Refusal.TOO_MANY_PIXELS, message % {"limit": f"{max_pixels:,}".replace(",", "\u202f")}
    )


def _webp_size(data: bytes) -> tuple[int, int]:
    """Return the canvas of a WebP (RFC 9649, section 2.5 to 2.7)."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _encoded(image: Image.Image, *, lossless: bool) -> CleanImage:
    """Turn the picture right way up, into sRGB, and write it anew."""
    source_format = image.format
    tables = getattr(image, "quantization", None)
    sampling = JpegImagePlugin.get_sampling(image) if source_format in _JPEG else -1
    same_colours = image.mode in ("L", "RGB") and "icc_profile" not in image.info
    upright = _in_srgb(_upright(image))
    out = io.BytesIO()
    if source_format in _JPEG:
        options: dict[str, Any] = {"quality": 92}
        if same_colours and tables:
            options = {"qtables": tables, "subsampling": sampling}
        upright.save(out, "JPEG", optimize=True, progressive=True, **options)
        kind = ("image/jpeg", "jpg")
    elif source_format == "WEBP":
        upright.save(out, "WEBP", lossless=lossless, quality=90, method=4, exact=lossless)
        kind = ("image/webp", "webp")
    else:
        upright.save(out, "PNG", optimize=upright.width * upright.height < 4_000_000)
        kind = ("image/png", "png")
    return CleanImage(out.getvalue(), *kind, upright.width, upright.height)


def _upright(image: Image.Image) -> Image.Image:
    """Apply the EXIF orientation; a damaged EXIF block means none."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001  (the block is dropped anyway)
        return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return a new picture of the same pixels in sRGB, grey or with a palette, holding no `info`."""
    profile = image.info.get("icc_profile")
    transparency = image.info.get("transparency")
    has_alpha = image.mode in ("LA", "PA", "RGBA", "RGBa", "La") or transparency is not None
    if image.mode.startswith("I") or image.mode == "F":
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")  # 16 bits a pixel
    elif has_alpha:
        image = image.convert("RGBA")
    elif image.mode == "P" and not profile:
        image = image.copy()
    elif image.mode not in ("L", "RGB", "CMYK", "LAB"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    if profile:
        image = _through_profile(image, profile)
    if image.mode in ("CMYK", "LAB"):
        image = image.convert("RGB")
    image.info = {}
    return image


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert from the picture's own colour space; a profile that can't be used is left out."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(colours, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    if converted is None:
        return image
    if alpha:
        converted.putalpha(alpha)
    return converted
