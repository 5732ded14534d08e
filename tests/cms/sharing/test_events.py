"""Everything that happens to a share is in the log of acts too, chained, seen by the owners alone."""

from __future__ import annotations

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

from cms.audit.models import AuditEntry, AuditReader
from cms.audit.verification import find_faults
from cms.releases.services import plan_release
from cms.sharing import freezing, reading, services
from cms.sharing.enums import Act
from cms.sharing.models import ShareEvent
from tests.cms.sharing.conftest import AT, TITLE
from tests.cms.sharing.test_services import share_draft
from tests.cms.sharing.test_views import message_path
from tests.factories.cms_workshop import entry_for, make_message

pytestmark = pytest.mark.django_db


def test_every_act_is_logged_with_who_and_of_what(stage):
    share, press = stage.share(), stage.early()
    services.extend(share=share, by=stage.desk.editor, expires_at=AT)
    stage.accept(press, "Åsa Ö")
    for each in (share, press):
        page = stage.get(each, f"sida/{message_path(stage)}").content.decode()
        Client().get(re.search(rf'{stage.url(each, "fil/")}[^"]+\.csv', page)[0])
    services.revoke(share=share, by=stage.desk.editor)
    freezing.freeze(release=stage.release, by=stage.desk.editor, reason="Skäl")
    freezing.unfreeze(release=stage.release, by=stage.officer)
    logged = list(AuditEntry.objects.filter(act__in=Act.values).order_by("seq"))
    assert set(Act.values) == {entry.act for entry in logged}
    assert [entry.act for entry in logged] == list(ShareEvent.objects.values_list("act", flat=True))
    assert {(entry.subject_type, entry.subject_key) for entry in logged} == {("release", stage.release.key)}
    [accepted] = [entry for entry in logged if entry.act == Act.TERMS_ACCEPTED]
    assert (accepted.actor_name, accepted.actor_email, accepted.actor_id) == (
        "Åsa Ö",
        "asa@tidningen.example",
        None,
    )
    [granted] = [entry for entry in logged if entry.act == Act.GRANTED]
    assert granted.actor_id == stage.officer.pk
    assert "Åsa Öberg, Tidningen, asa@tidningen.example" in granted.facts
    facts = " ".join(entry.facts for entry in logged)
    assert not [word for word in (TITLE, "hemlig", "Hemlig", ".csv", "Skäl") if word in facts]
    assert list(find_faults()) == []


def test_the_owners_may_see_it(stage):
    stage.share()
    entry = AuditEntry.objects.filter(act=Act.CREATED).get()
    readers = AuditReader.objects.filter(entry=entry).values_list("organisation", flat=True)
    assert set(readers) == {"jarva"}


def test_a_share_without_a_release_is_of_its_item(stage):
    share_draft(stage)
    entry = AuditEntry.objects.filter(act=Act.CREATED).get()
    assert (entry.subject_type, entry.subject_key) == ("message", stage.message.translation_key)


def test_what_a_reader_does_costs_the_same_whatever_the_release_holds(stage):
    counts = []
    for more in (0, 4):
        entries = [entry_for(make_message(stage.desk)) for _ in range(1 + more)]
        stage.release = plan_release(entries=entries, by=stage.desk.editor, at=AT, embargo_text="Villkor.")
        share = stage.early()
        stage.accept(share)
        share.refresh_from_db()
        with CaptureQueriesContext(connection) as captured:
            reading.record_read(share=share, path="/sv/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
