"""`manage.py follow_ledger` turns what is registered, and says what it can't."""

from __future__ import annotations

from io import StringIO

from django.core.management import CommandError, call_command

import pytest

from cms.ledger import consumers
from cms.ledger.consumers import Consumer, consume
from tests.factories.cms_ledger import make_payload, print_editions, refresh

pytestmark = pytest.mark.django_db


def fails() -> float:
    raise OSError("no host")


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "_consumers", {})


def turn() -> float:
    consume("ours", lambda editions: None)
    return 1.0


def test_turns_each_until_it_has_caught_up() -> None:
    print_editions([refresh(make_payload())])
    consumers.register(Consumer("ours", turn))
    out = StringIO()
    call_command("follow_ledger", status=True, stdout=out)
    call_command("follow_ledger")
    call_command("follow_ledger", status=True, stdout=out)
    assert out.getvalue().splitlines() == ["ours: 1 editions behind", "ours: 0 editions behind"]


def test_one_that_fails_is_named() -> None:
    consumers.register(Consumer("theirs", fails))
    with pytest.raises(CommandError, match="Failed: theirs"):
        call_command("follow_ledger")


def test_an_unknown_name_is_refused() -> None:
    consumers.register(Consumer("ours", turn))
    with pytest.raises(CommandError, match=r"Nothing here is called mine\. There is: ours"):
        call_command("follow_ledger", only=["mine"])
