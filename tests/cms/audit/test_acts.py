"""Every act that can be recorded is recorded by the service that does it: once, with it or not at all, head last."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from wagtail.models import Revision

import pytest

from cms.accounts.models import Delegate, Role, User
from cms.approval import links, reminders, services
from cms.approval.models import ApprovalLink, ApprovalRequest, Signature
from cms.audit.enums import Act
from cms.audit.models import AuditEntry, AuditHead
from cms.audit.verification import find_faults
from cms.common import clock
from cms.common.signing import new_private_key
from cms.items.recording import content_digest
from cms.ledger import keys
from cms.ledger.models import Edition, ProofKey, ProofKeyRetirement
from cms.messages.models import JointMessage
from cms.releases import asking, calendar, printing, rescheduling
from cms.releases.calendar import Words
from cms.releases.embargo import change_embargo_text
from cms.releases.enums import Action
from cms.releases.exceptions import ReleaseError
from cms.releases.models import CalendarEntry, Release
from cms.releases.services import cancel_release, plan_release, release_now, retry_release
from pressroom.copies import services as copies
from pressroom.copies.models import PartnerPage
from pressroom.copies.services import Line
from pressroom.partners import services as partners
from pressroom.partners.enums import Scope
from pressroom.partners.keys import services as partner_keys
from pressroom.partners.models import Partner, PartnerHost, PartnerKey
from pressroom.partners.services import Details
from tests.factories.cms_audit import make_entry
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry_for,
    make_desk,
    make_member,
    make_message,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)
LATER = NOW + dt.timedelta(days=2)
DUE = NOW + dt.timedelta(days=7)
ELSEWHERE = ("share.", "early_access.", "webhook.")  # recorded by sharing and webhooks, and tested there


@dataclass
class Table:
    """Two organisations around one text; the second answers by account and by link. And a text of the first alone."""

    ours: Desk
    theirs: Desk
    joint: JointMessage
    single: JointMessage
    delegate: User
    second: User
    request: ApprovalRequest | None = None
    release: Release | None = None
    entry: CalendarEntry | None = None
    partner: Partner | None = None
    key: PartnerKey | None = None
    made: dict[str, Any] = field(default_factory=dict)

    def ask(self) -> ApprovalRequest:
        self.request = asking.ask_for_approval(
            item_type="message",
            item_key=self.joint.translation_key,
            languages=["sv"],
            by=self.ours.editor,
            due_at=DUE,
            message="Hemligt meddelande",
        )
        return self.request

    @property
    def signature(self) -> Signature:
        return self._asked().signatures.get(organisation=self.theirs.organisation)

    @property
    def link(self) -> ApprovalLink:
        found = ApprovalLink.objects.select_related("signature__request", "signature__organisation")
        return found.get(signature=self.signature)

    @property
    def answer(self) -> dict[str, Any]:
        return {"signature": self.signature, "by": self.delegate, "digest": self._asked().digest}

    def _asked(self) -> ApprovalRequest:
        assert self.request is not None
        return self.request

    def plan(self) -> Release:
        self.release = plan_release(entries=[entry_for(self.single)], by=self.ours.editor, at=LATER)
        return self.release

    def announce(self, *, is_confirmed: bool = True) -> None:
        self.entry = calendar.announce(
            release=self.plan(),
            organisation=self.ours.organisation,
            texts={"sv": Words("Nyheter")},
            by=self.ours.editor,
            is_confirmed=is_confirmed,
        )

    def fail(self) -> None:
        self.plan()
        edit(self.single, title="Ändrad efter planen")
        self.print_late()

    def mend(self) -> None:
        self.fail()
        edit(self.single, title=self.single.title)

    def print_late(self) -> None:
        assert self.release is not None
        with clock.set_to(LATER):
            try:
                printing.print_release(self.release.pk)
            except ReleaseError as error:
                self.made["error"] = error

    def register(self) -> None:
        details = Details(
            "Region", self.ours.organisation, "Hemlig person", "hemlig@example.se", ["r.example"]
        )
        self.partner = partners.register(details=details, by=self.officer)

    def issue(self) -> None:
        if self.partner is None:
            self.register()
        self.key = partner_keys.issue(
            partner=self.partner, label="Servern", scope=Scope.READ, expires_at=DUE, by=self.officer
        ).key

    @property
    def officer(self) -> User:
        """Who looks after partners."""
        if "officer" not in self.made:
            self.made["officer"] = make_member(self.ours.organisation, role=Role.PRESS_OFFICER)
        return self.made["officer"]

    def publish(self) -> None:
        self.release = release_now(entries=[entry_for(self.single)], by=self.ours.editor)


@pytest.fixture
def table(settings: Any) -> Iterator[Table]:
    settings.PROOF_PRIVATE_KEYS = [new_private_key(), new_private_key()]  # one to rotate to
    with clock.set_to(NOW):
        ours, theirs = make_desk("jarva"), make_desk("polisen")
        Delegate.objects.create(organisation=theirs.organisation, name="Dana", email="dana@example.org")
        yield Table(
            ours,
            theirs,
            make_message(ours, signatories=[theirs.organisation]),
            make_message(ours),
            make_member(theirs.organisation, role=Role.APPROVER),
            make_member(theirs.organisation, role=Role.EDITOR),
        )


def _declare(table: Table) -> None:
    services.declare_emergency(**table.answer, reason="Hemligt skäl")


def _confirm(table: Table) -> None:
    services.confirm_emergency(**(table.answer | {"by": table.second}))


def _escalate(table: Table) -> None:
    with clock.set_to(DUE):
        reminders.follow_up()


def _with_deputy(table: Table) -> None:
    Delegate.objects.create(
        organisation=table.theirs.organisation, name="Eja", email="eja@example.org", is_deputy=True
    )
    table.ask()
    Signature.objects.exclude(pk=table.signature.pk).update(escalated_at=NOW)  # nobody to tell there


def _withdraw(table: Table, action: Action = Action.WITHDRAW) -> None:
    taken = entry_for(table.single, action=action, note="Hemlig not")
    table.release = release_now(entries=[taken], by=table.ours.editor)


def _retry(table: Table) -> None:
    assert table.release is not None
    with clock.set_to(LATER):
        retry_release(release=table.release, by=table.ours.editor)


def _void(table: Table) -> None:
    assert table.request is not None
    asking.void_if_changed(table.request)


def _asked_and_edited(table: Table) -> None:
    table.ask()
    edit(table.joint, title="En annan text")


def _overwrite(table: Table) -> None:
    draft = table.single.get_latest_revision_as_object()
    draft.save_revision(user=table.ours.editor, overwrite_revision=draft.latest_revision)


def _saved_by_editor(table: Table) -> None:
    table.single.save_revision(user=table.ours.editor)
    table.single.refresh_from_db()


def _name_page(table: Table) -> None:
    lines = [Line("https://r.example/hemlig")]
    copies.add_pages(partner=table.partner, lines=lines, by=table.officer)


def _with_page(table: Table) -> None:
    table.register()
    _name_page(table)


def _paused(table: Table) -> None:
    table.register()
    partners.pause(partner=table.partner, by=table.officer)


def _resume(table: Table) -> None:
    partners.resume(partner=table.partner, by=table.officer)


@dataclass(frozen=True)
class Case:
    """How to come to an act, the act, and what it must leave in the log, in order."""

    name: str
    before: Callable[[Table], Any]
    act: Callable[[Table], Any]
    leaves: tuple[Act, ...]


def nothing(table: Table) -> None:
    """The table as it is laid."""


CASES = [
    Case("saving", nothing, lambda t: edit(t.single, title="Ny"), (Act.ITEM_VERSION_SAVED,)),
    Case("saving over", _saved_by_editor, _overwrite, (Act.ITEM_VERSION_SAVED,)),
    Case("asking", nothing, Table.ask, (Act.APPROVAL_REQUESTED, Act.APPROVAL_LINK_SENT)),
    Case("asking deputies", _with_deputy, _escalate, (Act.APPROVAL_LINK_SENT,)),
    Case(
        "reading",
        Table.ask,
        lambda t: services.mark_read(signature=t.signature, by=t.delegate),
        (Act.APPROVAL_READ,),
    ),
    Case("opening a link", Table.ask, lambda t: links.mark_opened(t.link), (Act.APPROVAL_LINK_OPENED,)),
    Case(
        "revoking a link",
        Table.ask,
        lambda t: links.revoke(link=t.link, by=t.second),
        (Act.APPROVAL_LINK_REVOKED,),
    ),
    Case(
        "claiming",
        Table.ask,
        lambda t: services.claim(signature=t.signature, by=t.delegate),
        (Act.APPROVAL_CLAIMED,),
    ),
    Case("approving", Table.ask, lambda t: services.approve(**t.answer), (Act.APPROVAL_SIGNED,)),
    Case(
        "approving by link",
        Table.ask,
        lambda t: services.approve_by_link(link=t.link, digest=t.answer["digest"]),
        (Act.APPROVAL_SIGNED,),
    ),
    Case(
        "declining",
        Table.ask,
        lambda t: services.decline(**t.answer, reason="Hemligt skäl", proposed_wording="Hemlig text"),
        (Act.APPROVAL_DECLINED,),
    ),
    Case(
        "declining by link",
        Table.ask,
        lambda t: services.decline_by_link(
            link=t.link, digest=t.answer["digest"], reason="Hemligt skäl", proposed_wording="Hemlig text"
        ),
        (Act.APPROVAL_DECLINED,),
    ),
    Case("declaring an emergency", Table.ask, _declare, (Act.APPROVAL_EMERGENCY_DECLARED,)),
    Case(
        "confirming an emergency",
        lambda t: (t.ask(), _declare(t)),
        _confirm,
        (Act.APPROVAL_SIGNED,),
    ),
    Case("voiding", _asked_and_edited, _void, (Act.APPROVAL_VOIDED,)),
    Case(
        "taking back",
        Table.ask,
        lambda t: asking.take_back(request=t.request, by=t.ours.editor, reason="Hemligt skäl"),
        (Act.APPROVAL_TAKEN_BACK,),
    ),
    Case("planning", nothing, Table.plan, (Act.RELEASE_PLANNED,)),
    Case("releasing", Table.plan, Table.print_late, (Act.RELEASE_RELEASED,)),
    Case("releasing now", nothing, Table.publish, (Act.RELEASE_PLANNED, Act.RELEASE_RELEASED)),
    Case(
        "failing",
        lambda t: (t.plan(), edit(t.single, title="Ändrad efter planen")),
        Table.print_late,
        (Act.RELEASE_FAILED,),
    ),
    Case(
        "retrying",
        Table.mend,
        _retry,
        (Act.RELEASE_RETRIED, Act.RELEASE_RELEASED),
    ),
    Case(
        "moving",
        Table.plan,
        lambda t: rescheduling.move_release(release=t.release, at=DUE, by=t.ours.editor),
        (Act.RELEASE_MOVED,),
    ),
    Case(
        "changing the embargo text",
        Table.plan,
        lambda t: change_embargo_text(release=t.release, text="Hemligt villkor", by=t.ours.editor),
        (Act.RELEASE_EMBARGO_CHANGED,),
    ),
    Case(
        "cancelling",
        Table.plan,
        lambda t: cancel_release(release=t.release, by=t.ours.editor),
        (Act.RELEASE_CANCELLED,),
    ),
    Case(
        "withdrawing",
        Table.publish,
        _withdraw,
        (Act.RELEASE_PLANNED, Act.RELEASE_RELEASED, Act.ITEM_WITHDRAWN),
    ),
    Case(
        "deleting",
        Table.publish,
        lambda t: _withdraw(t, Action.DELETE),
        (Act.RELEASE_PLANNED, Act.RELEASE_RELEASED, Act.ITEM_WITHDRAWN),
    ),
    Case(
        "announcing",
        nothing,
        Table.announce,
        (Act.RELEASE_PLANNED, Act.RELEASE_PLANNED, Act.RELEASE_RELEASED),
    ),
    Case(
        "confirming a time",
        lambda t: t.announce(is_confirmed=False),
        lambda t: calendar.confirm(entry=t.entry, by=t.ours.editor),
        (Act.RELEASE_PLANNED, Act.RELEASE_RELEASED),
    ),
    Case(
        "moving what is announced",
        Table.announce,
        lambda t: rescheduling.move_release(release=t.release, at=DUE, by=t.ours.editor, reason="Möte."),
        (Act.RELEASE_PLANNED, Act.RELEASE_RELEASED, Act.RELEASE_MOVED),
    ),
    Case("rotating the key that signs", Table.publish, lambda t: keys.rotate(), (Act.PROOF_KEY_ROTATED,)),
    Case(
        "cancelling what is announced",
        Table.announce,
        lambda t: rescheduling.cancel_release(release=t.release, by=t.ours.editor, reason="Inget möte."),
        (Act.RELEASE_PLANNED, Act.RELEASE_RELEASED, Act.RELEASE_CANCELLED),
    ),
    Case("registering a partner", nothing, Table.register, (Act.PARTNER_REGISTERED,)),
    Case(
        "changing a partner",
        Table.register,
        lambda t: partners.change(partner=t.partner, details=Details("Regionen"), by=t.officer),
        (Act.PARTNER_CHANGED,),
    ),
    Case(
        "pausing a partner",
        Table.register,
        lambda t: partners.pause(partner=t.partner, by=t.officer),
        (Act.PARTNER_PAUSED,),
    ),
    Case("resuming a partner", _paused, _resume, (Act.PARTNER_RESUMED,)),
    Case("issuing a key", Table.register, Table.issue, (Act.PARTNER_KEY_ISSUED,)),
    Case(
        "exchanging a key",
        Table.issue,
        lambda t: partner_keys.rotate(key=t.key, expires_at=DUE, by=t.officer),
        (Act.PARTNER_KEY_ROTATED,),
    ),
    Case(
        "revoking a key",
        Table.issue,
        lambda t: partner_keys.revoke(key=t.key, by=t.officer),
        (Act.PARTNER_KEY_REVOKED,),
    ),
    Case("naming pages of a partner", Table.register, _name_page, (Act.PARTNER_PAGES_ADDED,)),
    Case(
        "removing a page of a partner",
        _with_page,
        lambda t: copies.remove_page(page=PartnerPage.objects.get(), by=t.officer),
        (Act.PARTNER_PAGE_REMOVED,),
    ),
]
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def acts_after(seq: int) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(seq__gt=seq).order_by("seq"))


def newest() -> int:
    return AuditHead.objects.get().seq


@pytest.mark.parametrize("act", [act for act in Act if not act.value.startswith(ELSEWHERE)])
def test_every_act_has_a_service_that_records_it(act):
    assert any(act in case.leaves for case in CASES)


@every_case
def test_a_service_records_what_it_did_and_nothing_else_and_takes_the_head_last(table, case):
    case.before(table)
    before = newest()
    with locks_watched() as late:
        case.act(table)
    found = acts_after(before)
    assert [entry.act for entry in found] == [act.value for act in case.leaves]
    assert list(find_faults()) == []
    assert late == []
    written = "".join(f"{entry.facts}{entry.subject_title}" for entry in found)
    assert "emlig" not in written  # a message, a reason, a proposed wording
    assert "lamporna" not in written.lower()  # the text itself


@every_case
def test_without_its_record_an_act_is_not_done(table, case, monkeypatch):
    case.before(table)
    before = state()

    def refuse(*args: object, **options: object) -> None:
        raise ConnectionError("the log is full")

    monkeypatch.setattr(AuditHead, "save", refuse)
    with pytest.raises(Exception, match="the log is full"):
        case.act(table)
    assert state() == before


def state() -> list[object]:
    """Return everything that an act could have changed."""
    models = (
        ApprovalRequest, Signature, ApprovalLink, Release, CalendarEntry, Revision, JointMessage, Edition, ProofKey,
        ProofKeyRetirement, AuditEntry, AuditHead, Partner, PartnerHost,
        PartnerKey,
    )  # fmt: skip
    return [list(model.objects.order_by("pk").values()) for model in models]


#: Changed only by whoever holds the ledger's head; and requests, of which a calendar entry has none.
_BEHIND_THE_LEDGER = frozenset(
    {
        "cms_currentedition",
        "cms_currentfacet",
        "cms_listedchange",
        "cms_publicfile",
        "cms_approvalrequest",
    }
)


@contextmanager
def locks_watched() -> Iterator[list[str]]:
    """Yield a list of what a transaction changes or locks for the first time after it took the log's head.

    What it changed, locked or made before is its own already. Looks at tables: two rows of one are taken for one.
    """
    late: list[str] = []
    depth = 0
    known: set[str] = set()

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal depth
        if sql.startswith("SAVEPOINT"):
            depth += 1
        elif sql.startswith("RELEASE"):
            depth -= 1
            known.intersection_update(known if depth else ())
        else:
            made, locked = _made(sql), _locked(sql)
            if locked and "cms_audithead" in known and locked not in known:
                late.append(sql)
            known.update({made, locked} - {""})
            if locked == "cms_ledgerhead":
                known.update(_BEHIND_THE_LEDGER)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield late


def _made(sql: str) -> str:
    """Return the table that a statement adds to, or nothing."""
    found = re.match(r'INSERT (?:OR IGNORE )?INTO "(\w+)"', sql)
    return found[1] if found else ""


def _locked(sql: str) -> str:
    """Return the table whose rows a statement changes, or reads in order to change them, or nothing."""
    changes = re.match(r'(?:UPDATE|DELETE FROM) "(\w+)"', sql)
    reads = re.search(r'FROM "(\w+)"', sql) if " FOR UPDATE" in sql else None
    heads = re.search(
        r'FROM "(cms_audithead|cms_ledgerhead)" WHERE "\w+"."id"', sql
    )  # SQLite has no FOR UPDATE
    found = changes or reads or heads
    return found[1] if found else ""


def test_the_watch_sees_a_lock_that_comes_late(table):
    with locks_watched() as late:
        lock_late()
    assert len(late) == 1


def lock_late() -> None:
    """Do what no service may: lock after recording."""
    with transaction.atomic():
        make_entry()
        Signature.objects.update(reason="")


class TestWhatIsSaid:
    def test_a_version_by_its_digest(self, table):
        table.single.save_revision(user=table.ours.editor)
        entry = AuditEntry.objects.get(seq=newest())
        revision = Revision.objects.order_by("pk").last()
        assert (entry.actor_id, entry.organisation) == (table.ours.editor.pk, "jarva")
        assert (entry.subject_type, entry.subject_key) == ("message", table.single.translation_key)
        assert entry.read_facts() == {
            "revision": revision.pk,
            "language": "sv",
            "digest": content_digest(revision.content),
            "overwrites": False,
        }

    def test_a_version_that_replaces_the_last_one(self, table):
        _saved_by_editor(table)
        _overwrite(table)
        assert AuditEntry.objects.get(seq=newest()).read_facts()["overwrites"] is True

    def test_a_request_is_seen_by_all_signatories(self, table):
        table.ask()
        requested, sent = acts_after(newest() - 2)
        assert requested.read_readers() == ["jarva", "polisen"]
        assert requested.actor_id == table.ours.editor.pk
        assert requested.read_facts()["languages"] == ["sv"]
        assert sent.organisation == "polisen"
        assert sent.read_facts()["email"] == "dana@example.org"

    def test_a_part_is_seen_by_the_owner_and_its_signatory(self, table):
        third = make_desk("region")
        draft = table.joint.get_latest_revision_as_object()
        draft.signatories.set([table.theirs.organisation, third.organisation])
        draft.save_revision()
        table.ask()
        services.approve(**table.answer)
        assert AuditEntry.objects.get(seq=newest()).read_readers() == ["jarva", "polisen"]

    def test_a_person_without_account_is_named(self, table):
        table.ask()
        services.approve_by_link(link=table.link, digest=table.answer["digest"])
        entry = AuditEntry.objects.get(seq=newest())
        assert (entry.actor_id, entry.actor_name) == (None, "Dana")
        assert (entry.actor_email, entry.actor_organisation) == ("dana@example.org", "Polisen")

    def test_an_emergency(self, table):
        table.ask()
        _declare(table)
        _confirm(table)
        assert AuditEntry.objects.get(seq=newest()).read_facts()["is_emergency"] is True

    def test_a_release_is_seen_by_the_owners_of_what_it_holds(self, table):
        other = make_message(table.theirs)
        both = make_user(is_superuser=True)
        release_now(entries=[entry_for(table.single), entry_for(other)], by=both)
        planned, released = acts_after(newest() - 2)
        assert planned.read_readers() == released.read_readers() == ["jarva", "polisen"]
        assert released.read_facts()["contents"] == planned.read_facts()["contents"]
        editions = Edition.objects.filter(
            seq__range=(released.read_facts()["first_seq"], released.read_facts()["last_seq"])
        )
        assert editions.count() == 2

    def test_a_withdrawal_names_who_withdrew_and_is_the_owners(self, table):
        table.publish()
        _withdraw(table)
        entry = AuditEntry.objects.get(seq=newest())
        assert (entry.actor_id, entry.organisation) == (table.ours.editor.pk, "jarva")
        assert entry.read_readers() == ["jarva"]
        assert entry.read_facts()["kind"] == "withdrawn"
        assert entry.subject_title == table.single.title

    def test_a_failure_says_its_code(self, table):
        table.fail()
        entry = AuditEntry.objects.get(seq=newest())
        assert (entry.actor_name, entry.read_facts()) == ("", {"cause": table.made["error"].code})


class TestOnlyOnce:
    def test_reading_again(self, table):
        table.ask()
        signature = table.signature
        services.mark_read(signature=signature, by=table.delegate)
        before = newest()
        services.mark_read(signature=signature, by=table.delegate)
        services.mark_read(signature=table.signature, by=table.delegate)
        assert newest() == before

    def test_looking_without_being_a_delegate(self, table):
        table.ask()
        before = newest()
        services.mark_read(signature=table.signature, by=table.ours.editor)
        assert newest() == before

    def test_opening_and_revoking_a_link_again(self, table):
        table.ask()
        stale = table.link
        for act in (links.mark_opened, lambda link: links.revoke(link=link)):
            act(table.link)
            before = newest()
            act(table.link)
            act(stale)
            assert newest() == before

    def test_retrying_what_is_out(self, table):
        table.publish()
        before = newest()
        with pytest.raises(ReleaseError):
            retry_release(release=table.release, by=table.ours.editor)
        assert newest() == before

    def test_what_is_refused(self, table):
        table.ask()
        before = newest()
        with pytest.raises(Exception, match=r"."):
            services.decline(**table.answer, reason=" ")
        with pytest.raises(ReleaseError):
            plan_release(entries=[entry_for(table.single)], by=table.delegate)
        assert newest() == before


class TestCosts:
    def test_reading_again_costs_no_write(self, table):
        table.ask()
        services.mark_read(signature=table.signature, by=table.delegate)
        links.mark_opened(table.link)
        signature, link = table.signature, table.link
        with CaptureQueriesContext(connection) as captured:
            services.mark_read(signature=signature, by=table.delegate)
            links.mark_opened(link)
        assert len(captured) == 0

    @pytest.mark.parametrize("pages", [1, 12])
    def test_a_release_records_in_the_same_number_of_statements_at_any_size(self, table, pages):
        made = [make_message(table.ours) for _ in range(pages)]
        release = plan_release(entries=[entry_for(page) for page in made], by=table.ours.editor, at=LATER)
        with clock.set_to(LATER), CaptureQueriesContext(connection) as captured:
            printing.print_release(release.pk)
        of_the_log = [query for query in captured if "cms_audit" in query["sql"]]
        assert len(of_the_log) == 5

    def test_withdrawing_many_records_in_the_same_number_of_statements(self, table):
        made = [make_message(table.ours) for _ in range(12)]
        release_now(entries=[entry_for(page) for page in made], by=table.ours.editor)
        taken = [entry_for(page, action=Action.WITHDRAW, note="Fel.") for page in made]
        release = plan_release(entries=taken, by=table.ours.editor, at=LATER)
        with clock.set_to(LATER), CaptureQueriesContext(connection) as captured:
            printing.print_release(release.pk)
        of_the_log = [query for query in captured if "cms_audit" in query["sql"]]
        assert len(of_the_log) == 5
        assert AuditEntry.objects.filter(act=Act.ITEM_WITHDRAWN).count() == 12


def test_no_mail_is_sent_for_an_act_that_is_not_recorded(
    table, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(AuditHead, "save", lambda *args, **options: 1 / 0)
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ZeroDivisionError),
    ):
        table.ask()
    assert mail.outbox == []
