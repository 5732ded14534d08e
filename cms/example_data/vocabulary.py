"""Put the parties, the agreement's vocabulary and the example logins into the workshop.

What is there already (after `remove_example`, or because an operator has begun) is kept and completed, never replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.hashers import make_password

from wagtail.models import Locale

from cms.accounts.models import Membership, User
from cms.common import clock
from cms.example_data.content import accounts, organisations, terms
from cms.example_data.logos import draw_logo
from cms.example_data.shapes import Indicator as IndicatorData
from cms.example_data.shapes import Organisation as OrganisationData
from cms.example_data.shapes import Term as TermData
from cms.example_data.streams import key_of
from cms.files.services import store
from cms.items.services import sync_access
from cms.organisations.models import Organisation, OrganisationText, PressContact
from cms.taxonomy.models import Area, Audience, Goal, Indicator, Place, Tag, TagLabel, Term

LANGUAGES = ("sv", "en")

#: Model and content of every translated vocabulary, in the order in which they are printed.
VOCABULARIES: tuple[tuple[type[Any], tuple[TermData, ...]], ...] = (
    (Area, terms.AREAS),
    (Goal, terms.GOALS),
    (Audience, terms.AUDIENCES),
    (Place, terms.PLACES),
)


def locales() -> dict[str, Locale]:
    """Return the languages of the example, made when they are missing."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}


def load_organisations() -> dict[str, Organisation]:
    """Return the seven parties by code, each with texts, mark and press contacts."""
    return {
        data.code: _load_organisation(data, order)
        for order, data in enumerate(organisations.ORGANISATIONS, start=1)
    }


def _load_organisation(data: OrganisationData, order: int) -> Organisation:
    row, _created = Organisation.objects.get_or_create(
        code=data.code, defaults={"key": key_of("organisation", data.code), "sort_order": order}
    )
    row.website = row.website or data.website
    row.duty_phone = row.duty_phone or data.duty_phone
    row.logo = row.logo or store(draw_logo(data.mark), "image/png")
    row.is_example_data = True
    row.save()
    for language, (name, short_name) in data.names.items():
        OrganisationText.objects.get_or_create(
            organisation=row,
            language=language,
            defaults={
                "name": name,
                "short_name": short_name,
                "answers_for": data.answers_for[language],
            },
        )
    for position, contact in enumerate(data.contacts):
        PressContact.objects.get_or_create(
            organisation=row,
            name=contact.name,
            defaults={
                "role": contact.role,
                "role_translations": contact.role_translations,
                "phone": contact.phone,
                "email": contact.email,
                "hours": contact.hours,
                "sort_order": position,
                "is_example_data": True,
            },
        )
    return row


def load_terms(at: dict[str, Locale]) -> list[Term]:
    """Return the source language's rows of areas, goals, audiences and places, all languages made."""
    return [
        _load_term(model, data, order, at)
        for model, vocabulary in VOCABULARIES
        for order, data in enumerate(vocabulary, start=1)
    ]


def _load_term(model: type[Any], data: TermData, order: int, at: dict[str, Locale]) -> Term:
    rows: dict[str, Any] = {}
    for language, (name, summary) in data.words.items():
        known = model.objects.filter(code=data.code, locale=at[language]).first()
        source = rows.get("sv")
        rows[language] = known or model.objects.create(
            code=data.code,
            name=name,
            summary=summary,
            sort_order=order,
            locale=at[language],
            translation_key=source.translation_key if source else key_of(model.item_type, data.code),
            **({"kind": data.kind} if data.kind else {}),
        )
        if data.indicators:
            _load_indicators(rows[language], data.indicators, language)
    source_row: Term = rows["sv"]
    return source_row


def _load_indicators(goal: Goal, indicators: Sequence[IndicatorData], language: str) -> None:
    """Give a goal its made-up series. A goal that carries one is marked as example data, until it is taken away."""
    year = clock.now().astimezone(clock.STOCKHOLM).year
    for position, data in enumerate(indicators):
        periods = range(year - len(data.values), year)
        Indicator.objects.get_or_create(
            goal=goal,
            key=key_of("indicator", data.code),
            defaults={
                "translation_key": key_of("indicator", data.code),
                "locale": goal.locale,
                "sort_order": position,
                "name": data.names[language],
                "unit": data.units[language],
                "source": terms.INDICATOR_SOURCE[language],
                "method": data.methods[language],
                "series": "\n".join(f"{p}; {v}" for p, v in zip(periods, data.values, strict=True)),
            },
        )
    goal.is_example_data = True
    goal.save(update_fields=["is_example_data"])


def load_tags() -> dict[str, Tag]:
    """Return the tags by slug. They are ours, not the plan's, so all of them are example data."""
    tags = {}
    for data in terms.TAGS:
        tag, _created = Tag.objects.get_or_create(
            slug=data.code,
            defaults={
                "name": data.words["sv"][0],
                "key": key_of("tag", data.code),
                "is_example_data": True,
            },
        )
        TagLabel.objects.get_or_create(tag=tag, language="en", defaults={"name": data.words["en"][0]})
        tags[data.code] = tag
    return tags


def load_accounts(parties: dict[str, Organisation]) -> dict[str, User]:
    """Return the example logins by user name, with their memberships. A name that is taken is left alone."""
    secret = make_password(
        accounts.PASSWORD
    )  # once: hashing is slow on purpose, and the password is printed anyway
    users = {}
    for data in accounts.ACCOUNTS:
        user, created = User.objects.get_or_create(
            username=data.username,
            defaults={
                "first_name": data.first_name,
                "last_name": data.last_name,
                "email": f"{data.username}@{accounts.EMAIL_DOMAIN}",
                "password": secret,
                "is_superuser": data.is_superuser,
                "is_staff": data.is_superuser,
            },
        )
        users[data.username] = user
        if not created:
            continue
        for code, role, may_release in data.memberships:
            Membership.objects.create(
                user=user, organisation=parties[code], role=role, may_release=may_release
            )
    for code in {code for data in accounts.ACCOUNTS for code, _role, _right in data.memberships}:
        sync_access(parties[code])
    return users


def example_users() -> list[User]:
    """Return the example logins that are still what we made: our name under our domain."""
    names = [data.username for data in accounts.ACCOUNTS]
    return list(
        User.objects.filter(username__in=names, email__endswith=f"@{accounts.EMAIL_DOMAIN}").order_by("pk")
    )
