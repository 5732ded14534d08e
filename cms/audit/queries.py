"""What of the log a person may see, and how it is narrowed. Nothing public reads it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cms.accounts.models import User
from cms.audit.models import AuditEntry, AuditReader
from cms.audit.permissions import reading_codes


@dataclass(frozen=True)
class Criteria:
    """What the log is narrowed to; empty values narrow nothing.

    `subjects` are keys of items and releases; `since` and `until` are aware, the first within and the second outside.
    """

    subjects: Collection[uuid.UUID] = ()
    title: str = ""
    act: str = ""
    organisation: str = ""
    person: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def list_visible(user: User, criteria: Criteria = Criteria()) -> QuerySet[AuditEntry]:
    """Return the entries that `user` may see and that fit, newest first."""
    return narrow(_visible(user), criteria)


def narrow(entries: QuerySet[AuditEntry], criteria: Criteria) -> QuerySet[AuditEntry]:
    """Return those of `entries` that fit."""
    wanted = Q()
    if criteria.subjects:
        wanted &= Q(subject_key__in=list(criteria.subjects))
    if criteria.title:
        wanted &= Q(subject_title__icontains=criteria.title)
    if criteria.act:
        wanted &= Q(act=criteria.act)
    if criteria.organisation:
        wanted &= Q(pk__in=_readable_by([criteria.organisation]))
    if criteria.person:
        wanted &= Q(actor_name__icontains=criteria.person)
    if criteria.since:
        wanted &= Q(at__gte=criteria.since)
    if criteria.until:
        wanted &= Q(at__lt=criteria.until)
    return entries.filter(wanted).order_by("-seq")


def _visible(user: User) -> QuerySet[AuditEntry]:
    if not user.is_active:
        return AuditEntry.objects.none()
    if user.is_superuser:
        return AuditEntry.objects.all()
    return AuditEntry.objects.filter(pk__in=_readable_by(reading_codes(user)))


def _readable_by(codes: Collection[str]) -> QuerySet[AuditReader, int]:
    return AuditReader.objects.filter(organisation__in=list(codes)).values_list("entry", flat=True)
