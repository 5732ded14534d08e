"""What the fault tests release: everything a release can do at once, with files to write and names to refresh."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import Any

from django.conf import settings

from cms.audit.models import AuditEntry
from cms.audit.verification import find_faults as find_log_faults
from cms.common import clock
from cms.files.store import FolderStore
from cms.ledger.models import CurrentEdition, Edition, PublicFile
from cms.ledger.rebuilding import rebuild
from cms.ledger.verification import find_faults
from cms.media.models import DerivedFile
from cms.messages.models import JointMessage
from cms.releases.enums import Action
from cms.releases.models import Release
from cms.releases.services import plan_release
from cms.taxonomy.models import Area
from tests.factories.cms_workshop import (
    edit,
    entry,
    entry_for,
    identity,
    make_briefing,
    make_chief,
    make_desk,
    make_message,
    make_term,
    print_terms,
    release_now,
)

AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)
#: The editions of the planned release: two new, a correction, a withdrawal, a renamed area, and what shows its name.
EDITIONS = 6


def make() -> None:
    """Plan a release that publishes, corrects, withdraws and renames. Its files are still to be made."""
    desk, area = make_desk("jarva"), make_term(Area, "egen")
    print_terms(area)
    wrong, old, shown = (make_message(desk, title=title) for title in ("Fel", "Gammal", "Visar området"))
    release_now(entries=[entry_for(page) for page in (wrong, old, shown)], by=make_chief())
    for number in range(3):
        make_message(desk, title=f"Samtidig {number}", areas=[area])
    new, briefing = make_message(desk, title="Ny"), make_briefing(desk, title="Lägesbild")
    edit(old, title="Gammal, rättad")
    desk.area.name = "Områdets nya namn"
    desk.area.save()
    plan_release(
        entries=[
            entry_for(new),
            entry_for(briefing),
            entry_for(old, action=Action.CORRECT, note="Fel rubrik."),
            entry_for(wrong, action=Action.WITHDRAW, note="Stämde inte."),
            entry(*identity(desk.area), action=Action.CORRECT, note="Nytt namn."),
        ],
        by=make_chief(),
        at=AT,
    )
    forget_unprinted_files()


def plan_others() -> list[int]:
    """Plan further releases of one message each, due at the same instant; return their ids."""
    pages = JointMessage.objects.filter(title__startswith="Samtidig").order_by("title")
    return [plan_release(entries=[entry_for(page)], by=make_chief(), at=AT).pk for page in pages]


def forget_unprinted_files() -> None:
    """Throw away what the plan's review has made already, so that the release has it to make."""
    public = set(PublicFile.objects.values_list("sha256", flat=True))
    store = FolderStore(settings.PRIVATE_FILES_ROOT)
    for derived in DerivedFile.objects.exclude(stored_file_id__in=public):
        store.path(derived.stored_file_id).unlink()
        derived.delete()
    for folder in settings.PRIVATE_FILES_ROOT.iterdir():
        if not any(path.is_file() for path in folder.rglob("*")):
            shutil.rmtree(folder)


def planned() -> Release:
    return Release.objects.get(title="Ny")


def state() -> dict[str, Any]:
    """Return what can be seen of the world: nothing of it may ever be half of a release."""
    release = planned()
    editions = Edition.objects.filter(release_key=release.key)
    return {
        "editions": editions.count(),
        "listed": CurrentEdition.objects.filter(is_listed=True).count(),
        "shown": sorted(
            CurrentEdition.objects.filter(language="sv", is_listed=True).values_list("title", flat=True)
        ),
        "status": str(release.status),
        "failure": release.failure,
        "seqs": [release.first_seq, release.last_seq],
        "faults": [fault.message for fault in [*find_faults(), *find_log_faults()]],
        "log": list(
            AuditEntry.objects.filter(subject_key=release.key).order_by("seq").values_list("act", flat=True)
        ),
        "differing": rebuild().differing,
        "at": clock.isoformat(clock.now()),
    }
