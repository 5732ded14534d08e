"""Write the example items as drafts in the workshop, each on its owner's desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from wagtail.models import Locale

from cms.accounts.models import User
from cms.briefings.models import Briefing
from cms.example_data.pictures import SCENES
from cms.example_data.shapes import Item as ItemData
from cms.example_data.shapes import Words
from cms.example_data.streams import key_of, to_stream, with_years
from cms.items.models import Attachment, DeskPage, Item
from cms.items.services import ensure_desk
from cms.media.models import PressDocument, PressImage
from cms.messages.models import JointMessage
from cms.organisations.models import Organisation
from cms.taxonomy.models import Tag, Term
from examples.stories.models import GoodExample

MODELS: dict[str, type[Item]] = {model.item_type: model for model in (JointMessage, Briefing, GoodExample)}


@dataclass(frozen=True)
class Stock:
    """Everything an item may refer to, by code."""

    locales: dict[str, Locale]
    organisations: dict[str, Organisation]
    terms: dict[tuple[str, str], Term]
    tags: dict[str, Tag]
    images: dict[str, PressImage]
    documents: dict[tuple[str, str], PressDocument]
    desks: dict[tuple[str, str], DeskPage]
    writers: dict[str, User]
    approvers: dict[str, User]

    def organisation_ids(self) -> dict[str, int]:
        """Return the organisations' row numbers, as a quotation stores them."""
        return {code: row.pk for code, row in self.organisations.items()}


def find_or_make_desks(
    organisations: dict[str, Organisation], locales: dict[str, Locale]
) -> dict[tuple[str, str], DeskPage]:
    """Return every organisation's desk in every language, by organisation and language."""
    desks: dict[tuple[str, str], DeskPage] = {}
    for code, organisation in organisations.items():
        desk = ensure_desk(organisation)
        for language, locale in locales.items():
            desks[code, language] = desk if desk.locale_id == locale.pk else desk.get_translation(locale)
    return desks


def write_item(data: ItemData, stock: Stock, year: int) -> list[Item]:
    """Write an item in each of its languages and return the pages. `year` is that of its release."""
    return [
        _write_page(data, language, with_years(words, year), stock) for language, words in data.words.items()
    ]


def rewrite_page(page: Item, data: ItemData, words: Words, stock: Stock) -> None:
    """Save `words` as a new draft of `page`, as an editor does before a correction."""
    draft = page.get_latest_revision_as_object()
    draft.title, draft.summary = words.title, words.summary
    draft.body = _stream(draft, data, words, stock)
    draft.save_revision(user=stock.writers.get(data.owner))


def _write_page(data: ItemData, language: str, words: Words, stock: Stock) -> Item:
    owner = stock.organisations[data.owner]
    page = MODELS[data.type](
        title=words.title,
        slug=slugify(words.title)[:80].strip("-"),
        summary=words.summary,
        locale=stock.locales[language],
        translation_key=key_of("item", data.name),
        owner=stock.writers.get(data.owner),
        owner_organisation=owner,
        responsible=owner,
        image=stock.images[data.image] if data.image else None,
        image_alt=SCENES[data.image].alt[language] if data.image and language != "sv" else "",
        is_example_data=True,
        live=False,
        has_unpublished_changes=True,
    )
    page.body = _stream(page, data, words, stock)
    for relation in ("areas", "goals", "audiences", "places"):
        kind = relation.removesuffix("s")
        setattr(page, relation, [stock.terms[kind, code] for code in getattr(data, relation)])
    page.signatories = [stock.organisations[code] for code in data.joint if code != data.owner]
    if isinstance(page, GoodExample):
        page.participants = [stock.organisations[code] for code in data.participants]
    page.attachments = [
        Attachment(title=document.title, document=document, locale=page.locale, sort_order=position)
        for position, name in enumerate(data.attachments)
        for document in (stock.documents[name, language],)
    ]
    page.tags.add(*(stock.tags[code] for code in data.tags))
    stock.desks[data.owner, language].add_child(instance=page)
    page.save_revision(user=stock.writers.get(data.owner))
    return page


def _stream(page: Any, data: ItemData, words: Words, stock: Stock) -> Any:
    """Return the body as the page's own field reads it."""
    entries = to_stream(
        words.body, name=f"{data.name}/{page.language}", organisation_ids=stock.organisation_ids()
    )
    return page._meta.get_field("body").to_python(entries)
