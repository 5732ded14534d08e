"""A good example shows what collaboration made possible: at least two took part, somewhere."""

from __future__ import annotations

from django.test import TestCase

from cms.ledger.models import CurrentFacet
from cms.releases.services import release_now
from examples.stories.payload import item_type
from tests.factories.cms_workshop import entry_for, make_desk, make_example


class TestGoodExample(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.desk = make_desk("jarva")

    def codes(self, **fields) -> set[str]:
        page = make_example(self.desk, **fields)
        source = item_type.find_source(page.translation_key, "sv")
        return {missing.code for missing in source.missing() if missing.is_blocking}

    def test_complete_example_goes_out_and_is_found_by_those_who_took_part(self):
        page = make_example(self.desk)
        release_now(entries=[entry_for(page)], by=self.desk.editor)
        payload = item_type.find_source(page.translation_key, "sv").build()
        codes = [ref["id"] for ref in payload["participants"]]
        assert len(codes) == 2
        found = CurrentFacet.objects.filter(item_type="example", dimension="organisation")
        assert set(found.values_list("value", flat=True)) == set(codes)

    def test_what_an_example_needs(self):
        assert self.codes() == set()
        assert self.codes(participants=[self.desk.organisation]) == {"participants_missing"}
        assert self.codes(participants=[]) == {"participants_missing"}
        assert self.codes(places=[]) == {"places_missing"}
        assert self.codes(body=[]) == {"done_missing", "result_missing", "residents_missing"}
