"""Organisations that a text names but that are not asked: the editor adds them, or says that it is not needed.

"An item naming an organisation asks that organisation" (the plan: speak well of each other, openly). Found in all that
the built payload says, and in whom it quotes or lists as taking part; not in owner, responsible actor and signatories,
which are no part of the text.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Set
from typing import Any, Protocol, runtime_checkable

from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.accounts.permissions import can_write_for
from cms.common import languages
from cms.common.text import plain
from cms.ledger import registry
from cms.ledger.payload import Payload, Ref, is_file, is_ref
from cms.organisations.models import Organisation
from cms.organisations.naming import NameBook
from cms.releases.exceptions import NotAllowedError

#: Parts of a payload that are no text of the item's own, or that repeat what stands beside them.
_NO_TEXT = frozenset(
    {"type", "id", "key", "slug", "role", "language", "svg", "owner", "responsible", "signatories", "website"}
)


@runtime_checkable
class NamesSignatories(Protocol):
    """A draft whose signatories an editor chooses."""

    def add_signatories(self, organisation_ids: Collection[int], *, by: User) -> None:
        """Name more signatories in the draft and save it as a new version. Refused while the draft is locked."""


def named_in(payload: Payload) -> set[int]:
    """Return the organisations that an item's payload names. What is no news (a term, a profile) asks nobody."""
    if not payload["listed"]:
        return set()
    parts = list(_parts(payload))
    found = NameBook(payload["language"]).find(part for part in parts if isinstance(part, str))
    codes = {part["id"] for part in parts if not isinstance(part, str) and part["type"] == "organisation"}
    return found | set(Organisation.objects.filter(code__in=codes).values_list("pk", flat=True))


def named_outside(payloads: Mapping[str, Payload], signatory_ids: Set[int]) -> list[Organisation]:
    """Return the organisations that any of the payloads names beside the signatories, in their own order."""
    named = {pk for payload in payloads.values() for pk in named_in(payload)} - signatory_ids
    return list(Organisation.objects.filter(pk__in=named).prefetch_related("texts"))


def add_signatories(
    *, item_type: str, item_key: uuid.UUID, organisation_ids: Collection[int], by: User
) -> None:
    """Name organisations as signatories in the item's drafts, in all languages that have signatories of their own.

    Raises:
        NotAllowedError: the person may not write for the owner, or a draft is locked.
    """
    with transaction.atomic():
        for language in languages.LANGUAGES:
            source = registry.get(item_type).find_source(item_key, language)
            if not isinstance(source, NamesSignatories):
                continue
            if not can_write_for(by, source.owner_id):
                raise NotAllowedError(
                    _("Bara den ägande organisationens redaktörer kan lägga till undertecknare.")
                )
            source.add_signatories(organisation_ids, by=by)


def _parts(value: Any) -> Iterator[str | Ref]:
    """Yield what a payload says: every text as plain text, and every reference that stands in it."""
    if isinstance(value, dict):
        if is_ref(value):
            yield value
        elif not is_file(value):
            for key, entry in value.items():
                if key not in _NO_TEXT:
                    yield from _parts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _parts(entry)
    elif isinstance(value, str):
        yield plain(value)
