"""What the desk shows of partners."""

from __future__ import annotations

from django.db.models import QuerySet

from pressroom.partners.models import Partner


def list_partners() -> QuerySet[Partner]:
    """Return all partners by name, with their organisations and hosts. Three queries, however many there are."""
    return Partner.objects.select_related("organisation").prefetch_related("hosts", "organisation__texts")
