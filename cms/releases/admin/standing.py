"""How an item stands, language by language, for the person who is about to release it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail_localize.models import Translation

from cms.accounts.models import Membership, User
from cms.approval.queries import list_dismissals
from cms.common.languages import LANGUAGES
from cms.ledger import addresses, registry
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition
from cms.ledger.registry import Missing
from cms.organisations.models import Organisation
from cms.releases import preconditions
from cms.releases.enums import Action
from cms.releases.exceptions import ReleaseError
from cms.releases.naming import named_outside

#: Longest part of a digest that people compare by eye.
SHORT_DIGEST = 12


@dataclass(frozen=True)
class Check:
    """One thing to mend, with the address that opens the editor at its field (empty when it has none)."""

    message: str
    is_blocking: bool
    url: str = ""


@dataclass
class Standing:
    """An item in one language: its draft, what is out of it, what is missing, and what may be done."""

    language: str
    name: str
    title: str = ""
    draft_exists: bool = False
    edit_url: str = ""
    preview_url: str = ""
    digest: str = ""
    checks: list[Check] = field(default_factory=list)
    current: CurrentEdition | None = None
    is_public: bool = False
    is_changed: bool = False
    other_signatories: list[str] = field(default_factory=list)
    is_approved: bool = False
    fault: str = ""
    can_go: bool = False
    #: Organisations that the text names beside its signatories, and those of them nobody has said anything about.
    named: list[Organisation] = field(default_factory=list)
    unanswered: list[Organisation] = field(default_factory=list)

    @property
    def action(self) -> Action:
        """What a release does: a first publication, or a correction of what is out."""
        return Action.CORRECT if self.is_public else Action.PUBLISH

    @property
    def short_digest(self) -> str:
        """The beginning of the digest."""
        return self.digest[:SHORT_DIGEST]

    @property
    def blocking(self) -> list[Check]:
        """What must be mended first."""
        return [check for check in self.checks if check.is_blocking]

    @property
    def advice(self) -> list[Check]:
        """What could be better."""
        return [check for check in self.checks if not check.is_blocking]

    @property
    def state(self) -> str:
        """In one sentence, how the language stands."""
        if self.current is not None and self.current.is_gone:
            return _("Tillbakadragen") if self.current.kind == EditionKind.WITHDRAWN else _("Borttagen")
        if self.current is None:
            return _("Inte publik") if self.draft_exists else _("Ingen text")
        if not self.draft_exists:
            return _("Publik, men utkastet är borttaget")
        return _("Publik, och utkastet är ändrat") if self.is_changed else _("Publik")

    @property
    def public_url(self) -> str:
        """The address readers have, if the text is out."""
        return addresses.absolute(self.current.path) if self.current and self.is_public else ""

    @property
    def history_url(self) -> str:
        """The public list of editions."""
        if self.current is None:
            return ""
        return addresses.absolute(
            addresses.history_path(
                item_type=self.current.item_type, language=self.language, public_id=self.current.public_id
            )
        )


def standings(item_type: str, item_key: uuid.UUID, user: User) -> list[Standing]:
    """Return how an item stands in every language that is written in, the default language first."""
    rows: list[Standing] = []
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        rows.append(standing(item_type, item_key, code, user, shared_url=rows[0].edit_url if rows else ""))
    return rows


def standing(
    item_type: str, item_key: uuid.UUID, language: str, user: User, *, shared_url: str = ""
) -> Standing:
    """Return how an item stands in one language. Builds its payload; a fault of the builder is told, not raised.

    Args:
        shared_url: the source language's editor. There a translation's areas and the like are chosen, which
            wagtail-localize's own editor has no fields for (cms/items/translations.py).
    """
    row = Standing(language=language, name=LANGUAGES[language].swedish_name)
    row.current = (
        CurrentEdition.objects.filter(item_key=item_key, language=language).defer("document").first()
    )
    row.is_public = row.current is not None and not row.current.is_gone
    row.title = row.current.title if row.current else ""
    source = registry.get(item_type).find_source(item_key, language)
    if source is None:
        return row
    row.draft_exists = True
    row.title = source.title
    row.edit_url = AdminURLFinder(user).get_edit_url(source.draft) or ""
    try:
        found = preconditions.review(item_type, item_key, language)
    except ReleaseError as error:
        row.fault = str(error)
        row.is_changed = True
        return row
    row.digest = found.digest
    shared = shared_url if shared_url and _is_translated_by_localize(item_key, language) else row.edit_url
    row.checks = [_check(missing, row.edit_url if missing.language else shared) for missing in found.missing]
    row.other_signatories = found.other_signatories
    row.is_approved = bool(found.other_signatories) and found.is_approved
    row.is_changed = found.is_changed
    row.can_go = found.can_go and found.is_changed
    if found.payload is not None:
        signatories = preconditions.signatories_needed(source, found.current)
        row.named = named_outside({language: found.payload}, signatories)
        dismissed = list_dismissals(item_key) if row.named else {}
        row.unanswered = [organisation for organisation in row.named if organisation.pk not in dismissed]
        row.checks += [_named(organisation, shared) for organisation in row.unanswered]
        row.preview_url = reverse("releases:preview", args=[item_type, item_key, language])
    return row


def owner_of(item_type: str, item_key: uuid.UUID) -> Organisation | None:
    """Return the organisation that owns an item, from its draft, else from what is printed."""
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        source = registry.get(item_type).find_source(item_key, code)
        if source is not None:
            return Organisation.objects.filter(pk=source.owner_id).first() if source.owner_id else None
    row = CurrentEdition.objects.filter(item_key=item_key).first()
    owner = row.read_card()["owner"] if row else None
    return Organisation.objects.filter(code=owner["id"]).first() if owner else None


def names_of_releasers(owner: Organisation | None) -> list[str]:
    """Return who may release for an owner, for a person who may not."""
    rows = Membership.objects.filter(may_release=True, user__is_active=True).select_related("user")
    rows = rows.filter(organisation=owner) if owner else rows.filter(role="administrator")
    return sorted({row.user.get_full_name() or row.user.get_username() for row in rows})


def field_url(edit_url: str, name: str) -> str:
    """Return the editor's address with the field to open; cms/static/cms/admin/field.js reads it."""
    return f"{edit_url}?{urlencode({'falt': name})}" if edit_url and name else edit_url


def _is_translated_by_localize(item_key: uuid.UUID, language: str) -> bool:
    return Translation.objects.filter(
        source__object_id=item_key, target_locale__language_code=language, enabled=True
    ).exists()


def _named(organisation: Organisation, edit_url: str) -> Check:
    message = _("Texten nämner %(name)s, som inte är undertecknare. Du får frågan innan den går vidare.")
    return Check(message % {"name": organisation}, is_blocking=False, url=field_url(edit_url, "signatories"))


def _check(missing: Missing, edit_url: str) -> Check:
    return Check(
        message=missing.message,
        is_blocking=missing.is_blocking,
        url=field_url(edit_url, missing.field) if missing.field else "",
    )
