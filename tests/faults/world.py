"""What the fault tests release: five releases of different shapes in one world, each with a desk of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from cms.accounts.models import Role
from cms.approval import services as approvals
from cms.audit.models import AuditEntry
from cms.audit.verification import find_faults as find_log_faults
from cms.common import clock
from cms.files.store import FolderStore
from cms.ledger.models import CurrentEdition, Edition, PublicFile
from cms.ledger.rebuilding import rebuild
from cms.ledger.verification import find_faults
from cms.media.models import DerivedFile
from cms.messages.models import JointMessage
from cms.releases import asking, calendar
from cms.releases.enums import Action
from cms.releases.models import CalendarEntry, Release
from cms.releases.services import plan_release
from cms.taxonomy.models import Area
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry,
    entry_for,
    identity,
    locale,
    make_briefing,
    make_chief,
    make_desk,
    make_member,
    make_message,
    make_term,
    print_terms,
    release_now,
)

PAST = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)
NEVER = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Shape:
    """A kind of release: how it is planned, how many editions it makes, which titles it shows and takes away."""

    plan: Callable[[str], None]
    editions: int
    shows: frozenset[str]
    hides: frozenset[str] = frozenset()


def make() -> None:
    """Plan a release of every shape, for a time that never comes, and others for a crowd. No file is made yet."""
    for name, shape in SHAPES.items():
        shape.plan(name)
    desk = make_desk("trangsel")
    for number in range(3):
        make_message(desk, title=f"Samtidig {number}")
    forget_unprinted_files()


def _plan(name: str, *entries: Any, **more: Any) -> Release:
    return plan_release(entries=entries, by=make_chief(), at=NEVER, title=name, **more)


def plan_single(name: str) -> None:
    _plan(name, entry_for(make_message(make_desk(name), title="Ensam")))


def plan_languages(name: str) -> None:
    """Three texts in two languages each."""
    desk = make_desk(name)
    pages = [make_message(desk, title=f"Tvåspråkig {number}") for number in range(2)]
    pages.append(make_briefing(desk, title="Tvåspråkig lägesbild"))
    english = [page.copy_for_translation(locale("en"), copy_parents=True) for page in pages]
    for number, page in enumerate(english):
        edit(page, title=f"Bilingual {number}")
    _plan(name, *[entry_for(page) for pair in zip(pages, english, strict=True) for page in pair])


def plan_mixed(name: str) -> None:
    """Publish two, correct one, withdraw one, and rename an area that another shows."""
    desk, kept = make_desk(name), make_term(Area, f"{name}-behalls")
    print_terms(kept)
    wrong, old = (make_message(desk, title=title, areas=[kept]) for title in ("Fel", "Gammal"))
    shown = make_message(desk, title="Visar området")
    release_now(entries=[entry_for(page) for page in (wrong, old, shown)], by=make_chief())
    new = make_message(desk, title="Ny", areas=[kept])
    briefing = make_briefing(desk, title="Lägesbild", areas=[kept])
    edit(old, title="Gammal, rättad")
    desk.area.name = "Områdets nya namn"
    desk.area.save()
    _plan(
        name,
        entry_for(new),
        entry_for(briefing),
        entry_for(old, action=Action.CORRECT, note="Fel rubrik."),
        entry_for(wrong, action=Action.WITHDRAW, note="Stämde inte."),
        entry(*identity(desk.area), action=Action.CORRECT, note="Nytt namn."),
    )


def plan_joint(name: str) -> None:
    """A text that two organisations have approved, under embargo, announced in the public calendar."""
    desk, other = make_desk(name), make_desk(f"{name}-polisen")
    page = make_message(desk, title="Gemensam", signatories=[other.organisation])
    _approve(page, desk)
    release = _plan(name, entry_for(page), embargo_text="Inte före släppet.")
    words = {"sv": calendar.Words("Besked om något"), "en": calendar.Words("News of something")}
    calendar.announce(
        release=release, organisation=desk.organisation, texts=words, by=make_chief(), is_confirmed=True
    )


def plan_taking_away(name: str) -> None:
    """Withdraw one and delete one as a set, in two languages, and correct what stays."""
    desk = make_desk(name)
    pages = [make_message(desk, title=title) for title in ("Dras tillbaka", "Tas bort", "Stannar")]
    english = pages[0].copy_for_translation(locale("en"), copy_parents=True)
    edit(english, title="Withdrawn")
    release_now(entries=[entry_for(page) for page in (*pages, english)], by=make_chief())
    edit(pages[2], title="Stannar, rättad")
    _plan(
        name,
        entry_for(pages[0], action=Action.WITHDRAW, note="Stämde inte."),
        entry_for(english, action=Action.WITHDRAW, note="It was wrong."),
        entry_for(pages[1], action=Action.DELETE, note="Personuppgift."),
        entry_for(pages[2], action=Action.CORRECT, note="Fel rubrik."),
    )


SHAPES = {
    "single": Shape(plan_single, 1, frozenset({"Ensam"})),
    "languages": Shape(
        plan_languages,
        6,
        frozenset(
            {"Tvåspråkig 0", "Tvåspråkig 1", "Tvåspråkig lägesbild", *(f"Bilingual {n}" for n in range(3))}
        ),
    ),
    "mixed": Shape(
        plan_mixed, 6, frozenset({"Ny", "Lägesbild", "Gammal, rättad"}), frozenset({"Gammal", "Fel"})
    ),
    "joint": Shape(plan_joint, 3, frozenset({"Gemensam"})),
    "taking_away": Shape(
        plan_taking_away,
        4,
        frozenset({"Stannar, rättad"}),
        frozenset({"Dras tillbaka", "Withdrawn", "Tas bort", "Stannar"}),
    ),
}


def _approve(page: JointMessage, desk: Desk) -> None:
    request = asking.ask_for_approval(
        item_type="message", item_key=page.translation_key, languages=["sv"], by=desk.editor, due_at=NEVER
    )
    for signature in request.signatures.all():
        delegate = make_member(signature.organisation, role=Role.APPROVER)
        approvals.approve(signature=signature, by=delegate, digest=request.digest)


def set_instant(name: str, at: dt.datetime) -> int:
    """Give one of the planned releases its instant, past all rules about moving; return its id."""
    release = planned(name)
    Release.objects.filter(pk=release.pk).update(scheduled_at=at)
    CalendarEntry.objects.filter(release=release).update(starts_at=at)
    return release.pk


def plan_others() -> list[int]:
    """Plan further releases of one message each, due at the same instant; return their ids."""
    pages = JointMessage.objects.filter(title__startswith="Samtidig").order_by("title")
    return [plan_release(entries=[entry_for(page)], by=make_chief(), at=PAST).pk for page in pages]


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


def planned(name: str) -> Release:
    return Release.objects.get(title=name)


def state(name: str) -> dict[str, Any]:
    """Return what can be seen of the world: nothing of it may ever be half of a release."""
    release, shape = planned(name), SHAPES[name]
    titles = set(CurrentEdition.objects.filter(is_listed=True).values_list("title", flat=True))
    editions = Edition.objects.filter(release_key=release.key)
    early = editions.filter(released_at__lt=release.scheduled_at)
    return {
        "shape": name,
        "editions": editions.count(),
        "shown": sorted(shape.shows & titles),
        "hidden": sorted(shape.hides - titles),
        "status": str(release.status),
        "failure": release.failure,
        "seqs": [release.first_seq, release.last_seq],
        "early": early.count(),
        "faults": [fault.message for fault in [*find_faults(), *find_log_faults()]],
        "log": list(
            AuditEntry.objects.filter(subject_key=release.key).order_by("seq").values_list("act", flat=True)
        ),
        "differing": rebuild().differing,
        "at": clock.isoformat(clock.now()),
    }
