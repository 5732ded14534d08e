"""A date and a time as a person in Sweden writes them, as an instant. Both days on which the clock is changed count."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from cms.common.clock import STOCKHOLM, UTC


class NoSuchTimeError(ValueError):
    """The hour that is skipped when summer time begins."""

    def __init__(self, local: dt.datetime) -> None:
        super().__init__(
            _(
                "Klockan %(time)s finns inte den dagen: då ställs klockan fram till sommartid. Välj en annan tid."
            )
            % {"time": local.strftime("%H.%M")}
        )


class AmbiguousTimeError(ValueError):
    """The hour that comes twice when summer time ends; the person must say which."""

    def __init__(self, local: dt.datetime) -> None:
        super().__init__(
            _(
                "Klockan %(time)s kommer två gånger den dagen, eftersom klockan ställs tillbaka. "
                "Välj vilken av dem du menar."
            )
            % {"time": local.strftime("%H.%M")}
        )


def instant_of(day: dt.date, time: dt.time, *, second: bool | None = None) -> dt.datetime:
    """Return the instant (UTC) at which a Swedish clock shows `time` on `day`.

    Args:
        second: for the hour that comes twice, whether the later one (normal time) is meant; None means not said.

    Raises:
        NoSuchTimeError: the clock never shows that time on that day.
        AmbiguousTimeError: it shows it twice, and `second` is None.
    """
    local = dt.datetime.combine(day, time)
    first, later = (local.replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == later:
        return first
    if first.astimezone(STOCKHOLM).replace(tzinfo=None) != local:
        raise NoSuchTimeError(local)
    if second is None:
        raise AmbiguousTimeError(local)
    return later if second else first
