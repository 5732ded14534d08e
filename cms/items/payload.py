"""The part of the payload that every item type shares, and the blocks they share. Item types add their own blocks."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from wagtail.models import Locale

from cms.accounts.models import User
from cms.common import languages
from cms.common.text import clean, one_line
from cms.items.checks import common_missing, unfinished_blocks
from cms.items.models import Item
from cms.items.translations import follow_source, is_translated_by_localize
from cms.ledger import addresses
from cms.ledger.payload import Attachment, Block, Image, Payload, Ref, empty_payload
from cms.ledger.printed_names import use_printed_names
from cms.ledger.registry import Missing
from cms.media.services import printable_document, printable_image, printable_share_image
from cms.media.share_card import ShareCard
from cms.organisations.models import Organisation
from cms.releases.exceptions import DraftLockedError
from cms.taxonomy.models import Term
from cms.taxonomy.payload import organisation_ref, tag_ref, term_ref
from cms.taxonomy.richtext import expand

#: Words that stand after an item's id in an address; a slug may not be one of them.
_RESERVED_SLUGS = {*addresses.HISTORY.values(), *addresses.EDITION.values()}

BlockBuilder = Callable[[str, Any, str], Block]


@dataclass(frozen=True)
class ItemSource:
    """An item's newest draft in one language, with the builders of its type."""

    page: Item
    body: Callable[[Item], list[Block]]
    add: Callable[[Item, Payload], None]
    own_missing: Callable[[Item], Sequence[Missing]]

    @property
    def item_key(self) -> uuid.UUID:
        """The item's identity over all languages."""
        return self.page.translation_key

    @property
    def language(self) -> str:
        """The draft's language."""
        return self.page.language

    @property
    def title(self) -> str:
        """The draft's title."""
        return self.page.title

    @property
    def draft(self) -> Item:
        """The page."""
        return self.page

    @property
    def owner_id(self) -> int:
        """The owning organisation."""
        return self.page.owner_organisation_id

    @property
    def last_changed_by_id(self) -> int | None:
        """Who wrote the newest draft, if that is known."""
        revision = self.page.latest_revision
        return revision.user_id if revision else None

    def signatory_ids(self) -> set[int]:
        """Return the organisations whose approval the item needs."""
        return self.page.signatory_ids()

    def add_signatories(self, organisation_ids: Collection[int], *, by: User) -> None:
        """Name more signatories in the draft and save it as a new version.

        A translation has those of its source (`follow_source`) and is left as it is.

        Raises:
            DraftLockedError: signatures are out, or somebody has locked the draft.
        """
        if self.page.language != languages.DEFAULT and is_translated_by_localize(self.page):
            return
        lock = self.page.get_lock()
        if lock is not None and lock.for_user(by):
            raise DraftLockedError(self.page.title)
        self.page.signatories.add(*Organisation.objects.filter(pk__in=organisation_ids))
        self.page.save_revision(user=by, log_action=True)

    def missing(self) -> Sequence[Missing]:
        """Return what is missing, for all types and for this one."""
        own = self.own_missing(self.page)
        told = {entry.code.removesuffix("_missing").removesuffix("_unreadable") for entry in own}
        unfinished = [
            entry
            for entry in unfinished_blocks(self.page)
            if entry.code.removesuffix("_unfinished") not in told
        ]
        return [*common_missing(self.page), *own, *unfinished]

    def build(self) -> Payload:
        """Return the payload; renditions and files are stored on the way."""
        payload = common_payload(self.page)
        payload["body"] = self.body(self.page)
        self.add(self.page, payload)
        return use_printed_names(payload)


def _nothing_added(page: Item, payload: Payload) -> None:
    """Most types add nothing beside their body."""


def _nothing_missing(page: Item) -> Sequence[Missing]:
    """Most types miss nothing beside the common."""
    return []


@dataclass(frozen=True)
class ItemPageType:
    """How the drafts of one item type are found and built."""

    code: str
    model: type[Item]
    body: Callable[[Any], list[Block]]
    add: Callable[[Any, Payload], None] = _nothing_added
    missing: Callable[[Any], Sequence[Missing]] = _nothing_missing

    def find_source(self, item_key: uuid.UUID, language: str) -> ItemSource | None:
        """Return the newest draft in a language, or None. An alias is no translation (docs/decisions/0010)."""
        page = self.model.objects.filter(
            translation_key=item_key, locale__language_code=language, alias_of__isnull=True
        ).first()
        if page is None:
            return None
        return self.source_of(follow_source(page.get_latest_revision_as_object()))

    def stamps(self, item_keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
        """Return the newest revision of every language, with its time: an editor may write one revision over.

        All languages together, since a translation takes its relations from its source.
        """
        rows = self.model.objects.filter(translation_key__in=list(item_keys)).order_by("pk")
        found: dict[uuid.UUID, str] = {}
        for key, *newest in rows.values_list(
            "translation_key", "pk", "latest_revision_id", "latest_revision__created_at"
        ):
            found[key] = f"{found.get(key, '')}{newest};"
        return found

    def source_of(self, page: Item) -> ItemSource:
        """Return a given draft (also an unsaved one, for the preview) as a source."""
        return ItemSource(page, self.body, self.add, self.missing)


def common_payload(page: Item) -> Payload:
    """Return the payload of an item without its body."""
    language, locale = page.language, page.locale
    payload = empty_payload(
        item_type=page.item_type,
        public_id=addresses.public_id(page.translation_key),
        key=page.translation_key,
        language=language,
        title=page.title,
    )
    owner = organisation_ref(page.owner_organisation, language)
    signatories = {page.owner_organisation, *page.signatories.all()}
    payload["listed"] = True
    payload["slug"] = _slug(page)
    payload["summary"] = one_line(page.summary)
    payload["is_example_data"] = page.is_example_data
    payload["owner"] = owner
    answers = organisation_ref(page.responsible, language) if page.responsible else owner
    payload["responsible"] = answers
    payload["signatories"] = organisation_refs(signatories, language)
    payload["areas"] = _term_refs(page.areas.all(), locale)
    payload["goals"] = _term_refs(page.goals.all(), locale)
    payload["audiences"] = _term_refs(page.audiences.all(), locale)
    payload["places"] = _term_refs(page.places.all(), locale)
    payload["tags"] = [tag_ref(tag, language) for tag in page.tags.all()]
    use_printed_names(payload)  # before a name is drawn, or decides an order
    payload["tags"].sort(key=lambda ref: ref["name"])
    payload["image"] = _image(page)
    card = ShareCard(
        title=payload["title"],
        kicker=capfirst(str(type(page)._meta.verbose_name)),
        site=settings.PUBLIC_NAME,
        footer=(answers["name"],),
        example_label=_("Exempeldata") if page.is_example_data else "",
    )
    payload["share_image"] = printable_share_image(card, item_id=payload["id"], language=language)
    payload["attachments"] = [
        Attachment(title=one_line(attachment.title), file=printable_document(attachment.document))
        for attachment in page.attachments.all()
        if attachment.document_id is not None  # a draft's preview; a release has been stopped by the checks
    ]
    return payload


def organisation_refs(organisations: Any, language: str) -> list[Ref]:
    """Return references in the organisations' own order."""
    ordered = sorted(organisations, key=lambda row: (row.sort_order, row.code))
    return [organisation_ref(row, language) for row in ordered]


def common_block(kind: str, value: Any, block_id: str, language: str) -> Block | None:
    """Return the payload of a block that several types share: a section, questions, a quotation; None for others."""
    if kind == "questions":
        return {
            "type": "questions",
            "id": block_id,
            "heading": one_line(value["heading"]),
            "questions": [
                {"question": one_line(entry["question"]), "html": expand(entry["answer"].source)}
                for entry in value["questions"]
            ],
        }
    if kind == "quote":
        organisation: Organisation | None = value["organisation"]
        return {
            "type": "quote",
            "id": block_id,
            "text": clean(value["text"]).strip(),
            "name": one_line(value["name"]),
            "title": one_line(value["title"]),
            "organisation": organisation_ref(organisation, language) if organisation else None,
        }
    if "text" in value and "heading" in value:
        return {
            "type": "text",
            "id": block_id,
            "role": kind,
            "heading": one_line(value["heading"]),
            "html": expand(value["text"].source),
        }
    return None


def common_body(page: Any) -> list[Block]:
    """Return the body of a type that uses shared blocks only."""
    blocks = [common_block(entry.block_type, entry.value, entry.id, page.language) for entry in page.body]
    return [block for block in blocks if block]


def _term_refs(terms: Any, locale: Locale) -> list[Ref]:
    ordered: list[Term] = sorted(terms, key=lambda term: (term.sort_order, term.code))
    return [term_ref(term, locale) for term in ordered]


def _slug(page: Item) -> str:
    slug = slugify(page.slug) or slugify(page.title) or "text"
    return f"{slug}-1" if slug in _RESERVED_SLUGS else slug


def _image(page: Item) -> Image | None:
    return printable_image(page.image, alt=one_line(page.image_alt) or None) if page.image else None
