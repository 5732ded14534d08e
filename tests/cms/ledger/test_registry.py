"""Which types can be printed."""

from __future__ import annotations

import pytest

from cms.ledger import registry
from cms.ledger.addresses import SEGMENTS


class Notice:
    code = "notice"

    def find_source(self, item_key, language):
        return None


class OtherNotice(Notice):
    pass


@pytest.fixture
def empty(monkeypatch):
    monkeypatch.setattr(registry, "_types", {})


def test_type_is_found_by_its_code(empty):
    notice = Notice()
    registry.register(notice)
    assert registry.get("notice") is notice
    assert registry.is_registered("notice")
    assert not registry.is_registered("message")


def test_unknown_code_is_a_key_error(empty):
    with pytest.raises(KeyError):
        registry.get("notice")


def test_same_type_again_is_a_reload_and_another_is_refused(empty):
    registry.register(Notice())
    registry.register(Notice())
    with pytest.raises(ValueError, match="registered twice"):
        registry.register(OtherNotice())


@pytest.mark.parametrize("code", SEGMENTS)
def test_everything_with_an_address_can_be_printed(code):
    assert registry.get(code).code == code
