"""What the log says of an item: each version that was saved, by its digest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

from wagtail.models import Revision

from cms.audit.enums import Act
from cms.audit.services import Subject, record
from cms.common.digests import sha256_hex

if TYPE_CHECKING:
    from cms.accounts.models import User
    from cms.items.models import Item


def version_saved(item: Item, revision: Revision, by: User | None, *, overwrites: bool) -> None:
    """A draft was saved.

    Args:
        overwrites: in the place of the same person's last version, as the editor saves while they type.
    """
    record(
        act=Act.ITEM_VERSION_SAVED,
        by=by,
        subject=Subject(item.item_type, item.translation_key, item.title),
        organisation=item.owner_organisation.code,
        readers=(),
        facts={
            "revision": revision.pk,
            "language": item.language,
            "digest": content_digest(revision.content),
            "overwrites": overwrites,
        },
    )


def content_digest(content: dict[str, Any]) -> str:
    """Return the digest of what a revision holds: SHA-256 of its JSON with sorted keys and without white space."""
    text = json.dumps(
        content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return sha256_hex(text.encode())
