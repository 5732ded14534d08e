"""Payloads of terms and organisations, and references to them. See cms/ledger/payload.py for the shapes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wagtail.models import Locale

from cms.common import charts
from cms.common.text import clean, one_line
from cms.files.models import StoredFile
from cms.ledger.payload import FileRef, Indicator, Payload, Ref, SeriesPoint, empty_payload
from cms.ledger.registry import Missing
from cms.organisations.models import Organisation
from cms.taxonomy import series
from cms.taxonomy.models import Area, Audience, Goal, Place, Tag, Term
from cms.taxonomy.models import Indicator as IndicatorRow
from cms.taxonomy.richtext import expand


def term_ref(term: Term, locale: Locale) -> Ref:
    """Return the reference to a term, with its name in `locale`'s language."""
    return Ref(type=term.item_type, id=term.code, name=one_line(term.in_locale(locale).name))


def organisation_ref(organisation: Organisation, language: str) -> Ref:
    """Return the reference to an organisation, with its names in `language`."""
    text = organisation.text_in(language)
    name = text.name if text else organisation.code
    return Ref(
        type="organisation",
        id=organisation.code,
        name=one_line(name),
        short_name=one_line(text.short_name if text else name),
    )


def tag_ref(tag: Tag, language: str) -> Ref:
    """Return the reference to a tag, with its label in `language`."""
    return Ref(type="tag", id=tag.slug, name=one_line(tag.label_in(language)))


@dataclass(frozen=True)
class TermSource:
    """A term's row as a draft."""

    term: Term
    language: str
    owner_id: int | None = None
    last_changed_by_id: int | None = None

    @property
    def draft(self) -> Term:
        """The term's row."""
        return self.term

    @property
    def item_key(self) -> uuid.UUID:
        """The term's identity over all languages."""
        return self.term.translation_key

    @property
    def title(self) -> str:
        """The term's name."""
        return self.term.name

    def signatory_ids(self) -> set[int | None]:
        """Return the owner: nobody, since the agreement owns its terms."""
        return {self.owner_id}

    def missing(self) -> Sequence[Missing]:
        """Return what is missing: a series that cannot be read."""
        if not isinstance(self.term, Goal):
            return []
        return [
            Missing(
                code="series_unreadable",
                field="indicators",
                message=_("Indikatorn ”%(name)s”: %(reason)s") % {"name": row.name, "reason": error},
            )
            for row in self.term.indicators.all()
            if (error := series.problem(row.series))
        ]

    def build(self) -> Payload:
        """Return the term's payload."""
        term = self.term
        payload = empty_payload(
            item_type=term.item_type,
            public_id=term.code,
            key=term.translation_key,
            language=self.language,
            title=term.name,
        )
        payload["summary"] = one_line(term.summary)
        payload["is_example_data"] = term.is_example_data
        payload["order"] = term.sort_order
        if term.description:
            payload["body"] = [
                {
                    "type": "text",
                    "id": "description",
                    "role": "description",
                    "heading": "",
                    "html": expand(term.description),
                }
            ]
        if isinstance(term, Goal):
            payload["goal_kind"] = "overall" if term.kind == "overall" else "effect"
            payload["indicators"] = [_indicator(row, self.language) for row in term.indicators.all()]
        return payload


@dataclass(frozen=True)
class TermType:
    """How the drafts of one kind of term are found."""

    code: str
    model: type[Term]

    def find_source(self, item_key: uuid.UUID, language: str) -> TermSource | None:
        """Return the term's row in a language as a draft, or None."""
        row = self.model.objects.filter(translation_key=item_key, locale__language_code=language).first()
        return TermSource(row, language) if row else None


@dataclass(frozen=True)
class TagSource:
    """A tag in one language as a draft."""

    tag: Tag
    language: str
    owner_id: int | None = None
    last_changed_by_id: int | None = None

    @property
    def draft(self) -> Tag:
        """The tag."""
        return self.tag

    @property
    def item_key(self) -> uuid.UUID:
        """The tag's identity."""
        return self.tag.key

    @property
    def title(self) -> str:
        """The tag's label."""
        return self.tag.label_in(self.language)

    def signatory_ids(self) -> set[int | None]:
        """Return the owner: nobody."""
        return {self.owner_id}

    def missing(self) -> Sequence[Missing]:
        """Return nothing: a tag is its label."""
        return []

    def build(self) -> Payload:
        """Return the tag's payload."""
        payload = empty_payload(
            item_type="tag",
            public_id=self.tag.slug,
            key=self.tag.key,
            language=self.language,
            title=self.title,
        )
        payload["is_example_data"] = self.tag.is_example_data
        return payload


class TagType:
    """How tags are found."""

    code = "tag"

    def find_source(self, item_key: uuid.UUID, language: str) -> TagSource | None:
        """Return the tag as a draft, or None."""
        tag = Tag.objects.filter(key=item_key).prefetch_related("labels").first()
        return TagSource(tag, language) if tag else None


@dataclass(frozen=True)
class OrganisationSource:
    """An organisation's public profile in one language as a draft."""

    organisation: Organisation
    language: str
    last_changed_by_id: int | None = None

    @property
    def draft(self) -> Organisation:
        """The organisation."""
        return self.organisation

    @property
    def item_key(self) -> uuid.UUID:
        """The organisation's identity."""
        return self.organisation.key

    @property
    def owner_id(self) -> int:
        """An organisation owns its own profile."""
        return self.organisation.pk

    @property
    def title(self) -> str:
        """The organisation's name."""
        return self.organisation.name_in(self.language)

    def signatory_ids(self) -> set[int]:
        """Return the organisation alone."""
        return {self.organisation.pk}

    def missing(self) -> Sequence[Missing]:
        """Return what is missing: texts in the language, somebody who answers."""
        found = []
        text = self.organisation.text_in(self.language)
        if text is None or text.language != self.language:
            found.append(
                Missing("texts_missing", _("Namn och ansvar saknas på språket."), "texts", self.language)
            )
        if not self.organisation.press_contacts.exists():
            found.append(
                Missing(
                    "contact_missing",
                    _("Ingen presskontakt: läsaren behöver veta vem som svarar."),
                    "press_contacts",
                )
            )
        return found

    def build(self) -> Payload:
        """Return the organisation's payload."""
        organisation = self.organisation
        payload = empty_payload(
            item_type="organisation",
            public_id=organisation.code,
            key=organisation.key,
            language=self.language,
            title=self.title,
        )
        text = organisation.text_in(self.language)
        payload["is_example_data"] = organisation.is_example_data
        payload["owner"] = payload["responsible"] = organisation_ref(organisation, self.language)
        payload["short_name"] = one_line(text.short_name) if text else payload["title"]
        payload["answers_for"] = clean(text.answers_for) if text else ""
        payload["summary"] = one_line(text.answers_for) if text else ""
        payload["website"] = organisation.website
        payload["logo"] = _logo(organisation.logo, organisation.code) if organisation.logo else None
        payload["order"] = organisation.sort_order
        return payload


class OrganisationType:
    """How organisations are found."""

    code = "organisation"

    def find_source(self, item_key: uuid.UUID, language: str) -> OrganisationSource | None:
        """Return the organisation's profile as a draft, or None."""
        row = Organisation.objects.filter(key=item_key).prefetch_related("texts").first()
        return OrganisationSource(row, language) if row else None


def term_types() -> list[TermType | TagType | OrganisationType]:
    """Return everything here that can be printed."""
    return [
        TermType("area", Area),
        TermType("goal", Goal),
        TermType("audience", Audience),
        TermType("place", Place),
        TagType(),
        OrganisationType(),
    ]


def _logo(logo: StoredFile, code: str) -> FileRef:
    extension = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}[logo.media_type]
    return FileRef(
        asset=f"logo-{code}",
        name=f"{code}.{extension}",
        sha256=logo.sha256,
        size=logo.size,
        media_type=logo.media_type,
    )


def _indicator(row: IndicatorRow, language: str) -> Indicator:
    points = [SeriesPoint(period=period, value=value) for period, value in series.parse(row.series)]
    return Indicator(
        id=str(row.key),
        name=one_line(row.name),
        unit=one_line(row.unit),
        source=one_line(row.source),
        source_url=row.source_url,
        method=one_line(row.method),
        series=points,
        svg=charts.draw(
            chart="line" if len(points) > 1 else "bar",
            title=one_line(row.name),
            description=one_line(row.method),
            columns=[one_line(row.unit)],
            rows=[(point["period"], [point["value"]]) for point in points],
            unit=one_line(row.unit),
            language=language,
            element_id=f"indicator-{row.key}",
        ),
    )
