"""Acts on partners in the log: every party may see them, for partners belong to the agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.audit.services import Subject, record
from cms.organisations.models import Organisation
from pressroom.partners.models import Partner


def record_act(
    act: Act,
    partner: Partner,
    *,
    by: User | None,
    facts: Mapping[str, Any] | None = None,
    subject: Subject | None = None,
) -> None:
    """Record an act as the last statement of its transaction. `facts` name no person and hold no secret.

    Args:
        subject: what of the partner's it was done with; None for the partner itself.
    """
    record(
        act=act,
        by=by,
        subject=subject or Subject("partner", partner.key, partner.name),
        organisation=partner.organisation.code if partner.organisation else "",
        readers=list(Organisation.objects.values_list("code", flat=True)),
        facts=facts,
    )
