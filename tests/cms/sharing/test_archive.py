"""The archive gets everything that happened, and no spreadsheet runs any of it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cms.sharing import archive, freezing, services
from cms.sharing.enums import Kind
from cms.sharing.models import Share
from cms.sharing.services import Recipient
from tests.cms.sharing.conftest import EMBARGO

pytestmark = pytest.mark.django_db


def rows(shares) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(archive.csv_lines(shares)))))


def test_csv_has_a_row_per_event_with_who_to_whom_which_version_when(stage):
    share = stage.early()
    stage.accept(share)
    stage.get(share)
    freezing.freeze(release=stage.release, by=stage.officer)
    services.revoke(share=share, by=stage.officer)
    found = rows(Share.objects.all())
    assert [row["act"] for row in found] == [
        "early_access.granted", "share.opened", "early_access.terms_accepted", "early_access.read",
        "early_access.frozen", "share.revoked",
    ]  # fmt: skip
    first = found[0]
    assert (first["by"], first["name"], first["email"]) == ("pernilla", "Åsa Öberg", "asa@tidningen.example")
    assert (first["at"], first["content_digest"]) == ("2029-03-06T09:00:00.000Z", share.content.digest)
    assert first["release"] == str(stage.release.key)
    assert json.loads(found[2]["details"])["text"] == EMBARGO


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u00a0=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(stage, evil):
    stage.share(Kind.PREVIEW, Recipient(f"{evil}", "a@b.example", evil))
    [row] = rows(Share.objects.all())
    for cell in row.values():
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_json_holds_each_share_with_its_versions_and_events(stage):
    share = stage.share()
    other = stage.early()
    freezing.freeze(release=stage.release, by=stage.officer)
    told = json.loads(archive.json_text(Share.objects.all()))
    assert told["format"] == "pressrum-sharing-1"
    assert [entry["share"] for entry in told["shares"]] == [str(share.key), str(other.key)]
    [content] = told["contents"]
    assert content["digest"] == share.content.digest
    assert [v["digest"] for v in content["versions"]] == [item.digest for item in stage.release.items.all()]
    assert content["versions"][0]["payload"]["title"] == stage.message.title
    assert [event["act"] for event in told["release_events"]] == ["early_access.frozen"]
    assert stage.token_of(share) not in json.dumps(told)


def test_only_the_asked_shares_are_told(stage):
    share = stage.share()
    stage.share()
    assert len(rows(Share.objects.filter(pk=share.pk))) == 1


def test_the_record_outlives_the_release(stage):
    share = stage.share()
    stage.release.delete()
    [row] = rows(Share.objects.all())
    assert row["release"] == str(share.content.release_key)
