"""Keys are shown once, kept as a digest, exchanged with an overlap, and end when they should."""

from __future__ import annotations

import datetime as dt
import re

from django.db import connection

import pytest

from cms.accounts.models import Role
from cms.audit.models import AuditEntry
from cms.common import clock
from pressroom.partners.enums import Scope
from pressroom.partners.exceptions import MayNotManageError
from pressroom.partners.keys import services
from pressroom.partners.keys.exceptions import BadKeyExpiryError, KeyEndedError, TooManyKeysError
from pressroom.partners.keys.tokens import read_token
from pressroom.partners.models import PartnerKey
from tests.factories.cms_workshop import make_chief, make_member, make_organisation
from tests.factories.pressroom_partners import make_key, make_partner

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.set_to(NOW):
        yield


def later(days: int) -> dt.datetime:
    return NOW + dt.timedelta(days=days)


class TestTokens:
    def test_the_secret_part_has_256_bits_and_no_two_are_alike(self):
        texts = {make_key().text for _ in range(5)}
        assert len(texts) == 5
        assert all(re.fullmatch(r"samverkan_[0-9a-z]{10}_[\w-]{43}", text) for text in texts)

    @pytest.mark.parametrize("text", ["", "samverkan_", "samverkan_7fk3m9q2xd_kort", "x" * 70])
    def test_another_writing_is_no_key(self, text):
        assert read_token(text) is None

    def test_a_key_with_something_after_it_is_none(self):
        assert read_token(make_key().text + "\n") is None

    def test_neither_representation_shows_the_key(self):
        issued = make_key()
        assert issued.text not in repr(issued)
        assert issued.text not in repr(read_token(issued.text))


class TestAtRest:
    def test_nothing_in_the_database_holds_the_secret(self):
        issued = make_key()
        secret = issued.text.split("_", 2)[2]
        with connection.cursor() as cursor:
            found = []
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [row for row in cursor.fetchall() if secret in str(row)]
        assert found == []
        assert issued.key.digest == read_token(issued.text).digest
        assert AuditEntry.objects.get(act="partner.key_issued").read_facts()["key"] == issued.key.name


class TestIssue:
    @pytest.mark.parametrize("days", [0, -1, 732])
    def test_an_end_that_is_none_is_refused(self, days):
        with pytest.raises(BadKeyExpiryError):
            make_key(days=days)
        assert not PartnerKey.objects.exists()

    def test_there_is_a_most(self, monkeypatch):
        monkeypatch.setattr(services, "MOST_KEYS", 2)
        partner = make_partner()
        first, _second = make_key(partner), make_key(partner)
        with pytest.raises(TooManyKeysError):
            make_key(partner)
        services.revoke(key=first.key, by=make_chief())
        make_key(partner)

    def test_others_give_and_take_nothing(self):
        issued = make_key()
        editor = make_member(make_organisation("jarva"), role=Role.EDITOR)
        with pytest.raises(MayNotManageError):
            make_key(by=editor)
        with pytest.raises(MayNotManageError):
            services.revoke(key=issued.key, by=editor)
        with pytest.raises(MayNotManageError):
            services.rotate(key=issued.key, expires_at=later(9), by=editor)
        issued.key.refresh_from_db()
        assert (issued.key.revoked_at, issued.key.successor) == (None, None)


class TestRotate:
    def test_the_old_key_works_for_two_weeks_more_and_the_new_one_is_like_it(self):
        old = make_key(scope=Scope.REACH, days=300)
        new = services.rotate(key=old.key, expires_at=later(365), by=make_chief())
        old.key.refresh_from_db()
        assert old.key.expires_at == later(14)
        assert old.key.successor == new.key
        assert (new.key.scope, new.key.label, new.key.partner) == ("reach", "Servern", old.key.partner)
        assert new.text != old.text

    def test_an_old_key_is_never_made_to_live_longer(self):
        old = make_key(days=3)
        services.rotate(key=old.key, expires_at=later(365), by=make_chief())
        old.key.refresh_from_db()
        assert old.key.expires_at == later(3)

    def test_what_has_ended_or_been_exchanged_is_not_exchanged(self):
        revoked, expired, exchanged = make_key(), make_key(days=1), make_key()
        services.revoke(key=revoked.key, by=make_chief())
        services.rotate(key=exchanged.key, expires_at=later(365), by=make_chief())
        with clock.set_to(later(1)):
            for issued in (revoked, expired, exchanged):
                with pytest.raises(KeyEndedError):
                    services.rotate(key=issued.key, expires_at=later(365), by=make_chief())
        assert PartnerKey.objects.count() == 4


class TestRevoke:
    def test_twice_is_one_act(self):
        issued = make_key()
        services.revoke(key=issued.key, by=make_chief())
        with clock.set_to(later(1)):
            services.revoke(key=issued.key, by=make_chief())
        issued.key.refresh_from_db()
        assert issued.key.revoked_at == NOW
        assert AuditEntry.objects.filter(act="partner.key_revoked").count() == 1
