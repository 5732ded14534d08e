"""Counts of reach, added up. Days are Swedish, both ends within."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet, Sum

from cms.common import clock
from pressroom.reach import sources
from pressroom.reach.enums import Channel
from pressroom.reach.models import ReachCount

#: Values of sources in one question to the database.
_BATCH = 500


@dataclass(frozen=True)
class Period:
    """From one day to another."""

    since: dt.date
    until: dt.date

    @classmethod
    def last(cls, days: int) -> Period:
        """Return the last so many days, today within."""
        today = clock.today()
        return cls(today - dt.timedelta(days=days - 1), today)


@dataclass(frozen=True, order=True)
class Figure:
    """How often an item was shown in one way on one day; `item` is empty for what is none."""

    day: dt.date
    item: str
    channel: str
    count: int


@dataclass(frozen=True)
class Total:
    """A sum, and the last day on which there was anything to add."""

    name: str
    count: int
    last_day: dt.date


def list_figures(
    through: Collection[str], period: Period, *, after: tuple[dt.date, str, str] | None = None, limit: int = 0
) -> Iterator[Figure]:
    """Yield figures of some sources together, by day, item and channel.

    Args:
        after: day, item and channel of the last one that is known already.
        limit: at most so many; 0 is all.
    """
    rows = _within(period).filter(source__in=list(through))
    if after is not None:
        day, item, channel = after
        rows = rows.filter(
            Q(day__gt=day) | Q(day=day, item__gt=item) | Q(day=day, item=item, channel__gt=channel)
        )
    summed = rows.values("day", "item", "channel").annotate(total=Sum("count"))
    summed = summed.order_by("day", "item", "channel")
    values = summed.values_list("day", "item", "channel", "total")
    for row in values[:limit] if limit else values.iterator(chunk_size=_BATCH):
        yield Figure(*row)


def totals_by_channel(through: Collection[str], period: Period) -> list[Total]:
    """Return what some sources add up to in each channel, in the channels' order. Items of a list count each."""
    found = {
        total.name: total for total in _totals(_within(period).filter(source__in=list(through)), "channel")
    }
    return [found[channel] for channel in Channel.values if channel in found]


def totals_by_item(through: Collection[str], period: Period, *, most: int) -> list[Total]:
    """Return the items that some sources have shown most, the most shown first."""
    rows = _within(period).filter(source__in=list(through)).exclude(item="")
    return sorted(_totals(rows, "item"), key=lambda total: (-total.count, total.name))[:most]


def hosts_seen(period: Period, hosts: Iterable[str] | None = None) -> list[Total]:
    """Return on which hosts embeds were shown, the most shown first.

    Args:
        hosts: only these.
    """
    rows = _within(period).filter(channel=Channel.EMBED, source__startswith="host:")
    if hosts is not None:
        rows = rows.filter(source__in=[sources.of_host(host) for host in hosts])
    found = [
        Total(sources.host_in(total.name), total.count, total.last_day) for total in _totals(rows, "source")
    ]
    return sorted(found, key=lambda total: (-total.count, total.name))


def where_shown(item: str, period: Period) -> dict[str, list[Total]]:
    """Return, by source, in which channels an item was shown. Unknown sources are there as ""."""
    rows = _within(period).filter(item=item).values("source", "channel")
    summed = rows.annotate(total=Sum("count"), last=Max("day")).order_by("source", "channel")
    found: dict[str, list[Total]] = {}
    for source, channel, total, last in summed.values_list("source", "channel", "total", "last"):
        found.setdefault(source, []).append(Total(channel, total, last))
    return found


def last_days(through: Collection[str]) -> dict[str, dt.date]:
    """Return the last day of each source that there is anything of."""
    rows = (
        ReachCount.objects.filter(source__in=list(through))
        .values("source")
        .annotate(last=Max("day"))
        .order_by()
    )
    return dict(rows.values_list("source", "last"))


def _within(period: Period) -> QuerySet[ReachCount]:
    return ReachCount.objects.filter(day__gte=period.since, day__lte=period.until)


def _totals(rows: QuerySet[ReachCount], name: str) -> list[Total]:
    summed = rows.values(name).annotate(total=Sum("count"), last=Max("day")).order_by()
    return [Total(*row) for row in summed.values_list(name, "total", "last")]
