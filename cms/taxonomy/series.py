"""An indicator's series as an editor writes it: one line per period, `2025; 61,5`."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

_NUMBER = re.compile(r"^-?[0-9]{1,12}([.,][0-9]{1,6})?$")


class SeriesError(ValueError):
    """A series that cannot be read; the message names the line."""


def parse(text: str) -> list[tuple[str, str]]:
    """Return (period, decimal string) pairs in the order they are written.

    Raises:
        SeriesError: no line, a line without a value, a value that is no number, a period twice.
    """
    points: list[tuple[str, str]] = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        period, separator, value = (part.strip() for part in re.sub(r"\t", ";", line).partition(";"))
        compact = re.sub(r"\s", "", value).replace("\u2212", "-")
        if not separator or not period or not _NUMBER.match(compact):
            raise SeriesError(
                _("Rad %(row)d: skriv period; värde, till exempel 2025; 61,5.") % {"row": number}
            )
        if period in {known for known, _value in points}:
            raise SeriesError(
                _("Rad %(row)d: perioden ”%(period)s” finns redan.") % {"row": number, "period": period}
            )
        points.append((period, compact.replace(",", ".")))
    if not points:
        raise SeriesError(_("Serien behöver minst ett värde."))
    return points


def problem(text: str) -> str:
    """Return what is wrong with a series, or an empty string."""
    try:
        parse(text)
    except SeriesError as error:
        return str(error)
    return ""
