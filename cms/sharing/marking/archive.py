"""A file that has no room for a mark, in a zip beside a text that carries it."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from cms.common.digests import sha256_hex
from cms.sharing.marking.mark import Mark


def pack(data: bytes, name: str, mark: Mark) -> bytes:
    """Return a zip with the untouched file under its marked name, and LÄS-MIG.txt."""
    text = "\r\n".join(
        [
            mark.text,
            "",
            _("Läsare: %(who)s, %(email)s") % {"who": mark.who, "email": mark.email},
            _("Fil: %(name)s") % {"name": name},
            f"SHA-256: {sha256_hex(data)}",
            "",
            _("Sprid den inte vidare. Den är inte publik."),
            "",
        ]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("LÄS-MIG.txt", text.encode("utf-8-sig"))
        package.writestr(mark.file_name(name), data)
        package.comment = mark.text.encode()[:65_000]
    return out.getvalue()
