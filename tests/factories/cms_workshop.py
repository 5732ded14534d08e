"""Organisations, terms, users and drafts for tests. States are arguments; every default can be released as it stands.

Example:
    desk = make_desk()                                   # an organisation with its desk and printed terms
    page = make_message(desk, title="Sommaren i Järva")
    release = release_now(entries=[entry_for(page)], by=desk.editor)
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page

from cms.accounts.models import Membership, Role, User
from cms.approval import services as approvals
from cms.briefings.models import Briefing
from cms.items.models import DeskPage, Item
from cms.messages.models import JointMessage
from cms.organisations.models import Organisation, OrganisationText, PressContact
from cms.releases import preconditions
from cms.releases.asking import ask_for_approval
from cms.releases.enums import Action
from cms.releases.models import Release
from cms.releases.services import Entry, release_now
from cms.taxonomy.models import Area, Audience, Place, Tag, TagLabel
from examples.stories.models import GoodExample

_numbers = itertools.count(1)
_RELATIONS = ("areas", "goals", "audiences", "places", "signatories", "participants", "tags")


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


def make_tag(slug: str, name: str = "", **labels: str) -> Tag:
    """Return a tag; `labels` are its names by language, e.g. en="Summer"."""
    tag = Tag.objects.create(slug=slug, name=name or slug.title())
    for language, label in labels.items():
        TagLabel.objects.create(tag=tag, language=language, name=label)
    return tag


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


def print_terms(*terms: Any, languages: Sequence[str] = ("sv", "en")) -> None:
    """Make terms, tags and organisations public in Swedish and English, in one release."""
    entries = [entry(*identity(term), language) for term in terms for language in languages]
    release_now(entries=entries, by=make_chief())


def reprint(term: Any, *, language: str = "sv", note: str = "Nytt namn.") -> Release:
    """Release what a term or organisation says now over what it said before."""
    changed = entry(*identity(term), language, action=Action.CORRECT, note=note)
    return release_now(entries=[changed], by=make_chief())


def withdraw_term(term: Any, *, language: str = "sv", note: str = "Används inte längre.") -> Release:
    """Take a public term or organisation away."""
    gone = entry(*identity(term), language, action=Action.WITHDRAW, note=note)
    return release_now(entries=[gone], by=make_chief())


def identity(thing: Any) -> tuple[str, uuid.UUID]:
    """Return the item type and key of a term, tag, organisation or page."""
    if isinstance(thing, Organisation):
        return "organisation", thing.key
    if isinstance(thing, Tag):
        return "tag", thing.key
    return thing.item_type, thing.translation_key


def make_chief() -> User:
    """Return the one superuser of a test."""
    return User.objects.filter(is_superuser=True).first() or make_user("chefen", is_superuser=True)


def make_message(desk: Desk, **fields: Any) -> JointMessage:
    """Return a complete message on the desk, as a draft."""
    return _make_page(JointMessage, desk, fields)


def make_briefing(desk: Desk, **fields: Any) -> Briefing:
    """Return a complete briefing with one figure, as a draft."""
    body = [
        ("goals", {"heading": "", "text": "<p>Fler lyktor.</p>"}),
        ("picture", {"heading": "Nu", "text": "<p>Det är mörkt.</p>"}),
        ("effects", {"heading": "", "text": "<p>Det blir ljusare.</p>"}),
        ("figure", make_figure_value()),
    ]
    return _make_page(Briefing, desk, {"body": body} | fields)


def make_example(desk: Desk, **fields: Any) -> GoodExample:
    """Return a complete good example in which two organisations took part, as a draft."""
    if "participants" not in fields:
        other = make_organisation()
        print_terms(other)
        fields["participants"] = [desk.organisation, other]
    if "places" not in fields:
        place = make_term(Place, f"plats-{next(_numbers)}")
        print_terms(place)
        fields["places"] = [place]
    body = [
        ("done", {"heading": "", "text": "<p>Vi satte upp lyktor.</p>"}),
        ("result", {"heading": "", "text": "<p>Det blev ljusare.</p>"}),
        ("residents", {"heading": "", "text": "<p>Du ser vägen hem.</p>"}),
    ]
    return _make_page(GoodExample, desk, {"body": body} | fields)


def make_figure_value(**fields: Any) -> dict[str, Any]:
    """Return a figure as the editor fills it in."""
    return {
        "title": "Påhittade lyktor",
        "description": "Lyktorna blev fler.",
        "chart": "bar",
        "table": "Kvarter; 2024; 2025\nEnen; 12; 15,5\nTallen; 7; –",
        "unit": "lyktor",
        "period": "2024-2025",
        "source": "Påhittad mätning",
        "source_url": "",
        "method": "Räknade för hand.",
    } | fields


def _make_page(model: type[Any], desk: Desk, fields: dict[str, Any]) -> Any:
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
    values |= {"areas": [desk.area], "audiences": [desk.audience]} | fields
    relations = {name: values.pop(name) for name in _RELATIONS if name in values}
    page = model(**(values | {"body": stream(values["body"])}))
    desk.page.add_child(instance=page)
    for name, rows in relations.items():
        getattr(page, name).set(rows)
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


def make_approved_for(desk: Desk, at: dt.datetime) -> JointMessage:
    """Return a joint message of `desk` and the police that both have approved for the instant `at` and no other."""
    page = make_message(desk, signatories=[make_desk("polisen").organisation])
    request = ask_for_approval(
        item_type="message",
        item_key=page.translation_key,
        languages=["sv"],
        by=desk.editor,
        due_at=at - dt.timedelta(hours=1),
        release_at=at,
    )
    for signature in request.signatures.all():
        delegate = make_member(signature.organisation, role=Role.APPROVER)
        approvals.approve(signature=signature, by=delegate, digest=request.digest)
    return page


def stream(blocks: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return blocks as a StreamField stores them, each with the id it always has at its place."""
    namespace = uuid.UUID("8d0f6c52-1d0e-4d1c-8a40-5a1b6a3d7f10")
    return [
        {"type": kind, "id": str(uuid.uuid5(namespace, f"{position}-{kind}")), "value": value}
        for position, (kind, value) in enumerate(blocks)
    ]
