"""Register partners, change and pause them. Their keys: keys/services.py. Every act is recorded in the log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.common import clock
from cms.common.hosts import read_host
from cms.common.text import one_line
from cms.organisations.models import Organisation
from pressroom.partners.exceptions import HostTakenError, NameTakenError, UnreadableHostError
from pressroom.partners.keys import checking
from pressroom.partners.models import Partner, PartnerHost
from pressroom.partners.permissions import require_manager
from pressroom.partners.recording import record_act


@dataclass(frozen=True)
class Details:
    """What is registered of a partner.

    Attributes:
        organisation: the partner's own, where it is a party too.
        hosts: host names of its sites, as a person writes them.
    """

    name: str
    organisation: Organisation | None = None
    contact_name: str = ""
    contact_email: str = ""
    hosts: Collection[str] = ()


def register(*, details: Details, by: User) -> Partner:
    """Add a partner, active.

    Raises:
        PartnerError: the person may not; the name or a host is taken, or a host can't be read.
    """
    require_manager(by)
    with transaction.atomic():
        partner = Partner(created_at=clock.now())
        hosts = _put(partner, details)
        record_act(Act.PARTNER_REGISTERED, partner, by=by, facts={"hosts": hosts})
    return partner


def change(*, partner: Partner, details: Details, by: User) -> Partner:
    """Give a partner other details. Raises as `register`."""
    require_manager(by)
    with transaction.atomic():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        hosts = _put(locked, details)
        record_act(Act.PARTNER_CHANGED, locked, by=by, facts={"hosts": hosts})
    return locked


def pause(*, partner: Partner, by: User) -> Partner:
    """Let a partner rest: its keys and webhooks are not used until it is resumed. Again changes nothing.

    Raises:
        MayNotManageError: the person may not.
    """
    return _set_active(partner, by=by, is_active=False, act=Act.PARTNER_PAUSED)


def resume(*, partner: Partner, by: User) -> Partner:
    """Let a partner's keys and webhooks be used again. Raises as `pause`."""
    return _set_active(partner, by=by, is_active=True, act=Act.PARTNER_RESUMED)


def _set_active(partner: Partner, *, by: User, is_active: bool, act: Act) -> Partner:
    require_manager(by)
    with transaction.atomic():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        if locked.is_active != is_active:
            locked.is_active = is_active
            locked.save(update_fields=["is_active"])
            record_act(act, locked, by=by)
            transaction.on_commit(checking.forget)
    return locked


def _put(partner: Partner, details: Details) -> list[str]:
    """Write the details into the partner's rows; return its hosts."""
    name = one_line(details.name)
    if Partner.objects.filter(name__iexact=name).exclude(pk=partner.pk).exists():
        raise NameTakenError(name)
    hosts = _read_hosts(details.hosts)
    taken = PartnerHost.objects.filter(host__in=hosts).exclude(partner_id=partner.pk)
    if (other := taken.select_related("partner").first()) is not None:
        raise HostTakenError(other.host, other.partner.name)
    partner.name = name
    partner.organisation = details.organisation
    partner.contact_name = one_line(details.contact_name)
    partner.contact_email = details.contact_email.strip()
    partner.save()
    partner.hosts.exclude(host__in=hosts).delete()
    known = set(partner.hosts.values_list("host", flat=True))
    PartnerHost.objects.bulk_create(
        [PartnerHost(partner=partner, host=host) for host in hosts if host not in known]
    )
    return hosts


def _read_hosts(texts: Collection[str]) -> list[str]:
    hosts = set()
    for text in filter(None, map(str.strip, texts)):
        host = read_host(text)
        if not host:
            raise UnreadableHostError(text[:100])
        hosts.add(host)
    return sorted(hosts)
