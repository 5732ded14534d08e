"""Look before the instant: would this release be printed as things stand now?"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from cms.common import clock
from cms.releases.enums import PRINTABLE, ReleaseStatus
from cms.releases.exceptions import ReleaseError
from cms.releases.models import Release
from cms.releases.notices import tell_owner
from cms.releases.preconditions import check_all
from cms.releases.signing_key import check_signing_key

#: How long before its instant a release is looked at by itself.
AHEAD = dt.timedelta(minutes=30)


def preflight(release: Release) -> list[str]:
    """Return what would stop the release, one sentence each; empty if nothing would. Records what was found.

    Checks what printing checks: the key to sign with, every digest against the draft of now, every signature, every
    file's bytes, every reference. Nothing public changes.
    """
    items = list(release.items.all())
    problems: list[str] = []
    try:
        check_signing_key()
    except ReleaseError as error:
        problems.append(str(error))
    try:
        check_all(items, scheduled_at=release.scheduled_at)
    except ReleaseError as first:
        problems.append(str(first))
        for item in items:
            try:
                check_all([item], scheduled_at=release.scheduled_at)
            except ReleaseError as error:
                # An item by itself may lack a reference to another of the set; the set's own error has said so.
                if error.code != "incomplete" and str(error) not in problems:
                    problems.append(str(error))
    release.preflight_at = clock.now()
    release.preflight_problems = "\n".join(problems)
    Release.objects.filter(pk=release.pk, status__in=PRINTABLE).update(
        preflight_at=release.preflight_at, preflight_problems=release.preflight_problems
    )
    return problems


def preflight_due() -> int:
    """Look once at every planned release that is `AHEAD` or less away; mail its owner about what would stop it.

    Returns:
        how many owners had to be told.
    """
    soon = Release.objects.filter(
        status=ReleaseStatus.PLANNED, scheduled_at__lte=clock.now() + AHEAD, preflight_at__isnull=True
    )
    return sum(warn(release) for release in soon)


def warn(release: Release) -> bool:
    """Look at a release and mail its owner about what would stop it; return whether there was anything to tell.

    What has been told already, by this publisher or another one, is not told again.
    """
    told = release.preflight_problems
    problems = preflight(release)
    if not problems or release.preflight_problems == told:
        return False
    text = _("Släppet kommer att misslyckas som det ser ut nu:\n\n%(problems)s")
    tell_owner(release, _("Hinder för släppet: %(title)s"), text % {"problems": "\n".join(problems)})
    return True
