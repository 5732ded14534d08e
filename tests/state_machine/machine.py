"""People, publishers, crashes and clocks in any order, around one joint text and one that its owner releases alone.

The machine keeps its own small books of who has approved what. After every step it holds the ledger against them: what
is public was due, whole, approved by everybody it names, and letter for letter what was agreed.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.db import OperationalError, connection, transaction

import orjson
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from PIL import Image

from cms.accounts.models import Role, User
from cms.approval import services as approvals
from cms.approval.enums import STANDING
from cms.approval.exceptions import ApprovalError
from cms.approval.models import ApprovalRequest
from cms.audit.enums import Act
from cms.audit.models import AuditEntry
from cms.audit.verification import find_faults as find_log_faults
from cms.common import clock
from cms.ledger.exceptions import LedgerError
from cms.ledger.models import Edition, LedgerHead
from cms.ledger.rebuilding import rebuild
from cms.ledger.verification import find_faults
from cms.media.models import PressImage
from cms.messages.models import JointMessage
from cms.releases import asking, printing, publisher, rescheduling
from cms.releases.due import DueReleases
from cms.releases.enums import Action, ReleaseStatus
from cms.releases.exceptions import ReleaseError
from cms.releases.models import Release
from cms.releases.services import cancel_release, plan_release, release_now, retry_release
from cms.releases.workers import InLine
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry_for,
    locale,
    make_desk,
    make_member,
    make_message,
    reprint,
)

START = dt.datetime(2029, 3, 6, 9, 0, tzinfo=dt.UTC)
DUE = START + dt.timedelta(days=30)
MINUTE = dt.timedelta(minutes=1)
#: A step that is refused has changed nothing; which ones are is for other tests.
REFUSED = (ReleaseError, ApprovalError, LedgerError)
_WORDS = st.sampled_from(["Alm", "Björk", "Cypress"])
_PAGES = st.sampled_from([("joint",), ("single",), ("joint", "single")])


class Killed(BaseException):
    """The process is gone: nothing that follows is done, not even what handles errors."""


@dataclass
class World:
    """What every example begins with."""

    ours: Desk
    theirs: Desk
    joint: int
    single: int
    image: int
    delegates: dict[int, list[User]]


def make_world() -> World:
    """Return two organisations, a text they must agree on and one that the first releases alone."""
    ours, theirs = make_desk("jarva"), make_desk("polisen")
    image = PressImage.objects.create(
        title="Lykta", alt_text="En lykta", credit="Foto: Prov", file=ContentFile(picture(0), "a.png")
    )
    joint = make_message(ours, title="Gemensam Alm", signatories=[theirs.organisation], image=image)
    single = make_message(ours, title="Egen Alm")
    delegates = {
        desk.organisation.pk: [make_member(desk.organisation, role=Role.APPROVER) for _ in range(2)]
        for desk in (ours, theirs)
    }
    return World(ours, theirs, joint.pk, single.pk, image.pk, delegates)


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (24, 16), (shade * 60, 40, 90)).save(out, "PNG")
    return out.getvalue()


@dataclass
class Agreement:
    """What the machine knows of a request by itself: who was asked about what, and who has said yes."""

    pk: int
    digests: dict[str, str]
    release_at: dt.datetime | None
    asked: frozenset[int]
    writer: User | None = None
    said_yes: set[int] = field(default_factory=set)
    holds: bool = True


class ReleaseMachine(RuleBasedStateMachine):
    """One example is one transaction, rolled back at its end."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.time, self.skew = START, dt.timedelta(0)
        self.patches = pytest.MonkeyPatch()
        self.patches.setattr(clock, "database_now", lambda using="default": self.time)
        self.patches.setattr(clock, "now", lambda: self.time + self.skew)
        self.hands = InLine(sleep=lambda _seconds: None)
        self.due = self._due()
        self.agreements: list[Agreement] = []
        self.writers: dict[str, User | None] = {}
        self.judged = Edition.objects.count()
        self.steps = 0
        self.refusals: list[BaseException] = []

    def teardown(self) -> None:
        try:
            assert not rebuild().differed
        finally:
            self.patches.undo()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # --- the editor -----------------------------------------------------------------------------------------------

    @rule(name=st.sampled_from(["joint", "single"]), word=_WORDS, by_delegate=st.booleans())
    def edit(self, name: str, word: str, by_delegate: bool) -> None:
        """Change a text; with `by_delegate`, one who signs for our organisation has written it."""
        draft = self._page(name).get_latest_revision_as_object()
        draft.title = f"{name} {word}"
        writer = self.world.delegates[self.world.ours.organisation.pk][0] if by_delegate else None
        draft.save_revision(user=writer or self.world.ours.editor)
        self.writers[name] = writer

    @rule(stays=st.booleans())
    def change_signatories(self, stays: bool) -> None:
        page = self._page("joint").get_latest_revision_as_object()
        page.signatories.set([self.world.theirs.organisation] if stays else [])
        page.save_revision()

    @rule(shade=st.integers(0, 2))
    def replace_file(self, shade: int) -> None:
        self._replace(shade)

    @rule(word=_WORDS)
    def rename_area(self, word: str) -> None:
        area = self.world.ours.area
        area.refresh_from_db()
        area.name = f"Område {word}"
        area.save()
        with self._may_be_refused():
            reprint(area)

    @rule(word=_WORDS)
    def translate(self, word: str) -> None:
        page = self._page("joint")
        english = JointMessage.objects.filter(
            translation_key=page.translation_key, locale=locale("en")
        ).first()
        if english is None:
            english = page.copy_for_translation(locale("en"), copy_parents=True)
        edit(english, title=f"Joint {word}")

    # --- agreeing -------------------------------------------------------------------------------------------------

    @rule(languages=st.sampled_from([("sv",), ("sv", "en")]), ahead=st.sampled_from([None, 5, 15]))
    def ask(self, languages: tuple[str, ...], ahead: int | None) -> None:
        page = self._page("joint")
        with self._may_be_refused():
            request = asking.ask_for_approval(
                item_type="message",
                item_key=page.translation_key,
                languages=languages,
                by=self.world.ours.editor,
                due_at=DUE,
                release_at=self.time + ahead * MINUTE if ahead else None,
            )
            self.agreements.append(
                Agreement(
                    pk=request.pk,
                    digests={version.language: version.digest for version in request.versions.all()},
                    release_at=request.release_at,
                    asked=frozenset(request.signatures.values_list("organisation_id", flat=True)),
                    writer=self.writers.get("joint"),
                )
            )

    @rule(ours=st.booleans(), delegate=st.integers(0, 1))
    def approve(self, ours: bool, delegate: int) -> None:
        self._answer(ours, delegate, approves=True)

    @rule()
    def everybody_approves(self) -> None:
        self._answer(True, 0, approves=True)
        self._answer(False, 0, approves=True)

    @rule(ours=st.booleans(), delegate=st.integers(0, 1))
    def decline(self, ours: bool, delegate: int) -> None:
        self._answer(ours, delegate, approves=False)

    @rule(first=st.integers(0, 1), second=st.integers(0, 1))
    def emergency(self, first: int, second: int) -> None:
        """Somebody of ours says that it can't wait for a person who did not write it; another confirms."""
        request = ApprovalRequest.objects.filter(status__in=STANDING).first()
        ours = self.world.ours.organisation
        signature = request and request.signatures.filter(organisation=ours).first()
        if request is None or signature is None:
            return
        digest, delegates = request.digest, self.world.delegates[ours.pk]
        with self._may_be_refused():
            approvals.declare_emergency(
                signature=signature, by=delegates[first], digest=digest, reason="Gasläcka."
            )
            approvals.confirm_emergency(signature=signature, by=delegates[second], digest=digest)
            self._note_yes(request, ours.pk, delegates[second])
            assert first != second, "one person made the emergency and confirmed it"

    @rule()
    def take_back(self) -> None:
        request = ApprovalRequest.objects.filter(status__in=STANDING).first()
        if request is not None:
            with self._may_be_refused():
                asking.take_back(request=request, by=self.world.ours.editor)
                self._agreement(request).holds = False

    # --- releasing ------------------------------------------------------------------------------------------------

    @rule(names=_PAGES, ahead=st.sampled_from([1, 5, 15]), english=st.booleans(), at_agreed=st.booleans())
    def schedule(self, names: tuple[str, ...], ahead: int, english: bool, at_agreed: bool) -> None:
        at = self.time + ahead * MINUTE
        agreed = self.agreements[-1].release_at if self.agreements else None
        with self._may_be_refused():
            plan_release(
                entries=self._entries(names, english=english),
                by=self.world.ours.editor,
                at=agreed if at_agreed and agreed else at,
            )

    @rule(names=_PAGES, english=st.booleans())
    def publish_now(self, names: tuple[str, ...], english: bool) -> None:
        with self._may_be_refused():
            release_now(entries=self._entries(names, english=english), by=self.world.ours.editor)

    @rule(name=st.sampled_from(["joint", "single"]), action=st.sampled_from([Action.WITHDRAW, Action.DELETE]))
    def withdraw(self, name: str, action: Action) -> None:
        with self._may_be_refused():
            taken = entry_for(self._page(name), action=action, note="Stämde inte.")
            release_now(entries=[taken], by=self.world.ours.editor)

    @rule(ahead=st.sampled_from([1, 5, 15]))
    def move(self, ahead: int) -> None:
        for release in self._planned()[:1]:
            with self._may_be_refused():
                rescheduling.move_release(
                    release=release, at=self.time + ahead * MINUTE, by=self.world.ours.editor
                )

    @rule()
    def cancel(self) -> None:
        for release in self._planned()[:1]:
            with self._may_be_refused():
                cancel_release(release=release, by=self.world.ours.editor)

    @rule()
    def retry(self) -> None:
        release = Release.objects.filter(status=ReleaseStatus.FAILED).first()
        if release is not None:
            with self._may_be_refused():
                retry_release(release=release, by=self.world.ours.editor)

    @rule()
    def run_publisher(self) -> None:
        def sleep(seconds: float) -> None:
            self.time += dt.timedelta(seconds=seconds)

        publisher.publish_due(sleep=sleep, now=lambda: self.time)

    @rule()
    def a_publisher_that_prepares_ahead_looks(self) -> None:
        """What it has prepared, it holds over whatever the other steps do."""
        self.due.turn()
        self.hands.wait(0)
        self.due.turn()
        self.hands.wait(0)

    @rule()
    def that_publisher_is_killed(self) -> None:
        self.due = self._due()

    @rule()
    def keep_house(self) -> None:
        publisher.keep_house()

    # --- what goes wrong ------------------------------------------------------------------------------------------

    @rule(place=st.integers(1, 90), is_killed=st.booleans())
    def crash(self, place: int, is_killed: bool) -> None:
        """Print the next release, struck at one of its statements: it fails there, or the process is gone."""
        for release in self._planned()[:1]:
            self.time = max(self.time, release.scheduled_at)
            with (
                self._may_be_refused(Killed, OperationalError),
                connection.execute_wrapper(_strike(place, is_killed=is_killed)),
            ):
                printing.print_release(release.pk)

    @rule(
        act=st.sampled_from(
            ["take_back", "edit", "replace_file", "cancel", "print", "keep_house", "withdraw", "agree_anew"]
        )
    )
    def something_happens_between_check_and_commit(self, act: str) -> None:
        """Print the next release; just before its transaction, somebody else's is committed."""
        releases = self._planned()[:1]
        commit = printing._commit

        def happen(*args: Any) -> Release:
            self.patches.setattr(printing, "_commit", commit)
            self._happen(act, releases[0])
            self._judge_agreements()
            return commit(*args)

        if releases:
            self.time = max(self.time, releases[0].scheduled_at)
            self.patches.setattr(printing, "_commit", happen)
            with self._may_be_refused():
                printing.print_release(releases[0].pk)
            self.patches.setattr(printing, "_commit", commit)

    @rule(minutes=st.sampled_from([1, 4, 20]))
    def time_goes_by(self, minutes: int) -> None:
        self.time += minutes * MINUTE

    @rule(minutes=st.sampled_from([-20, -5, -1]))
    def database_clock_is_set_back(self, minutes: int) -> None:
        """A clock step: what was due a moment ago is not due any more."""
        self.time += minutes * MINUTE

    @rule(minutes=st.sampled_from([-10, 0, 10]))
    def application_clock_is_wrong(self, minutes: int) -> None:
        self.skew = minutes * MINUTE

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def what_is_printed_was_due_whole_approved_and_as_agreed(self) -> None:
        self.steps += 1
        for edition in Edition.objects.filter(seq__gt=self.judged).order_by("seq"):
            self._judge(edition)
            self.judged = edition.seq
        self._judge_agreements()
        for release in Release.objects.prefetch_related("items"):
            self._judge_release(release)

    @invariant()
    def the_log_of_acts_is_sound_and_says_what_is_out(self) -> None:
        logged = AuditEntry.objects.filter(act=Act.RELEASE_RELEASED).values_list("subject_key", flat=True)
        assert set(logged) == set(
            Release.objects.filter(status=ReleaseStatus.RELEASED).values_list("key", flat=True)
        )
        assert len(logged) == len(set(logged))
        if self.steps % 8 == 0:
            assert list(find_log_faults()) == []

    @invariant()
    def the_ledger_is_sound(self) -> None:
        assert list(find_faults()) == []
        assert LedgerHead.objects.get().seq == Edition.objects.count()
        if self.steps % 8 == 0:
            assert not rebuild().differed

    def _due(self) -> DueReleases:
        return DueReleases(workers=self.hands, ahead=30 * MINUTE, now=lambda: self.time)

    def _judge(self, edition: Edition) -> None:
        """Hold a new edition of one of our texts against what its signatories have said."""
        release = Release.objects.get(key=edition.release_key)
        assert edition.released_at >= release.scheduled_at, "early"
        assert self.time >= release.scheduled_at, "early"
        payload = orjson.loads(edition.payload)
        if edition.item_type != "message" or edition.kind not in {"published", "corrected"}:
            return
        [item] = release.items.filter(item_key=edition.item_key, language=edition.language)
        assert edition.digest == item.digest, "altered"
        if len(payload["signatories"]) > 1:
            agreement = next((found for found in reversed(self.agreements) if found.holds), None)
            assert agreement is not None, "nobody has agreed"
            assert agreement.asked == agreement.said_yes, "not everybody has agreed"
            assert len(agreement.asked) == len(payload["signatories"])
            assert agreement.digests.get(edition.language) == edition.digest, "agreed to something else"
            assert agreement.release_at in {None, release.scheduled_at}, "agreed to another time"

    def _judge_agreements(self) -> None:
        """Whatever the product no longer lets stand can't carry a later edition."""
        standing = set(ApprovalRequest.objects.filter(status__in=STANDING).values_list("pk", flat=True))
        for agreement in self.agreements:
            agreement.holds = agreement.holds and agreement.pk in standing

    def _judge_release(self, release: Release) -> None:
        editions = list(Edition.objects.filter(release_key=release.key).order_by("seq"))
        if release.status != ReleaseStatus.RELEASED:
            assert editions == [], "partial"
            return
        found = {(edition.item_key, edition.language) for edition in editions}
        assert {(item.item_key, item.language) for item in release.items.all()} <= found, "partial"
        seqs = [edition.seq for edition in editions]
        assert seqs == list(range(release.first_seq or 0, (release.last_seq or 0) + 1))

    # --- the machine's hands --------------------------------------------------------------------------------------

    def _page(self, name: str) -> JointMessage:
        return JointMessage.objects.get(pk=getattr(self.world, name))

    def _entries(self, names: tuple[str, ...], *, english: bool) -> list[Any]:
        pages = [self._page(name) for name in names]
        if english and "joint" in names:
            key = pages[names.index("joint")].translation_key
            pages += JointMessage.objects.filter(translation_key=key, locale=locale("en"))
        entries = []
        for page in pages:
            is_out = page.public_edition is not None and not page.public_edition.is_gone
            action = Action.CORRECT if is_out else Action.PUBLISH
            entries.append(entry_for(page, action=action, note="Rättat." if is_out else ""))
        return entries

    def _planned(self) -> list[Release]:
        return list(Release.objects.filter(status=ReleaseStatus.PLANNED).order_by("scheduled_at", "pk"))

    def _answer(self, ours: bool, delegate: int, *, approves: bool) -> None:
        request = ApprovalRequest.objects.filter(status__in=STANDING).first()
        desk = self.world.ours if ours else self.world.theirs
        signature = request and request.signatures.filter(organisation=desk.organisation).first()
        if request is None or signature is None:
            return
        by = self.world.delegates[desk.organisation.pk][delegate]
        with self._may_be_refused():
            if approves:
                approvals.approve(signature=signature, by=by, digest=request.digest)
                self._note_yes(request, desk.organisation.pk, by)
            else:
                approvals.decline(signature=signature, by=by, digest=request.digest, reason="Nej.")
                self._agreement(request).holds = False

    def _note_yes(self, request: ApprovalRequest, organisation_id: int, by: User) -> None:
        agreement = self._agreement(request)
        assert by != agreement.writer, "signed by whoever wrote it"
        agreement.said_yes.add(organisation_id)

    def _agreement(self, request: ApprovalRequest) -> Agreement:
        return next(found for found in self.agreements if found.pk == request.pk)

    def _happen(self, act: str, release: Release) -> None:
        acts: dict[str, Callable[[], Any]] = {
            "take_back": self.take_back,
            "edit": lambda: edit(self._page("joint"), title="Ändrad emellan"),
            "replace_file": lambda: self._replace(3),
            "agree_anew": self._agree_anew,
            "cancel": lambda: cancel_release(release=release, by=self.world.ours.editor),
            "print": lambda: printing.print_release(release.pk),
            "keep_house": publisher.keep_house,
            "withdraw": lambda: release_now(
                entries=[entry_for(self._page("single"), action=Action.WITHDRAW, note="Fel.")],
                by=self.world.ours.editor,
            ),
        }
        with self._may_be_refused():
            acts[act]()

    def _agree_anew(self) -> None:
        """Take the request back, change the text, and have everybody approve the new one."""
        self.take_back()
        edit(self._page("joint"), title="Ändrad och godkänd emellan")
        self.ask(languages=("sv",), ahead=None)
        self.everybody_approves()

    def _replace(self, shade: int) -> None:
        image = PressImage.objects.get(pk=self.world.image)
        image.file = ContentFile(picture(shade), "a.png")
        image.save()

    @contextmanager
    def _may_be_refused(self, *more: type[BaseException]) -> Iterator[None]:
        try:
            yield
        except (*REFUSED, *more) as error:
            self.refusals.append(error)


def _strike(place: int, *, is_killed: bool) -> Callable[..., Any]:
    """Return an `execute_wrapper` that fails the `place`-th statement, once. Savepoints are ours, not the product's."""
    passed = 0

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal passed
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            passed += 1
            if passed == place:
                raise Killed if is_killed else OperationalError("the disk is full")
        return execute(sql, params, many, context)

    return wrapper
