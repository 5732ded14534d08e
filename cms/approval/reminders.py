"""Whose move it is, followed up: a reminder before the answer is due, the deputies when it is late. Once each."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cms.approval import links, notices
from cms.approval.enums import WAITING, RequestStatus
from cms.approval.models import Signature
from cms.common import clock

#: A reminder goes out this long before an answer is due.
BEFORE = dt.timedelta(hours=24)


def follow_up() -> int:
    """Remind and escalate what is due for it now; return how many signatories were told. Safe to run at any time."""
    now = clock.now()
    waiting = Signature.objects.filter(status__in=WAITING, request__status=RequestStatus.OPEN)
    late = waiting.filter(request__due_at__lte=now, escalated_at__isnull=True)
    soon = waiting.filter(
        request__due_at__gt=now, request__due_at__lte=now + BEFORE, reminded_at__isnull=True
    )
    return sum(_once(row, "escalated_at") for row in late) + sum(_once(row, "reminded_at") for row in soon)


def _once(signature: Signature, field: str) -> bool:
    """Tell about one signature unless another process has just done so."""
    with transaction.atomic():
        mine = Signature.objects.filter(pk=signature.pk, status__in=WAITING, **{f"{field}__isnull": True})
        if not mine.update(**{field: clock.now()}):
            return False
        request = signature.request
        if field == "escalated_at":
            links.send_to_delegates(signature, deputies=True)
            notices.escalated(request, signature)
        else:
            notices.reminded(request, signature)
    return True
