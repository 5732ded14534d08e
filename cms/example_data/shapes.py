"""The shapes that the example content is written in, free of any model.

Text is written with blank lines between paragraphs and `- ` before the entries of a list;
`cms.example_data.markup` turns it into HTML. `{year}` stands for the year of the item's release.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from cms.common.clock import STOCKHOLM, UTC


@dataclass(frozen=True)
class Text:
    """A section of running text; `role` says what it is in the item, e.g. `statement` or `residents`."""

    role: str
    text: str
    heading: str = ""


@dataclass(frozen=True)
class Quote:
    """Somebody's words. The speakers are invented; `organisation` is a code, or empty for a resident."""

    text: str
    name: str
    title: str
    organisation: str = ""


@dataclass(frozen=True)
class Questions:
    """Questions with their answers."""

    pairs: tuple[tuple[str, str], ...]
    heading: str = ""


@dataclass(frozen=True)
class Figure:
    """A table of values. Every series here is made up, and its `source` says so."""

    title: str
    description: str
    unit: str
    period: str
    source: str
    method: str
    row_header: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str | None, ...]], ...]
    chart: str = "bar"


Block = Text | Quote | Questions | Figure


@dataclass(frozen=True)
class Words:
    """What an item says in one language."""

    title: str
    summary: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True)
class When:
    """A release time in Stockholm: the latest such day of the year at least `min_age` days before today.

    Texts speak of seasons, so an item keeps its day of the year whenever the example is loaded. `days_ago` instead
    gives something fresh for the front page.
    """

    month: int = 0
    day: int = 0
    hour: int = 9
    minute: int = 0
    min_age: int = 3
    days_ago: int | None = None

    def before(self, now: dt.datetime) -> dt.datetime:
        """Return the instant, in UTC, counted back from `now`."""
        today = now.astimezone(STOCKHOLM).date()
        if self.days_ago is not None:
            on = today - dt.timedelta(days=self.days_ago)
        else:
            latest = today - dt.timedelta(days=self.min_age)
            on = dt.date(latest.year, self.month, self.day)
            if on > latest:
                on = on.replace(year=on.year - 1)
        on -= dt.timedelta(days=max(0, on.weekday() - 4))  # press offices release on working days
        return dt.datetime.combine(on, dt.time(self.hour, self.minute), STOCKHOLM).astimezone(UTC)


@dataclass(frozen=True)
class Correction:
    """A correction `days_after` the release: what is replaced in each language, and the public note."""

    days_after: int
    notes: dict[str, str]
    replace: dict[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Withdrawal:
    """A withdrawal `days_after` the release, with the public reason in each language."""

    days_after: int
    reasons: dict[str, str]


@dataclass(frozen=True)
class Item:
    """One invented item. `name` is its key in the example; `when` is None for a draft that waits in the workshop.

    `joint` names its signatories: with `when`, all of them approve it first; with `asks`, they have been asked and some
    have not answered. `embargo` plans a draft's release two weeks ahead, with these terms for whoever reads it early.
    """

    name: str
    type: str
    owner: str
    words: dict[str, Words]
    when: When | None = None
    joint: tuple[str, ...] = ()
    asks: bool = False
    embargo: str = ""
    participants: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str = ""
    attachments: tuple[str, ...] = ()
    correction: Correction | None = None
    withdrawal: Withdrawal | None = None


@dataclass(frozen=True)
class Contact:
    """An invented press contact; `hours` as `cms.organisations.hours` reads them."""

    name: str
    phone: str
    email: str
    role: str
    hours: str

    @property
    def role_translations(self) -> str:
        """The role in the other languages of the example, as `cms.organisations.translations` reads them."""
        return ROLES.get(self.role, "")


#: The example's roles in other languages.
ROLES = {
    "pressansvarig": "en: Press officer\nar: المسؤول الصحفي\nfa: مسئول مطبوعات\ntr: Basın sorumlusu",
    "kommunikatör": "en: Communications officer\nar: مسؤول التواصل\nfa: کارشناس ارتباطات\ntr: İletişim sorumlusu",
}


@dataclass(frozen=True)
class Organisation:
    """A party of the plan: its names are facts, everything else is example."""

    code: str
    website: str
    duty_phone: str
    mark: str
    names: dict[str, tuple[str, str]]
    answers_for: dict[str, str]
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """A made-up measure of a goal: one value for each of the latest whole years, oldest first."""

    code: str
    names: dict[str, str]
    units: dict[str, str]
    methods: dict[str, str]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """An entry of a vocabulary in all languages: (name, summary) per language."""

    code: str
    words: dict[str, tuple[str, str]]
    kind: str = ""
    indicators: tuple[Indicator, ...] = field(default=())


@dataclass(frozen=True)
class Account:
    """An example login."""

    username: str
    first_name: str
    last_name: str
    memberships: tuple[tuple[str, str, bool], ...] = ()
    is_superuser: bool = False
