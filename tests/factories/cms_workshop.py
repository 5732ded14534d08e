"""Organisations, terms, users and drafts for tests. States are arguments; every default can be released as it stands.

Example:
    desk = make_desk()                                   # an organisation with its desk and printed terms
    page = make_message(desk, title="Sommaren i Järva")
    release = release_now(entries=[entry_for(page)], by=desk.editor)
"""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page

from cms.accounts.models import Membership, Role, User
from cms.items.models import DeskPage, Item
from cms.messages.models import JointMessage
from cms.organisations.models import Organisation, OrganisationText, PressContact
from cms.releases import preconditions
from cms.releases.enums import Action
from cms.releases.services import Entry, release_now
from cms.taxonomy.models import Area, Audience

_numbers = itertools.count(1)


@dataclass
class Desk:
    """An organisation at work: its desk page, its editor who may release, an area and an audience."""

    organisation: Organisation
    page: DeskPage
    editor: User
    area: Area
    audience: Audience


def make_user(username: str = "", **fields: Any) -> User:
    """Return a user who can log in with the password `hemligt`."""
    name = username or f"person-{next(_numbers)}"
    return User.objects.create_user(name, email=f"{name}@example.se", password="hemligt", **fields)


def make_organisation(code: str = "", name: str = "", **fields: Any) -> Organisation:
    """Return an organisation with Swedish and English texts and one press contact."""
    code = code or f"organisation-{next(_numbers)}"
    organisation = Organisation.objects.create(code=code, **fields)
    for language in ("sv", "en"):
        OrganisationText.objects.create(
            organisation=organisation,
            language=language,
            name=name or code.title(),
            short_name=code,
            answers_for="Frågor om prov.",
        )
    PressContact.objects.create(organisation=organisation, name="Presstjänsten", phone="08-465 004 00")
    return organisation


def make_contact(organisation: Organisation, **fields: Any) -> PressContact:
    """Return a press contact of the organisation, on office hours unless `hours` says otherwise."""
    return PressContact.objects.create(organisation=organisation, **({"name": "Presstjänsten"} | fields))


def make_member(organisation: Organisation, *, role: Role = Role.EDITOR, may_release: bool = True) -> User:
    """Return a user who is a member of the organisation."""
    user = make_user()
    Membership.objects.create(user=user, organisation=organisation, role=role, may_release=may_release)
    return user


def make_term(model: type[Any], code: str, name: str = "", **fields: Any) -> Any:
    """Return a term's Swedish row with an English translation."""
    swedish = model.objects.create(code=code, name=name or code, locale=locale("sv"), **fields)
    model.objects.create(
        code=code,
        name=f"{name or code} (en)",
        locale=locale("en"),
        translation_key=swedish.translation_key,
        **fields,
    )
    return swedish


def locale(code: str) -> Locale:
    """Return the locale, made when it is missing."""
    return Locale.objects.get_or_create(language_code=code)[0]


def make_desk(code: str = "", *, printed: bool = True) -> Desk:
    """Return an organisation at work. With `printed`, its profile and terms are public in both languages."""
    organisation = make_organisation(code)
    parent = Page.objects.filter(depth=1).first() or Page.add_root(title="Rot", locale=locale("sv"))
    page = parent.add_child(
        instance=DeskPage(title=str(organisation), organisation=organisation, locale=locale("sv"), live=False)
    )
    desk = Desk(
        organisation=organisation,
        page=page,
        editor=make_member(organisation),
        area=make_term(Area, f"omrade-{organisation.code}"),
        audience=make_term(Audience, f"malgrupp-{organisation.code}"),
    )
    if printed:
        print_terms(organisation, desk.area, desk.audience)
    return desk


def print_terms(*terms: Any) -> None:
    """Make terms and organisations public in Swedish and English, in one release."""
    chief = User.objects.filter(is_superuser=True).first() or make_user("chefen", is_superuser=True)
    entries = []
    for term in terms:
        code = "organisation" if isinstance(term, Organisation) else term.item_type
        key = term.key if isinstance(term, Organisation) else term.translation_key
        entries += [entry(code, key, language) for language in ("sv", "en")]
    release_now(entries=entries, by=chief)


def make_message(desk: Desk, **fields: Any) -> JointMessage:
    """Return a complete message on the desk, as a draft."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "title": f"Budskap {number}",
        "slug": f"budskap-{number}",
        "summary": "En ingress om provet.",
        "owner_organisation": desk.organisation,
        "responsible": desk.organisation,
        "locale": locale("sv"),
        "live": False,
        "body": [
            ("statement", {"heading": "", "text": "<p>Det här är budskapet.</p>"}),
            ("residents", {"heading": "", "text": "<p>Lamporna lyser längre.</p>"}),
        ],
    }
    values |= fields
    relations = {
        name: values.pop(name) for name in ("areas", "audiences", "signatories", "tags") if name in values
    }
    page = JointMessage(**(values | {"body": _stream(values["body"])}))
    desk.page.add_child(instance=page)
    page.areas.set(relations.get("areas", [desk.area]))
    page.audiences.set(relations.get("audiences", [desk.audience]))
    page.signatories.set(relations.get("signatories", []))
    page.tags.set(relations.get("tags", []))
    page.save()
    page.save_revision()
    return page


def edit(page: Item, **fields: Any) -> None:
    """Change a page's draft as the editor does: a new revision, the page itself untouched."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()


def entry(
    item_type: str,
    item_key: uuid.UUID,
    language: str = "sv",
    *,
    action: Action = Action.PUBLISH,
    note: str = "",
) -> Entry:
    """Return what a person who has just looked at the draft would ask to have released."""
    digest = ""
    if action in {Action.PUBLISH, Action.CORRECT}:
        digest = preconditions.review(item_type, item_key, language, printed_with=None).digest
    return Entry(item_type, item_key, language, action, digest, note)


def entry_for(page: Item, *, action: Action = Action.PUBLISH, note: str = "") -> Entry:
    """Return the entry for a page, see `entry`."""
    return entry(page.item_type, page.translation_key, page.language, action=action, note=note)


def _stream(blocks: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    namespace = uuid.UUID("8d0f6c52-1d0e-4d1c-8a40-5a1b6a3d7f10")
    return [
        {"type": kind, "id": str(uuid.uuid5(namespace, f"{position}-{kind}")), "value": value}
        for position, (kind, value) in enumerate(blocks)
    ]
