"""A partner's reach: which counts are its own, and in whose name an item was shown where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.models import CurrentEdition
from pressroom.partners.models import Partner, PartnerHost, PartnerKey
from pressroom.reach import queries, sources
from pressroom.reach.queries import Period, Total

#: Items on a partner's page; the file has all.
_MOST_ITEMS = 20


@dataclass(frozen=True)
class Overview:
    """What a partner's page tells of its reach."""

    period: Period
    channels: list[Total]
    hosts: list[Total]
    items: list[tuple[Total, str]]


@dataclass(frozen=True)
class Shown:
    """In whose name an item was shown: a partner's, or that of a host that nobody has registered."""

    partner: Partner | None
    host: str
    totals: list[Total]
    last_day: dt.date


def sources_of(partner_id: int) -> list[str]:
    """Return every source whose counts are the partner's, those of its ended keys too. Two queries."""
    keys = PartnerKey.objects.filter(partner_id=partner_id).order_by().values_list("pk", flat=True)
    hosts = PartnerHost.objects.filter(partner_id=partner_id).values_list("host", flat=True)
    return sources.of_all(partner_id=partner_id, key_ids=keys, hosts=hosts)


def overview(partner: Partner, period: Period) -> Overview:
    """Return what a partner's page tells of its reach. Six queries, whatever it holds."""
    through = sources_of(partner.pk)
    items = queries.totals_by_item(through, period, most=_MOST_ITEMS)
    titles = titles_of(total.name for total in items)
    return Overview(
        period=period,
        channels=queries.totals_by_channel(through, period),
        hosts=queries.hosts_seen(period, [str(host) for host in partner.hosts.all()]),
        items=[(total, titles.get(total.name, total.name)) for total in items],
    )


def unregistered_hosts(period: Period, *, most: int = 50) -> list[Total]:
    """Return the hosts that embeds were seen on and that no partner has, the most shown first. Two queries."""
    known = set(PartnerHost.objects.values_list("host", flat=True))
    return [total for total in queries.hosts_seen(period) if total.name and total.name not in known][:most]


def where_shown(item: str, period: Period) -> list[Shown]:
    """Return in whose name an item was shown, partners by name, then hosts. Readers' own looks are left out."""
    found = queries.where_shown(item, period)
    owners = _owners(found)
    gathered: dict[tuple[str, str], tuple[Partner | None, str, list[Total]]] = {}
    for source, totals in found.items():
        partner, host = owners.get(source), sources.host_in(source)
        if partner is None and not host:
            continue
        entry = gathered.setdefault((partner.name if partner else "", host), (partner, host, []))
        entry[2].extend(totals)
    ordered = sorted(gathered.items(), key=lambda pair: (not pair[0][0], *pair[0]))
    return [
        Shown(partner, host, totals, max(total.last_day for total in totals))
        for _name, (partner, host, totals) in ordered
    ]


def titles_of(public_ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of items by their public id, Swedish where there is one. One query."""
    rows = CurrentEdition.objects.filter(public_id__in=list(public_ids), item_type__in=NEWS_TYPES)
    titles: dict[str, str] = {}
    for public_id, language, title in rows.values_list("public_id", "language", "title").order_by("language"):
        if title and (public_id not in titles or language == "sv"):
            titles[public_id] = title
    return titles


def _owners(found: Iterable[str]) -> dict[str, Partner]:
    """Return the partner that each source stands for, where it stands for one. Three queries."""
    partners = {partner.pk: partner for partner in Partner.objects.all()}
    owners = {sources.of_partner(pk): partner for pk, partner in partners.items()}
    for pk, partner_id in PartnerKey.objects.order_by().values_list("pk", "partner_id"):
        owners[sources.of_key(pk)] = partners[partner_id]
    for host, partner_id in PartnerHost.objects.values_list("host", "partner_id"):
        owners[sources.of_host(host)] = partners[partner_id]
    return {source: owners[source] for source in found if source in owners}
