"""Release what has been written, in the order of time, through the same service as everybody."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cms.accounts.models import User
from cms.approval.notices import silenced
from cms.approval.services import approve
from cms.common import clock
from cms.example_data.pages import Stock, rewrite_page
from cms.example_data.shapes import Item as ItemData
from cms.example_data.streams import with_replacements, with_years
from cms.items.models import Item
from cms.ledger.queries import get_head
from cms.organisations.models import Organisation
from cms.releases import preconditions
from cms.releases.asking import ask_for_approval, named_but_unasked
from cms.releases.enums import Action
from cms.releases.models import Release
from cms.releases.services import Entry, plan_release, release_now
from cms.taxonomy.models import Tag, Term

LANGUAGES = ("sv", "en")
_TIME_TO_ANSWER = dt.timedelta(days=3)
_AHEAD = dt.timedelta(days=14)
_DAY_BEFORE = dt.timedelta(hours=21)
_BETWEEN_ANSWERS = dt.timedelta(minutes=47)
_MESSAGE = "Läs gärna stycket om vad det betyder för den som bor här. Säg till om något är oklart."


@dataclass(frozen=True)
class Written:
    """An item with its pages and, unless it stays a draft, when it goes out."""

    data: ItemData
    pages: Sequence[Item]
    at: dt.datetime | None


@dataclass(frozen=True)
class _Step:
    """One release to make."""

    at: dt.datetime
    action: Action
    written: Written


def release_vocabulary(
    things: Iterable[Organisation | Term | Tag], *, at: dt.datetime, by: User, title: str
) -> None:
    """Release organisations, terms and tags that are not public yet, in both languages, in one release."""
    entries = []
    with clock.set_to(at):
        for thing in things:
            item_type, key = identity_of(thing)
            for language in LANGUAGES:
                found = preconditions.review(item_type, key, language, printed_with=None)
                if found.is_changed:
                    action = Action.CORRECT if found.is_public else Action.PUBLISH
                    note = title if action is Action.CORRECT else ""
                    entries.append(Entry(item_type, key, language, action, found.digest, note))
        if entries:
            _release(entries, by=by, title=title)


def not_before_the_ledger(at: dt.datetime) -> dt.datetime:
    """Return `at`, but never earlier than the newest edition: what comes after it in the ledger is not older."""
    head = get_head()
    return max(at, head.moved_at) if head.moved_at else at


def identity_of(thing: Organisation | Term | Tag) -> tuple[str, uuid.UUID]:
    """Return a thing's type code and its key over all languages."""
    if isinstance(thing, Organisation):
        return "organisation", thing.key
    if isinstance(thing, Tag):
        return "tag", thing.key
    return thing.item_type, thing.translation_key


def release_items(written: Sequence[Written], stock: Stock, *, by: User) -> int:
    """Release, correct and withdraw in the order of time; return how many releases that took."""
    steps = sorted(
        (step for entry in written for step in _steps_of(entry)), key=lambda step: (step.at, step.action)
    )
    for step in steps:
        with clock.set_to(not_before_the_ledger(step.at)):
            _do(step, stock, stock.writers.get(step.written.data.owner, by))
    return len(steps)


def _steps_of(written: Written) -> list[_Step]:
    if written.at is None:
        return []
    steps = [_Step(written.at, Action.PUBLISH, written)]
    for change, action in (
        (written.data.correction, Action.CORRECT),
        (written.data.withdrawal, Action.WITHDRAW),
    ):
        if change:
            later = written.at + dt.timedelta(days=change.days_after, hours=2)
            steps.append(_Step(later, action, written))
    return steps


def _do(step: _Step, stock: Stock, by: User) -> None:
    data = step.written.data
    notes: dict[str, str] = {}
    if step.action is Action.CORRECT and data.correction:
        notes = data.correction.notes
        for page in step.written.pages:
            words = with_years(data.words[page.language], step.at.astimezone(clock.STOCKHOLM).year)
            words = with_replacements(words, data.correction.replace[page.language])
            rewrite_page(page, data, words, stock)
    elif step.action is Action.WITHDRAW and data.withdrawal:
        notes = data.withdrawal.reasons
    if data.joint and step.action is not Action.WITHDRAW:
        agree(step.written, stock, by=by)
    entries = [_entry(page, step.action, notes.get(page.language, "")) for page in step.written.pages]
    _release(entries, by=by, title=step.written.pages[0].title)


def agree(written: Written, stock: Stock, *, by: User) -> None:
    """Let everybody agree the day before, one after the other, as they would for a release at this instant."""
    with clock.set_to(clock.now() - _DAY_BEFORE):
        ask_everybody(written, stock, by=by, between=_BETWEEN_ANSWERS)


def ask_everybody(
    written: Written,
    stock: Stock,
    *,
    by: User,
    silent: frozenset[str] = frozenset(),
    between: dt.timedelta = dt.timedelta(0),
) -> None:
    """Ask an item's signatories about all its languages and let each one's delegate approve, but those in `silent`.

    Args:
        between: how much later each answer comes than the one before.
    """
    first = written.pages[0]
    asked: dict[str, Any] = {
        "item_type": first.item_type,
        "item_key": first.translation_key,
        "languages": [page.language for page in written.pages],
    }
    with silenced():
        request = ask_for_approval(
            **asked,
            by=by,
            due_at=clock.now() + _TIME_TO_ANSWER,
            message=_MESSAGE,
            dismiss_ids=[organisation.pk for organisation in named_but_unasked(**asked)],
        )
        for number, signature in enumerate(request.signatures.select_related("organisation"), start=1):
            code = signature.organisation.code
            if code not in silent:
                with clock.set_to(clock.now() + number * between):
                    approve(signature=signature, by=stock.approvers[code], digest=request.digest)


def plan_under_embargo(written: Written, *, now: dt.datetime, by: User) -> Release:
    """Plan a draft's release for nine o'clock in the morning, two weeks ahead, with its embargo."""
    day = (now.astimezone(clock.STOCKHOLM) + _AHEAD).date()
    return plan_release(
        entries=[_entry(page, Action.PUBLISH, "") for page in written.pages],
        by=by,
        at=dt.datetime.combine(day, dt.time(9), clock.STOCKHOLM),
        title=written.pages[0].title,
        embargo_text=written.data.embargo,
        is_example_data=True,
    )


def _entry(page: Item, action: Action, note: str) -> Entry:
    digest = ""
    if action is not Action.WITHDRAW:
        digest = preconditions.review(
            page.item_type, page.translation_key, page.language, printed_with=None
        ).digest
    return Entry(page.item_type, page.translation_key, page.language, action, digest, note)


def _release(entries: Sequence[Entry], *, by: User, title: str) -> Release:
    return release_now(entries=entries, by=by, title=title, is_example_data=True)
