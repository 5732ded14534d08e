"""Which releases and public texts concern a person of the workshop."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.accounts.models import Role, User
from cms.items.services import sync_access
from cms.releases import queries
from cms.releases.enums import Action
from cms.releases.models import Release
from cms.releases.services import cancel_release, plan_release, release_now
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry,
    entry_for,
    identity,
    make_chief,
    make_desk,
    make_member,
    make_message,
    make_user,
    reprint,
)

pytestmark = pytest.mark.django_db
AT = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def ours() -> Desk:
    return _desk("jarva")


@pytest.fixture
def theirs() -> Desk:
    return _desk("polisen")


def _desk(code: str) -> Desk:
    desk = make_desk(code)
    sync_access(desk.organisation)
    return desk


def seen_by(user: User) -> set[Release]:
    return set(queries.list_releases_for(user))


class TestReleases:
    def test_are_seen_by_who_made_them_who_may_write_them_and_superusers(
        self, ours: Desk, theirs: Desk
    ) -> None:
        release = release_now(entries=[entry_for(make_message(ours))], by=make_chief())
        colleague = make_member(ours.organisation, may_release=False)
        sync_access(colleague)
        assert release in seen_by(make_chief())
        assert release in seen_by(colleague)
        assert release not in seen_by(theirs.editor)
        assert release not in seen_by(make_user())
        Release.objects.filter(pk=release.pk).update(created_by=theirs.editor)
        assert release in seen_by(theirs.editor)

    def test_of_what_no_longer_has_a_draft_are_seen_by_superusers(self, ours: Desk) -> None:
        page = make_message(ours)
        release = release_now(entries=[entry_for(page)], by=ours.editor)
        page.delete()
        assert release in seen_by(make_chief())
        assert release not in seen_by(make_member(ours.organisation))

    def test_of_an_organisations_profile_are_seen_by_its_members(self, ours: Desk, theirs: Desk) -> None:
        text = ours.organisation.texts.get(language="sv")
        text.name = "Nytt namn"
        text.save()
        release = reprint(ours.organisation)
        assert release in seen_by(ours.editor)
        assert release not in seen_by(theirs.editor)

    def test_of_terms_are_seen_by_who_keeps_the_terms(self, ours: Desk) -> None:
        keeper = make_member(ours.organisation, role=Role.ADMINISTRATOR)
        ours.area.name = "Nytt namn"
        ours.area.save()
        release = reprint(ours.area)
        assert release in seen_by(keeper)
        assert release not in seen_by(ours.editor)

    def test_keeper_of_terms_sees_neither_news_nor_profiles_of_others(self, ours: Desk, theirs: Desk) -> None:
        keeper = make_member(ours.organisation, role=Role.ADMINISTRATOR)
        news = release_now(entries=[entry_for(make_message(theirs))], by=theirs.editor)
        text = theirs.organisation.texts.get(language="sv")
        text.name = "Nytt namn"
        text.save()
        assert not {news, reprint(theirs.organisation)} & seen_by(keeper)


class TestOpenRelease:
    def test_is_the_first_that_is_planned_in_one_of_the_languages(self, ours: Desk) -> None:
        page = make_message(ours)
        later, sooner = (
            plan_release(entries=[entry_for(page)], by=ours.editor, at=at)
            for at in (AT, AT - dt.timedelta(days=1))
        )
        assert queries.find_open_release(page.translation_key, ["en", "sv"]) == sooner
        assert queries.find_open_release(page.translation_key, ["en"]) is None
        cancel_release(release=sooner, by=ours.editor)
        assert queries.find_open_release(page.translation_key, ["sv"]) == later

    def test_is_none_when_it_is_out(self, ours: Desk) -> None:
        page = make_message(ours)
        release_now(entries=[entry_for(page)], by=ours.editor)
        assert queries.find_open_release(page.translation_key, ["sv"]) is None


class TestPublic:
    def titles(self, user: User) -> set[str]:
        return {row.title for row in queries.list_public_for(user)}

    def test_each_sees_their_own_and_a_superuser_all(self, ours: Desk, theirs: Desk) -> None:
        release_now(entries=[entry_for(make_message(ours, title="Vårt"))], by=ours.editor)
        release_now(entries=[entry_for(make_message(theirs, title="Deras"))], by=theirs.editor)
        assert {"Vårt", str(ours.organisation)} <= self.titles(ours.editor)
        assert not {"Deras", str(theirs.organisation), ours.area.name} & self.titles(ours.editor)
        assert {"Vårt", "Deras", ours.area.name} <= self.titles(make_chief())
        keeper = make_member(ours.organisation, role=Role.ADMINISTRATOR)
        assert {"Vårt", ours.area.name} <= self.titles(keeper)
        assert not {"Deras", str(theirs.organisation)} & self.titles(keeper)
        assert self.titles(make_user()) == set()

    def test_what_concerns_us_twice_is_there_once_newest_first_and_not_when_it_is_gone(
        self, ours: Desk
    ) -> None:
        first, second = make_message(ours, title="Ett"), make_message(ours, title="Två")
        for page in (first, second):
            release_now(entries=[entry_for(page)], by=ours.editor)
        edit(first, title="Ett igen")
        release_now(entries=[entry_for(first, action=Action.CORRECT, note="Fel.")], by=ours.editor)
        news = [row.title for row in queries.list_public_for(ours.editor) if row.item_type == "message"]
        assert news == ["Ett igen", "Två"]
        release_now(entries=[entry_for(first, action=Action.WITHDRAW, note="Fel.")], by=ours.editor)
        assert "Ett igen" not in self.titles(ours.editor)
        assert "Ett igen" not in self.titles(make_chief())


def test_planned_digest_is_that_of_the_plan_and_not_of_what_is_out(ours: Desk) -> None:
    out, planned = make_message(ours), make_message(ours)
    release_now(entries=[entry_for(out)], by=ours.editor)
    wanted = entry_for(planned)
    plan_release(entries=[wanted], by=ours.editor, at=AT)
    keys = [out.translation_key, planned.translation_key]
    assert queries.planned_digests(keys) == {(planned.translation_key, "sv"): wanted.digest}
    assert queries.planned_digests(keys[:1]) == {}


def test_current_edition_by_key_and_language(ours: Desk) -> None:
    area = identity(ours.area)[1]
    assert set(queries.current_of([area])) == {(area, "sv"), (area, "en")}


def test_codes_are_those_of_organisations_for_which_one_may_release(ours: Desk, theirs: Desk) -> None:
    person = make_member(ours.organisation, may_release=True)
    make_writer = make_member(theirs.organisation, may_release=False)
    assert queries.releasing_codes(person) == {"jarva"}
    assert queries.releasing_codes(make_writer) == set()


def test_entry_of_a_term_can_be_planned(ours: Desk) -> None:
    ours.area.name = "Nytt namn"
    ours.area.save()
    wanted = entry(*identity(ours.area), action=Action.CORRECT, note="Nytt namn.")
    plan_release(entries=[wanted], by=make_chief(), at=AT)
    assert queries.find_open_release(wanted.item_key, ["sv"]) is not None
