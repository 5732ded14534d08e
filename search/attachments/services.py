"""Keep the text of public attachments ready for the index."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterable, Mapping

from django.conf import settings

from cms.common import clock
from cms.common.text import clean
from cms.files import services as files
from cms.files.exceptions import FileStoreError, StoredFileDamaged, StoredFileMissing
from cms.ledger.payload import FileRef
from search.attachments.kinds import KINDS, MAX_BYTES, MAX_SECONDS
from search.attachments.models import AttachmentText

logger = logging.getLogger(__name__)

#: Documents of one item that are read.
MAX_FILES = 20


def read_attachments(found: Iterable[FileRef]) -> Mapping[str, str]:
    """Return the text of each document that can be read, by SHA-256; reads those that have not been read before.

    What is too large, damaged or slow has no text; it is logged once and not tried again. A file that can't be
    opened now is tried again next time.
    """
    wanted = {file["sha256"]: file for file in found if file["media_type"] in KINDS}
    texts = {
        row.sha256: row.text
        for row in AttachmentText.objects.filter(sha256__in=wanted).only("sha256", "text")
    }
    for sha256, file in list(wanted.items())[:MAX_FILES]:
        if sha256 in texts:
            continue
        try:
            text, trouble = _extract(file)
        except (FileStoreError, StoredFileMissing, StoredFileDamaged) as error:
            logger.warning("The attachment %s could not be opened for searching: %s", file["name"], error)
            continue
        if trouble:
            logger.warning("The attachment %s is not searched: %s", file["name"], trouble)
        AttachmentText.objects.update_or_create(
            sha256=sha256, defaults={"text": text, "trouble": trouble[:200], "read_at": clock.now()}
        )
        texts[sha256] = text
    return texts


def _extract(file: FileRef) -> tuple[str, str]:
    """Return the text of a file, and why there is none."""
    if file["size"] > MAX_BYTES:
        return "", f"larger than {MAX_BYTES // 1024 // 1024} MB"
    data = files.read_stored(file["sha256"])
    command = [sys.executable, "-m", "search.attachments.extracting", file["media_type"]]
    try:
        done = subprocess.run(  # noqa: S603  (our own module; the document is on stdin)
            command,
            input=data,
            capture_output=True,
            timeout=2 * MAX_SECONDS,
            check=False,
            cwd=settings.BASE_DIR,
        )
    except subprocess.TimeoutExpired:
        return "", "it took too long"
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return "", lines[-1] if lines else f"the reader ended with {done.returncode}"
    return clean(done.stdout.decode("utf-8", "replace")), ""
