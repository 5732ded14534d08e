"""Announced releases: printed, confirmed, moved with a reason, cancelled, and released with their release."""

from __future__ import annotations

import datetime as dt
import uuid

import orjson
import pytest

from cms.common import clock
from cms.ledger import registry
from cms.ledger.models import CurrentEdition, Edition
from cms.releases import calendar, printing, rescheduling, services
from cms.releases.calendar import Words
from cms.releases.enums import Action, CalendarStatus, ReleaseStatus
from cms.releases.exceptions import (
    AlreadyAnnouncedError,
    ApprovedTimeDiffersError,
    CalendarTextMissingError,
    NotAllowedError,
    NotAnnouncedError,
    NotPrintableError,
    ReasonMissingError,
    ReleaseError,
    StillAnnouncedError,
    TimePassedError,
)
from cms.releases.models import CalendarEntry, Release
from tests.factories.cms_workshop import (
    edit,
    entry,
    entry_for,
    make_chief,
    make_desk,
    make_member,
    make_message,
    make_organisation,
    reprint,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=clock.UTC)
AT = NOW + dt.timedelta(days=1)
LATER = NOW + dt.timedelta(days=2)
SECRET = "Hemligheten om Järva"


@pytest.fixture(autouse=True)
def _still():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def desk():
    return make_desk("kansliet")


@pytest.fixture
def planned(desk):
    page = make_message(desk, title=SECRET, slug="hemligheten")
    return services.plan_release(entries=[entry_for(page)], by=desk.editor, at=AT)


def announce(desk, release, *, is_confirmed=True, **words):
    texts = {"sv": Words("Besked om sommaren", "Vi berättar mer då.")} | words
    return calendar.announce(
        release=release,
        organisation=desk.organisation,
        texts=texts,
        by=desk.editor,
        is_confirmed=is_confirmed,
    )


def row_of(entry_row, language="sv"):
    return CurrentEdition.objects.get(item_key=entry_row.key, language=language)


def facts_of(entry_row, language="sv"):
    return row_of(entry_row, language).read_card()["calendar"]


def test_announcement_is_printed_in_each_language_with_what_was_written_for_it(desk, planned):
    row = announce(desk, planned, is_confirmed=False, en=Words("News about the summer"))
    document = row_of(row).read_document()
    assert (document["title"], document["summary"]) == ("Besked om sommaren", "Vi berättar mer då.")
    assert document["owner"]["id"] == "kansliet"
    assert document["calendar"] == {
        "starts_at": "2026-03-03T12:00:00.000Z",
        "zone": "Europe/Stockholm",
        "status": "provisional",
    }
    assert row_of(row, "en").title == "News about the summer"
    assert "/kalender/" in row_of(row).path
    assert "/calendar/" in row_of(row, "en").path


def test_entry_is_a_draft_of_its_own_organisation_and_knows_who_changed_it(desk, planned):
    row = announce(desk, planned)
    source = registry.get("calendar").find_source(row.key, "sv")
    assert (source.item_key, source.language, source.title) == (row.key, "sv", "Besked om sommaren")
    assert source.owner_id == desk.organisation.pk
    assert source.signatory_ids() == {desk.organisation.pk}
    assert source.last_changed_by_id == desk.editor.pk
    assert registry.get("calendar").find_source(row.key, "so") is None


def test_announcement_says_nothing_of_the_unreleased_texts(desk, planned):
    row = announce(desk, planned)
    edition = Edition.objects.get(item_key=row.key)
    item = planned.items.get()
    public = edition.payload + row_of(row).card + row_of(row).document + str(edition.release_key)
    for secret in (SECRET, "hemligheten", str(item.item_key), item.digest, str(planned.key)):
        assert secret not in public


def test_empty_english_title_gives_no_english_entry(desk, planned):
    row = announce(desk, planned, en=Words("  "))
    assert [text.language for text in row.texts.all()] == ["sv"]


def test_entry_is_found_by_its_own_key_and_language_only(desk, planned):
    first = announce(desk, planned, en=Words("News of the summer"))
    page = make_message(desk, title="Annat", slug="annat")
    other = services.plan_release(entries=[entry_for(page)], by=desk.editor, at=LATER)
    second = announce(desk, other, sv=Words("Besked om hösten"))
    find = registry.get("calendar").find_source
    found = {(key, code): find(key, code) for key in (first.key, second.key) for code in ("sv", "en")}
    assert {place: source and source.title for place, source in found.items()} == {
        (first.key, "sv"): "Besked om sommaren",
        (first.key, "en"): "News of the summer",
        (second.key, "sv"): "Besked om hösten",
        (second.key, "en"): None,
    }
    assert find(uuid.uuid4(), "sv") is None
    orders = [row_of(entry_row).sort_order for entry_row in (first, second)]
    assert orders == [int(at.timestamp()) // 60 for at in (AT, LATER)]


def test_announcement_needs_a_swedish_title(desk, planned):
    with pytest.raises(CalendarTextMissingError):
        announce(desk, planned, sv=Words(" "), en=Words("News"))


def test_release_is_announced_once_and_only_while_planned(desk, planned):
    announce(desk, planned)
    with pytest.raises(AlreadyAnnouncedError):
        announce(desk, planned)
    gone = services.plan_release(entries=[entry_for(make_message(desk))], by=desk.editor, at=AT)
    services.cancel_release(release=gone, by=desk.editor)
    with pytest.raises(NotPrintableError):
        announce(desk, gone)


def test_announcing_needs_the_right_to_release_and_for_that_organisation(desk, planned):
    stranger = make_member(make_organisation())
    with pytest.raises(NotAllowedError):
        calendar.announce(
            release=planned, organisation=desk.organisation, texts={"sv": Words("Nytt")}, by=stranger
        )
    with pytest.raises(NotAllowedError):
        calendar.announce(
            release=planned, organisation=make_organisation(), texts={"sv": Words("Nytt")}, by=desk.editor
        )
    theirs = make_desk()  # who may release there, but not what this release holds
    with pytest.raises(NotAllowedError):
        calendar.announce(
            release=planned,
            organisation=theirs.organisation,
            texts={"sv": Words("Nytt")},
            by=theirs.editor,
        )
    assert not CalendarEntry.objects.exists()


def test_organisation_that_was_never_printed_is_called_what_it_calls_itself_else_by_its_code(desk, planned):
    row = announce(desk, planned)
    hidden = make_organisation("gomd", "Gömda kontoret")
    CalendarEntry.objects.filter(pk=row.pk).update(organisation=hidden)

    def names():
        owner = registry.get("calendar").find_source(row.key, "sv").build()["owner"]
        return owner["name"], owner["short_name"]

    hidden.texts.filter(language="sv").update(short_name="Gömda")
    assert names() == ("Gömda kontoret", "Gömda")
    hidden.texts.all().delete()
    assert names() == ("gomd", "gomd")


def test_organisation_that_is_not_public_leaves_no_entry(desk, planned):
    hidden = make_organisation()
    with pytest.raises(ReleaseError):
        calendar.announce(release=planned, organisation=hidden, texts={"sv": Words("Nytt")}, by=make_chief())
    assert not CalendarEntry.objects.exists()


def test_provisional_time_is_confirmed_once(desk, planned):
    row = announce(desk, planned, is_confirmed=False, en=Words("News"))
    assert row_of(row).seq < row_of(row, "en").seq
    colleague = make_member(desk.organisation)
    confirmed = calendar.confirm(entry=row, by=colleague)
    assert (confirmed, confirmed.status, confirmed.changed_by) == (row, CalendarStatus.CONFIRMED, colleague)
    assert row_of(row).seq < row_of(row, "en").seq
    assert facts_of(row)["status"] == "confirmed"
    assert row_of(row).note == "Tiden är bekräftad."
    assert row_of(row, "en").note == "The time is confirmed."
    with pytest.raises(NotAnnouncedError):
        calendar.confirm(entry=row, by=desk.editor)


def test_confirmed_time_moves_with_a_public_reason(desk, planned):
    row = announce(desk, planned)
    moved = rescheduling.move_release(
        release=planned, at=LATER, by=desk.editor, reason="Nämnden möts senare."
    )
    assert moved.scheduled_at == LATER
    assert facts_of(row)["starts_at"] == "2026-03-04T12:00:00.000Z"
    assert row_of(row).corrections[0]["note"] == "Nämnden möts senare."


def test_confirmed_time_without_a_reason_stays(desk, planned):
    row = announce(desk, planned)
    with pytest.raises(ReasonMissingError):
        rescheduling.move_release(release=planned, at=LATER, by=desk.editor, reason=" \n")
    planned.refresh_from_db()
    assert planned.scheduled_at == AT
    assert facts_of(row)["starts_at"] == "2026-03-03T12:00:00.000Z"


def test_provisional_time_moves_without_a_reason(desk, planned):
    row = announce(desk, planned, is_confirmed=False)
    rescheduling.move_release(release=planned, at=LATER, by=desk.editor)
    assert facts_of(row)["starts_at"] == "2026-03-04T12:00:00.000Z"
    assert row_of(row).note == "Den preliminära tiden är ändrad."


def test_release_that_is_not_announced_moves_and_is_looked_at_again(desk, planned):
    Release.objects.filter(pk=planned.pk).update(
        status=ReleaseStatus.FAILED, failure="Fel.", preflight_at=NOW, preflight_problems="Fel."
    )
    moved = rescheduling.move_release(release=planned, at=LATER, by=desk.editor)
    assert (moved.status, moved.failure, moved.preflight_at, moved.preflight_problems) == (
        ReleaseStatus.PLANNED, "", None, "",
    )  # fmt: skip


def test_release_moves_although_its_draft_has_changed(desk, planned):
    page = make_message(desk, title="Ändras")
    release = services.plan_release(entries=[entry_for(page)], by=desk.editor, at=AT)
    edit(page, title="Ändrad")
    assert rescheduling.move_release(release=release, at=LATER, by=desk.editor).scheduled_at == LATER


def test_release_does_not_move_to_the_past_or_after_it_is_decided(desk, planned):
    with pytest.raises(TimePassedError):
        rescheduling.move_release(release=planned, at=NOW, by=desk.editor)
    with pytest.raises(NotAllowedError):
        rescheduling.move_release(release=planned, at=LATER, by=make_member(make_organisation()))
    services.cancel_release(release=planned, by=desk.editor)
    with pytest.raises(NotPrintableError):
        rescheduling.move_release(release=planned, at=LATER, by=desk.editor)


def test_time_that_the_signatories_did_not_approve_is_refused(desk, planned, monkeypatch):
    def refuse(wanted, *, scheduled_at):
        raise ApprovedTimeDiffersError("Budskap", AT)

    monkeypatch.setattr(rescheduling, "check_all", refuse)
    with pytest.raises(ApprovedTimeDiffersError):
        rescheduling.move_release(release=planned, at=LATER, by=desk.editor)


def test_cancelling_cancels_both_with_a_reason(desk, planned):
    row = announce(desk, planned)
    with pytest.raises(ReasonMissingError):
        rescheduling.cancel_release(release=planned, by=desk.editor)
    with pytest.raises(StillAnnouncedError):
        services.cancel_release(release=planned, by=desk.editor)
    cancelled = rescheduling.cancel_release(release=planned, by=desk.editor, reason="Underlaget räckte inte.")
    assert cancelled.status == ReleaseStatus.CANCELLED
    assert facts_of(row)["status"] == "cancelled"
    assert row_of(row).note == "Underlaget räckte inte."
    with pytest.raises(NotAnnouncedError):
        calendar.cancel(entry=row, by=desk.editor, reason="Igen.")


def test_provisional_release_is_cancelled_without_a_reason(desk, planned):
    row = announce(desk, planned, is_confirmed=False)
    rescheduling.cancel_release(release=planned, by=desk.editor)
    assert row_of(row).note == "Det preliminära släppet är inställt."


def test_release_that_is_not_announced_is_cancelled(desk, planned):
    assert rescheduling.cancel_release(release=planned, by=desk.editor).status == ReleaseStatus.CANCELLED


def test_entry_is_released_with_its_release(desk, planned):
    row = announce(desk, planned, en=Words("News"))
    with clock.set_to(AT):
        release = printing.print_release(planned.pk)
    row.refresh_from_db()
    assert row.status == CalendarStatus.RELEASED
    assert facts_of(row)["status"] == facts_of(row, "en")["status"] == "released"
    assert row_of(row).kind == "refreshed"
    editions = Edition.objects.filter(release_key=release.key).order_by("seq")
    assert [edition.item_type for edition in editions] == ["message", "calendar", "calendar"]
    assert (release.first_seq, release.last_seq) == (editions[0].seq, editions[2].seq)


def test_fault_in_the_middle_leaves_both_as_they_were(desk, planned, monkeypatch):
    row = announce(desk, planned)
    real = printing.append

    def fail(*args, **kwargs):
        real(*args, **kwargs)
        raise OSError("disken är full")

    monkeypatch.setattr(printing, "append", fail)
    before = Edition.objects.count()
    with clock.set_to(AT), pytest.raises(ReleaseError):
        printing.print_release(planned.pk)
    row.refresh_from_db()
    assert row.status == CalendarStatus.CONFIRMED
    assert facts_of(row)["status"] == "confirmed"
    assert Edition.objects.count() == before
    monkeypatch.undo()
    with clock.set_to(AT):
        services.retry_release(release=planned, by=desk.editor)
    assert facts_of(row)["status"] == "released"


def test_entry_whose_organisation_is_renamed_in_the_same_release_is_printed_once(desk, planned):
    row = announce(desk, planned)
    text = desk.organisation.texts.get(language="sv")
    text.name = "Nya kansliet"
    text.save()
    renaming = entry("organisation", desk.organisation.key, action=Action.CORRECT, note="Nytt namn.")
    release = services.plan_release(entries=[renaming], by=make_chief(), at=LATER)
    row.release = release
    row.save()
    with clock.set_to(LATER):
        printing.print_release(release.pk)
    card = row_of(row).read_card()
    assert (card["owner"]["name"], card["calendar"]["status"]) == ("Nya kansliet", "released")


def test_renamed_organisation_leaves_the_time_as_it_is(desk, planned):
    row = announce(desk, planned)
    text = desk.organisation.texts.get(language="sv")
    text.name = "Nya kansliet"
    text.save()
    reprint(desk.organisation)
    assert row_of(row).read_card()["owner"]["name"] == "Nya kansliet"
    assert facts_of(row)["status"] == "confirmed"


def test_withdrawn_entry_stays_withdrawn(desk, planned):
    row = announce(desk, planned)
    gone = entry("calendar", row.key, action=Action.WITHDRAW, note="Fel.")
    services.release_now(entries=[gone], by=desk.editor)
    rescheduling.move_release(release=planned, at=LATER, by=desk.editor, reason="Senare.")
    with clock.set_to(LATER):
        printing.print_release(planned.pk)
    assert row_of(row).is_gone


def test_entry_without_title_is_incomplete(desk, planned):
    row = announce(desk, planned)
    row.texts.update(title="")
    source = services.preconditions.review("calendar", row.key, "sv")
    assert [missing.code for missing in source.blocking] == ["title_missing"]


def test_editions_keep_the_canonical_payload(desk, planned):
    row = announce(desk, planned)
    payload = orjson.loads(Edition.objects.get(item_key=row.key).payload)
    assert payload["calendar"]["status"] == "confirmed"
    assert str(row).startswith("bekräftad 2026-03-03")
    assert str(row.texts.get()) == "Besked om sommaren"
