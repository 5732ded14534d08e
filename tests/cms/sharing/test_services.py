"""Who may share what with whom, and what is recorded of it."""

from __future__ import annotations

import datetime as dt

from django.core import mail
from django.db import DatabaseError, transaction
from django.test import TestCase

import pytest

from cms.accounts.models import Membership, Role
from cms.approval import services as approvals
from cms.common.digests import digest_of
from cms.releases import asking
from cms.releases.embargo import change_embargo_text
from cms.releases.exceptions import NotAllowedError, NotPrintableError
from cms.releases.models import Release
from cms.releases.preconditions import review
from cms.releases.printing import print_release
from cms.releases.services import plan_release
from cms.sharing import contents, freezing, permissions, services
from cms.sharing.enums import Act, Kind, Standing
from cms.sharing.exceptions import (
    BadExpiryError,
    EmbargoTextMissingError,
    FrozenError,
    MayNotShareError,
    NobodyNamedError,
    NotFrozenError,
    NotPressOfficerError,
    NotShareableError,
    ShareRevokedError,
    SharingError,
    TooManyNamedError,
)
from cms.sharing.models import Share, SharedContent, ShareEvent
from cms.sharing.services import Recipient
from cms.sharing.standing import database_now, standing_of
from tests.cms.sharing.conftest import AT, COLLEAGUE, JOURNALIST, NOW, Stage
from tests.factories.cms_workshop import edit, entry_for, make_desk, make_member, make_message, make_user

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
DUE = dt.datetime(2029, 3, 7, 9, 0, tzinfo=dt.UTC)


def acts() -> list[str]:
    return list(ShareEvent.objects.values_list("act", flat=True))


def test_a_share_is_recorded_who_to_whom_which_version_when(stage):
    share = stage.share(message="Läs gärna.")
    assert (share.name, share.email, share.organisation) == (
        "Kim Kollega",
        "kim@kommun.example",
        "Grannkommunen",
    )
    assert (share.shared_by, share.created_at, share.answers) == (
        stage.desk.editor,
        NOW,
        stage.desk.organisation,
    )
    versions = share.content.versions.all()
    assert [v.digest for v in versions] == [item.digest for item in stage.release.items.all()]
    import orjson

    assert [digest_of(orjson.loads(v.payload)) for v in versions] == [v.digest for v in versions]
    [event] = share.events.all()
    assert (event.act, event.at, event.by) == (Act.CREATED, NOW, stage.desk.editor.username)
    assert event.details["to"]["email"] == "kim@kommun.example"
    assert event.details["content"] == share.content.digest


def test_several_people_get_a_link_each_and_one_frozen_content(stage):
    first = stage.share(Kind.PREVIEW, COLLEAGUE, Recipient("Sam", "sam@kommun.example"))
    second = Share.objects.exclude(pk=first.pk).get()
    assert len(mail.outbox) == 2
    assert first.content == second.content
    assert stage.token_of(first) != stage.token_of(second)
    assert stage.share().content == first.content
    assert SharedContent.objects.count() == 1


def test_a_mail_that_cannot_be_sent_undoes_nothing(stage, monkeypatch, caplog):
    from cms.sharing import notices

    def fails(*_args):
        raise ConnectionRefusedError

    monkeypatch.setattr(notices, "send_mail", fails)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.share_release(
            release=stage.release,
            kind=Kind.PREVIEW,
            recipients=[COLLEAGUE],
            by=stage.desk.editor,
            expires_at=AT,
        )
    assert Share.objects.count() == 1
    assert "could not be sent" in caplog.text
    assert "/dela/" not in caplog.text


# --- never wider than the one who shares ------------------------------------------------------------------------------


def outsider(stage):
    return make_user()


def of_another_organisation(stage):
    return make_desk("annan").editor


def approver_of_ours(stage):
    return make_member(stage.desk.organisation, role=Role.APPROVER, may_release=False)


def inactive(stage):
    user = stage.desk.editor
    user.is_active = False
    return user


@pytest.mark.parametrize("who", [outsider, of_another_organisation, approver_of_ours, inactive])
def test_only_who_may_write_or_release_all_of_it_may_show_it(stage, who):
    with pytest.raises(MayNotShareError):
        stage.share(by=who(stage))
    assert not Share.objects.exists()
    assert mail.outbox == []


def test_one_text_of_another_organisation_is_enough_to_refuse(stage):
    other = make_desk("annan")
    Membership.objects.create(
        user=stage.desk.editor, organisation=other.organisation, role=Role.APPROVER, may_release=True
    )
    release = plan_release(
        entries=[entry_for(make_message(stage.desk)), entry_for(make_message(other))],
        by=stage.desk.editor,
        at=AT,
        embargo_text="Villkor.",
    )
    Membership.objects.filter(organisation=other.organisation, user=stage.desk.editor).delete()
    for kind, by, refusal in (
        (Kind.PREVIEW, stage.desk.editor, MayNotShareError),
        (Kind.EARLY_ACCESS, stage.officer, NotPressOfficerError),
    ):
        with pytest.raises(refusal):
            services.share_release(release=release, kind=kind, recipients=[COLLEAGUE], by=by, expires_at=AT)


def editor_of_ours(stage):
    return stage.desk.editor


def chief(stage):
    return make_user(is_superuser=True)


def press_officer_elsewhere(stage):
    return make_member(make_desk("annan").organisation, role=Role.PRESS_OFFICER)


@pytest.mark.parametrize("who", [outsider, editor_of_ours, chief, press_officer_elsewhere, approver_of_ours])
def test_only_our_press_officer_gives_early_access(stage, who):
    with pytest.raises(NotPressOfficerError):
        stage.early(by=who(stage))


def test_an_inactive_press_officer_gives_nothing(stage):
    stage.officer.is_active = False
    with pytest.raises(NotPressOfficerError):
        stage.early()


def test_early_access_needs_terms(stage):
    Release.objects.update(embargo_text="")
    stage.release.refresh_from_db()
    with pytest.raises(EmbargoTextMissingError):
        stage.early()
    assert stage.share()


def test_a_release_of_terms_alone_is_nobodys_to_give_early(stage):
    from tests.factories.cms_workshop import entry, identity, make_tag

    tag = make_tag("ny-tagg")
    chief_ = make_user(is_superuser=True)
    release = plan_release(entries=[entry(*identity(tag))], by=chief_, at=AT, embargo_text="Villkor.")
    assert not permissions.may_give_early_access(stage.officer, release.items.all())
    assert permissions.may_preview(chief_, release.items.all())
    assert not permissions.may_preview(stage.desk.editor, release.items.all())


# --- what can't be shared ---------------------------------------------------------------------------------------------


def test_somebody_must_be_named_and_not_a_crowd(stage):
    ask = {"release": stage.release, "kind": Kind.PREVIEW, "by": stage.desk.editor, "expires_at": AT}
    with pytest.raises(NobodyNamedError):
        services.share_release(recipients=[], **ask)
    with pytest.raises(TooManyNamedError):
        services.share_release(recipients=[COLLEAGUE] * 51, **ask)


@pytest.mark.parametrize("expires_at", [NOW, NOW - DAY, NOW + dt.timedelta(days=90, seconds=1)])
def test_a_link_ends_ahead_and_not_too_far(stage, expires_at):
    with pytest.raises(BadExpiryError):
        stage.share(expires_at=expires_at)


@pytest.mark.parametrize("status", ["released", "failed", "cancelled"])
def test_only_what_is_planned_is_shared(stage, status):
    Release.objects.update(status=status)
    stage.release.refresh_from_db()
    with pytest.raises(NotShareableError):
        stage.share()


def test_a_release_that_is_decided_meanwhile_is_not_shared(stage, monkeypatch):
    real = contents.freeze_release

    def cancelled_meanwhile(release):
        content = real(release)
        Release.objects.update(status="cancelled")
        return content

    monkeypatch.setattr(contents, "freeze_release", cancelled_meanwhile)
    with pytest.raises(NotShareableError):
        stage.share()
    assert not Share.objects.exists()


def test_a_release_that_could_not_be_printed_is_not_shared(stage):
    edit(stage.message, title="Ändrad efteråt")
    with pytest.raises(NotShareableError, match="ändrats"):
        stage.share()


def test_refusals_say_what_to_do():
    for refusal in SharingError.__subclasses__():
        assert refusal.code != SharingError.code


# --- revoke, extend, freeze -------------------------------------------------------------------------------------------


def test_revoking_is_recorded_once(stage):
    share = stage.share()
    services.revoke(share=share, by=stage.desk.editor)
    services.revoke(share=share, by=stage.desk.editor)
    share.refresh_from_db()
    assert share.revoked_at == NOW
    assert acts() == [Act.CREATED, Act.REVOKED]


def test_strangers_revoke_and_extend_nothing(stage):
    share = stage.share()
    for by in (make_user(), make_desk("annan").editor):
        with pytest.raises(MayNotShareError):
            services.revoke(share=share, by=by)
        with pytest.raises(MayNotShareError):
            services.extend(share=share, by=by, expires_at=AT)


def test_whoever_could_have_shared_may_revoke(stage):
    share = stage.share()
    services.revoke(share=share, by=make_member(stage.desk.organisation))


def test_extending_is_recorded_and_revives_no_revoked_link(stage):
    share = stage.share()
    services.extend(share=share, by=stage.desk.editor, expires_at=NOW + 5 * DAY)
    share.refresh_from_db()
    assert share.expires_at == NOW + 5 * DAY
    assert acts() == [Act.CREATED, Act.EXTENDED]
    with pytest.raises(BadExpiryError):
        services.extend(share=share, by=stage.desk.editor, expires_at=NOW)
    services.revoke(share=share, by=stage.desk.editor)
    with pytest.raises(ShareRevokedError):
        services.extend(share=share, by=stage.desk.editor, expires_at=NOW + 5 * DAY)


def test_a_freeze_is_recorded_once_and_stops_new_access(stage):
    stage.early()
    freezing.freeze(release=stage.release, by=stage.desk.editor, reason="Fel i texten.")
    freezing.freeze(release=stage.release, by=stage.officer)
    assert acts() == [Act.GRANTED, Act.FROZEN]
    event = ShareEvent.objects.get(act=Act.FROZEN)
    assert (event.release_key, event.details) == (stage.release.key, {"reason": "Fel i texten.", "shares": 1})
    with pytest.raises(FrozenError):
        stage.early()
    assert stage.share()


def test_any_member_may_freeze_and_no_stranger(stage):
    with pytest.raises(MayNotShareError):
        freezing.freeze(release=stage.release, by=make_desk("annan").editor)
    with pytest.raises(MayNotShareError):
        freezing.freeze(release=stage.release, by=inactive(stage))
    freezing.freeze(release=stage.release, by=approver_of_ours(stage))


def test_only_a_press_officer_opens_again(stage):
    freezing.freeze(release=stage.release, by=stage.officer)
    with pytest.raises(NotPressOfficerError):
        freezing.unfreeze(release=stage.release, by=stage.desk.editor)
    freezing.unfreeze(release=stage.release, by=stage.officer, reason="Rättat.")
    with pytest.raises(NotFrozenError):
        freezing.unfreeze(release=stage.release, by=stage.officer)
    assert acts() == [Act.FROZEN, Act.UNFROZEN]


@pytest.mark.parametrize("change", [{"by": "någon annan"}, {"act": Act.READ}])
def test_the_database_changes_no_event(stage, change):
    stage.share()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ShareEvent.objects.update(**change)


def test_the_database_deletes_no_event(stage):
    stage.share()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ShareEvent.objects.all().delete()


def test_the_embargo_text_is_changed_by_who_may(stage):
    with pytest.raises(NotAllowedError):
        change_embargo_text(release=stage.release, text="x", by=make_desk("annan").editor)
    assert (
        change_embargo_text(release=stage.release, text=" Nytt. ", by=stage.officer).embargo_text == "Nytt."
    )
    assert change_embargo_text(release=stage.release, text="Två", by=stage.desk.editor).embargo_text == "Två"
    Release.objects.update(status="released")
    with pytest.raises(NotPrintableError):
        change_embargo_text(release=stage.release, text="x", by=stage.officer)


# --- joint texts ------------------------------------------------------------------------------------------------------


@pytest.fixture
def agreed(stage: Stage) -> Stage:
    """The same stage with a release of a text that two organisations have approved."""
    other = make_desk("polisen")
    page = make_message(stage.desk, title="Gemensam text", signatories=[other.organisation])
    request = ask(stage, page)
    for signature in request.signatures.all():
        delegate = make_member(signature.organisation, role=Role.APPROVER)
        approvals.approve(signature=signature, by=delegate, digest=request.digest)
    stage.release = plan_release(
        entries=[entry_for(page)], by=stage.desk.editor, at=AT, embargo_text="Villkor."
    )
    stage.message = page
    return stage


def ask(stage, page):
    return asking.ask_for_approval(
        item_type="message", item_key=page.translation_key, languages=["sv"], by=stage.desk.editor, due_at=DUE
    )


def test_a_link_ends_when_an_approval_falls(agreed):
    share = agreed.share()
    assert standing_of(share, database_now()) is Standing.OPEN
    asking.take_back(request=find_request(agreed), by=agreed.desk.editor)
    assert standing_of(Share.objects.get(), database_now()) is Standing.CHANGED
    assert agreed.get(share).status_code == 410


def find_request(stage):
    from cms.approval.queries import find_standing

    return find_standing(stage.message.translation_key)


# --- texts without a release ------------------------------------------------------------------------------------------


def share_draft(stage, **more):
    mail.outbox.clear()
    ask_ = {"item_type": "message", "item_key": stage.message.translation_key, "languages": ["sv"]}
    with TestCase.captureOnCommitCallbacks(execute=True):
        [share] = services.share_draft(
            **(ask_ | {"recipients": [COLLEAGUE], "by": stage.desk.editor, "expires_at": AT} | more)
        )
    from tests.cms.sharing.conftest import token_in

    stage.tokens[share.pk] = token_in(mail.outbox[0])
    return share


def test_a_draft_is_shown_as_it_was_when_it_was_shared(stage):
    share = share_draft(stage)
    edit(stage.message, title="Ändrad efteråt")
    page = stage.get(share, "sida/sv/meddelanden/").content.decode()
    assert "Hemlig titel om lyktor" in page
    assert "Hemlig lägesbild" not in page
    assert "Ändrad efteråt" not in page


def test_a_drafts_link_ends_when_the_text_is_out(stage):
    share = share_draft(stage)
    from cms.common import clock

    with clock.set_to(AT):
        services.extend(share=share, by=stage.desk.editor, expires_at=AT + DAY)
        assert stage.get(share).status_code == 200
        print_release(stage.release.pk)
        assert stage.get(share).status_code == 302


def test_what_one_may_not_write_one_does_not_show(stage):
    with pytest.raises(MayNotShareError):
        share_draft(stage, by=make_desk("annan").editor)
    assert not SharedContent.objects.exists()


def test_a_draft_that_lacks_something_is_not_shared(stage):
    edit(stage.message, summary="")
    with pytest.raises(NotShareableError):
        share_draft(stage)
    with pytest.raises(NotShareableError):
        share_draft(stage, languages=["en"])
    with pytest.raises(NotShareableError):
        share_draft(stage, languages=[])


def test_the_version_of_a_request_is_shared_while_it_stands(stage):
    page = make_message(stage.desk, signatories=[make_desk("polisen").organisation])
    request = ask(stage, page)
    args = {"recipients": [JOURNALIST], "by": stage.desk.editor, "expires_at": AT}
    [share] = services.share_request(request=request, **args)
    assert share.content.request_key == request.key
    assert share.content.versions.get().digest == review("message", page.translation_key, "sv").digest
    assert standing_of(share, database_now()) is Standing.OPEN
    asking.take_back(request=request, by=stage.desk.editor)
    assert standing_of(Share.objects.get(), database_now()) is Standing.CHANGED
    request.refresh_from_db()
    with pytest.raises(NotShareableError):
        services.share_request(request=request, **args)


def test_a_request_is_shown_by_its_writers_only(stage):
    request = ask(stage, make_message(stage.desk, signatories=[make_desk("polisen").organisation]))
    with pytest.raises(MayNotShareError):
        services.share_request(
            request=request, recipients=[COLLEAGUE], by=make_desk("annan").editor, expires_at=AT
        )
