"""Rebuilding mends a current view that is not what the ledger says, and says what was wrong."""

from __future__ import annotations

import pytest

from cms.ledger.models import CurrentEdition, CurrentFacet, ListedChange, PublicFile
from cms.ledger.rebuilding import rebuild
from tests.factories.cms_ledger import correct, make_full_payload, print_editions, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def printed():
    payload, gone = make_full_payload(), make_full_payload()
    print_editions([payload, gone])
    print_editions([correct(payload, title="Rättad rubrik")])
    print_editions([withdraw(gone)])


def rows() -> list[list[tuple[object, ...]]]:
    return [
        list(CurrentEdition.objects.order_by("seq").values_list()),
        list(
            CurrentFacet.objects.order_by("current_id", "dimension", "value").values_list(
                "current_id", "value"
            )
        ),
        list(
            ListedChange.objects.order_by("current_id", "dimension", "value").values_list(
                "current_id", "value", "seq"
            )
        ),
        list(PublicFile.objects.order_by("seq", "asset", "sha256").values_list("seq", "asset", "is_current")),
    ]


def test_what_is_right_does_not_differ():
    before = rows()
    rebuilt = rebuild()
    assert (rebuilt.editions, rebuilt.differed) == (4, False)
    assert rows() == before


def changed_title():
    CurrentEdition.objects.filter(kind="corrected").update(title="Smuget in")
    return {"currentedition": 1}


def forgotten_document():
    CurrentEdition.objects.filter(kind="corrected").update(document="{}")
    return {"currentedition": 1}


def lost_row():
    facets = CurrentFacet.objects.count()
    changes = ListedChange.objects.filter(current__kind="corrected").count()
    CurrentEdition.objects.filter(kind="corrected").delete()
    return {"currentedition": 1, "currentfacet": facets, "listedchange": changes}


def lost_facet():
    CurrentFacet.objects.filter(dimension="area").delete()
    return {"currentfacet": 1}


def lost_change():
    lost, _ = ListedChange.objects.filter(dimension="area").delete()
    return {"listedchange": lost}


def removal_moved_in_time():
    changed = ListedChange.objects.filter(seq=4).update(seq=5)
    return {"listedchange": changed}


def facet_too_many():
    facet = CurrentFacet.objects.filter(dimension="area").get()
    facet.pk, facet.value = None, "skola"
    facet.save(force_insert=True)
    return {"currentfacet": 1}


def files_of_the_withdrawn_are_back():
    files = PublicFile.objects.filter(seq=1)
    count = files.count()
    for file in files:
        file.pk, file.seq = None, 2
        file.save(force_insert=True)
    return {"publicfile": count}


def file_called_current():
    count = PublicFile.objects.filter(is_current=False).update(is_current=True)
    return {"publicfile": count}


@pytest.mark.parametrize(
    "damage",
    [
        changed_title,
        forgotten_document,
        lost_row,
        lost_facet,
        lost_change,
        removal_moved_in_time,
        facet_too_many,
        files_of_the_withdrawn_are_back,
        file_called_current,
    ],
)
def test_damage_is_counted_and_mended(damage):
    before = rows()
    expected = {"currentedition": 0, "currentfacet": 0, "listedchange": 0, "publicfile": 0} | damage()
    assert rows() != before

    rebuilt = rebuild()

    assert rebuilt.differed
    assert rebuilt.differing == expected
    assert rows() == before
    assert not rebuild().differed


def test_new_domain_shows_in_every_finished_text(settings):
    settings.PUBLIC_BASE_URL = "https://pressrum.example.se"
    assert rebuild().differing["currentedition"] == 2
    assert all("http://testserver" not in row.card + row.document for row in CurrentEdition.objects.all())


def test_long_ledger_is_read_in_runs(monkeypatch):
    monkeypatch.setattr("cms.ledger.rebuilding._CHUNK", 2)
    assert rebuild().differed is False
