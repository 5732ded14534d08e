"""A reader with a link, the public beside them, and whoever ends the link: each sees what is theirs, at any moment."""

from __future__ import annotations

import datetime as dt
import re
import threading
from functools import partial
from typing import Any

from django.core import mail
from django.db import connections
from django.test import Client

import orjson
import pytest

from cms.accounts.models import Role
from cms.common import clock
from cms.ledger import queries
from cms.ledger.payload import files_of
from cms.releases.models import Release
from cms.releases.printing import print_release
from cms.releases.services import plan_release
from cms.sharing import freezing, reading, services
from cms.sharing.enums import Act, Kind
from cms.sharing.exceptions import LinkClosedError
from cms.sharing.models import Share, ShareEvent
from cms.sharing.services import Recipient
from cms.sharing.standing import terms_of
from pressroom import http
from tests.factories.cms_workshop import Desk, entry_for, make_briefing, make_desk, make_member
from tests.races.together import RACE, at_once, losers

pytestmark = RACE
TITLE = "Hemlig lägesbild"


class Stage:
    """A planned release that was shown to a colleague and to the press."""

    def __init__(self) -> None:
        self.desk: Desk = make_desk("jarva")
        self.officer = make_member(self.desk.organisation, role=Role.PRESS_OFFICER)
        self.page = make_briefing(self.desk, title=TITLE)
        self.release: Release = plan_release(
            entries=[entry_for(self.page)],
            by=self.desk.editor,
            at=clock.database_now() + dt.timedelta(seconds=1),
            embargo_text="Villkor.",
        )
        self.preview, self.preview_token = self._share(Kind.PREVIEW)
        self.press, self.press_token = self._share(Kind.EARLY_ACCESS)
        reading.accept_terms(share=self.press, name="Åsa", terms=terms_of(self.release).digest)

    def _share(self, kind: Kind) -> tuple[Share, str]:
        mail.outbox.clear()
        [share] = services.share_release(
            release=self.release,
            kind=kind,
            recipients=[Recipient("Åsa", "asa@x.example")],
            by=self.officer,
            expires_at=clock.database_now() + dt.timedelta(days=1),
        )
        match = re.search(r"/dela/([\w-]+)/", str(mail.outbox[0].body))
        assert match is not None
        return share, match[1]

    def file(self) -> Any:
        """Return a file of the release."""

        return files_of(orjson.loads(self.preview.content.versions.get().payload))[0]


@pytest.fixture
def stage(shared_database: None) -> Stage:
    return Stage()


def get(path: str) -> tuple[int, str]:
    """Ask as another process's thread would; return the status and everything that is said."""
    response = Client().get(path)
    return response.status_code, f"{response.headers} {response.content.decode(errors='replace')}"


@pytest.mark.parametrize("path", ["/sv/", "/sv/lagesbilder/", "/sv/feed.rss", "/api/v1/items?language=sv"])
def test_the_public_sees_nothing_while_a_preview_is_being_made(
    stage: Stage, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, done = threading.Event(), threading.Event()
    shown: list[tuple[int, str]] = []
    held = threading.local()
    real = queries.list_current

    def waiting(**asked: Any) -> Any:
        found = real(**asked)
        if getattr(held, "is_reader", False):
            inside.set()
            assert done.wait(60)
        return found

    monkeypatch.setattr(queries, "list_current", waiting)

    def look_ahead() -> None:
        held.is_reader = True
        try:
            shown.append(get(f"/dela/{stage.preview_token}/sida/sv/"))
        finally:
            inside.set()
            connections["default"].close()

    reader = threading.Thread(target=look_ahead)
    reader.start()
    try:
        assert inside.wait(60)
        status, text = get(path)
        again = get(path)
    finally:
        done.set()
        reader.join(60)
    assert (status, again[0]) == (200, 200)
    assert TITLE not in text + again[1]
    assert TITLE in shown[0][1]
    kept = http._memo._entries.values()
    assert kept
    assert not [finished for finished in kept if TITLE.encode() in finished.body]


def test_many_readers_of_both_kinds_at_once(stage: Stage) -> None:
    ahead, public = partial(get, f"/dela/{stage.preview_token}/sida/sv/"), partial(get, "/sv/")
    results = at_once(*[ahead, public] * 3)
    assert losers(results) == []
    assert [TITLE in text for _status, text in results] == [True, False] * 3


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.2])
def test_the_release_comes_while_a_preview_is_open(stage: Stage, wait: float) -> None:
    def release() -> None:
        threading.Event().wait(
            max(0.0, (stage.release.scheduled_at - clock.database_now()).total_seconds()) + wait
        )
        print_release(stage.release.pk)

    def read() -> list[int]:
        statuses = []
        while not statuses or statuses[-1] == 200:
            statuses.append(Client().get(f"/dela/{stage.preview_token}/sida/sv/").status_code)
        return statuses

    _released, statuses = at_once(release, read)
    assert isinstance(statuses, list), statuses
    assert statuses[-1] == 302
    assert TITLE in get("/sv/")[1]


@pytest.mark.parametrize("number", range(4))
def test_a_freeze_against_a_download(stage: Stage, number: int) -> None:
    download = partial(reading.record_download, share=stage.press, file=stage.file(), marked=True)
    taken, frozen = at_once(download, partial(freezing.freeze, release=stage.release, by=stage.officer))
    assert not isinstance(frozen, Exception), frozen
    assert taken is None or isinstance(taken, LinkClosedError)
    acts = list(
        ShareEvent.objects.filter(act__in=[Act.PRESS_DOWNLOADED, Act.FROZEN]).values_list("act", flat=True)
    )
    expected = [Act.FROZEN] if isinstance(taken, Exception) else [Act.PRESS_DOWNLOADED, Act.FROZEN]
    assert acts == expected  # recorded before it was stopped, or not at all
    with pytest.raises(LinkClosedError):
        download()


def test_a_freeze_against_new_access(stage: Stage) -> None:
    given, frozen = at_once(
        partial(stage._share, Kind.EARLY_ACCESS),
        partial(freezing.freeze, release=stage.release, by=stage.officer),
    )
    assert not isinstance(frozen, Exception), frozen
    assert not isinstance(given, AssertionError)
    assert Client().get(f"/dela/{stage.press_token}/").status_code == 404


def test_two_acceptances_and_two_openings_are_one_each(stage: Stage) -> None:
    at_once(*[partial(reading.mark_opened, stage.preview)] * 3)
    assert ShareEvent.objects.filter(act=Act.OPENED, share=stage.preview).count() == 1
