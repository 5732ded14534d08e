"""Asking, taking back and looking again when drafts come and go underneath."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.approval.enums import RequestStatus
from cms.approval.exceptions import NothingToApproveError
from cms.approval.models import ApprovalRequest
from cms.common import clock
from cms.items.services import ensure_review_workflow, sync_access
from cms.messages.models import JointMessage
from cms.releases import asking
from cms.releases.exceptions import IncompleteError, NotAllowedError
from tests.factories.cms_workshop import Desk, edit, locale, make_desk, make_message, make_tag

pytestmark = pytest.mark.django_db
DUE = dt.datetime(2027, 1, 15, 12, 0, tzinfo=clock.UTC)


@pytest.fixture
def ours() -> Desk:
    return make_desk()


@pytest.fixture
def pages(ours: Desk) -> dict[str, JointMessage]:
    """Return a joint message in two languages."""
    page = make_message(ours, signatories=[make_desk().organisation])
    english = page.copy_for_translation(locale("en"), copy_parents=True)
    edit(english, title="The lights")
    return {"sv": page, "en": english}


def ask(ours: Desk, pages: dict[str, JointMessage], *languages: str) -> ApprovalRequest:
    return asking.ask_for_approval(
        item_type="message",
        item_key=pages["sv"].translation_key,
        languages=languages,
        by=ours.editor,
        due_at=DUE,
    )


def test_nothing_to_approve_is_refused(ours: Desk, pages: dict[str, JointMessage]) -> None:
    with pytest.raises(NothingToApproveError, match="minst ett språk"):
        ask(ours, pages)
    assert not ApprovalRequest.objects.exists()


def test_others_are_told_who_may_ask(ours: Desk, pages: dict[str, JointMessage]) -> None:
    with pytest.raises(NotAllowedError, match="ägande organisationens redaktörer kan be om godkännande"):
        ask(make_desk(), pages, "sv")
    assert not ApprovalRequest.objects.exists()


def test_what_no_reader_could_open_is_mended_first(ours: Desk) -> None:
    page = make_message(ours, signatories=[make_desk().organisation], tags=[make_tag("vinter")])
    with pytest.raises(IncompleteError) as refusal:
        ask(ours, {"sv": page}, "sv")
    assert [missing.code for missing in refusal.value.missing] == ["reference_not_public"]
    assert not ApprovalRequest.objects.exists()


def test_writer_is_who_changed_it_last_where_that_is_known(
    ours: Desk, pages: dict[str, JointMessage]
) -> None:
    pages["en"].get_latest_revision_as_object().save_revision(user=ours.editor)
    assert pages["sv"].latest_revision.user is None
    assert ask(ours, pages, "sv", "en").written_by == ours.editor


def test_reviews_inside_the_organisation_end_with_it(ours: Desk, pages: dict[str, JointMessage]) -> None:
    sync_access(ours.organisation)
    review = ensure_review_workflow(ours.organisation).start(
        JointMessage.objects.get(pk=pages["sv"].pk), ours.editor
    )
    ask(ours, pages, "sv")
    review.refresh_from_db()
    assert review.status == review.STATUS_CANCELLED


def test_owner_is_known_as_long_as_one_language_is_left(ours: Desk, pages: dict[str, JointMessage]) -> None:
    request = ask(ours, pages, "sv", "en")
    assert asking.owner_id_of(request) == ours.organisation.pk
    pages["sv"].delete()
    assert asking.owner_id_of(request) == ours.organisation.pk
    asking.take_back(request=request, by=ours.editor)
    request.refresh_from_db()
    assert request.status == RequestStatus.TAKEN_BACK


def test_of_a_text_that_is_gone_nobody_takes_back_and_the_publisher_voids_it(
    ours: Desk, pages: dict[str, JointMessage]
) -> None:
    request = ask(ours, pages, "sv")
    JointMessage.objects.get(pk=pages["en"].pk).delete()
    JointMessage.objects.get(pk=pages["sv"].pk).delete()
    assert asking.owner_id_of(request) is None
    with pytest.raises(NotAllowedError):
        asking.take_back(request=request, by=ours.editor)
    assert asking.void_all_changed() == 1
    request.refresh_from_db()
    assert request.status == RequestStatus.VOID


def test_language_that_is_gone_voids_and_is_named(ours: Desk, pages: dict[str, JointMessage]) -> None:
    request = ask(ours, pages, "sv", "en")
    pages["en"].delete()
    assert asking.void_if_changed(request)
    request.refresh_from_db()
    assert request.status == RequestStatus.VOID
    assert request.closed_because == "en: texten finns inte längre eller är ofullständig"
    assert not asking.void_if_changed(request)


def test_house_is_kept_of_every_request_that_stands(ours: Desk, pages: dict[str, JointMessage]) -> None:
    ask(ours, pages, "sv")
    other = make_message(ours, signatories=[make_desk().organisation])
    ask(ours, {"sv": other}, "sv")
    assert asking.void_all_changed() == 0
    edit(other, title="Ny rubrik")
    assert asking.void_all_changed() == 1
    assert asking.void_all_changed() == 0
