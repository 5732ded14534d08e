"""Press contacts are looked up live and stand in feeds: when they change, so does the feed, without any edition.

So the hub looks at them now and then, and makes those due whose feed names an organisation whose contacts have changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from cms.common import languages
from cms.common.digests import sha256_hex
from cms.ledger.overlay import refuse_ahead
from cms.ledger.queries import get_head
from cms.organisations.models import Organisation
from cms.organisations.queries import list_desks
from pressroom.websub.models import WebSubDesk, WebSubSubscription
from pressroom.websub.topics import read_topic

#: Seconds between two looks.
LOOK_EVERY = 15.0


def mark_changed() -> list[str]:
    """Make those due whose feed shows changed contacts; return the codes of the organisations that have changed.

    The first look at an organisation only remembers: what a feed showed before is not known. Both or neither is
    written, and two workers take turns; the second finds nothing changed.
    """
    refuse_ahead("the distribution of feeds")
    now = _digests()
    known = dict(WebSubDesk.objects.values_list("organisation", "digest"))
    if now == known:
        return []
    with transaction.atomic():
        list(WebSubDesk.objects.select_for_update().order_by("organisation"))
        known = dict(WebSubDesk.objects.values_list("organisation", "digest"))
        changed = sorted(code for code, digest in now.items() if known.get(code, digest) != digest)
        for code, digest in now.items():
            if known.get(code) != digest:
                WebSubDesk.objects.update_or_create(organisation=code, defaults={"digest": digest})
        WebSubDesk.objects.exclude(organisation__in=now).delete()
        if changed:
            _mark_due(changed)
    return changed


def _mark_due(codes: Iterable[str]) -> None:
    """Let the feeds that name one of the organisations be sent again, as if the newest edition had not been."""
    wanted = set(codes)
    topics = WebSubSubscription.objects.values_list("topic", flat=True).order_by("topic").distinct()
    showing = [url for url in topics if (topic := read_topic(url)) and topic.desks() & wanted]
    head = get_head().seq
    for start in range(0, len(showing), 200):
        rows = WebSubSubscription.objects.filter(topic__in=showing[start : start + 200])
        rows.update(due_seq=head, sent_seq=head - 1)


def _digests() -> dict[str, str]:
    """Return what each organisation's contacts are now, in every language, as digests. A few queries."""
    codes = list(Organisation.objects.values_list("code", flat=True))
    told: dict[str, list[str]] = {code: [] for code in codes}
    for language in languages.LANGUAGES:
        for code, desk in list_desks(codes, language=language).items():
            told[code].append(repr(desk))
    return {code: sha256_hex("\n".join(texts).encode()) for code, texts in told.items()}
