"""Instants in words, in the active language, always in Swedish time and saying so."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.common import cldr
from cms.common.clock import STOCKHOLM


def in_words(instant: dt.datetime) -> str:
    """Return an aware instant as e.g. "tisdag 3 mars 2026 kl. 09.00, svensk tid".

    In the hour that occurs twice when summer time ends, it also says which of the two.
    """
    local = instant.astimezone(STOCKHOLM)
    language = get_language() or "sv"
    words = _("%(date)s kl. %(time)s, svensk tid") % {
        "date": cldr.long_date(local.date(), language),
        "time": cldr.clock_time(local.time(), language),
    }
    if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset() and not _is_skipped(local):
        words += _(" (sommartid)") if local.fold == 0 else _(" (normaltid)")
    return words


def _is_skipped(local: dt.datetime) -> bool:
    """Whether the wall time does not exist: in the hour that summer time skips."""
    naive = local.replace(tzinfo=None)
    return local.astimezone(dt.UTC).astimezone(STOCKHOLM).replace(tzinfo=None) != naive
