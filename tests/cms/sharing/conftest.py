"""A release with an embargo, its press officer, and helpers to open what was shared."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client, TestCase

import pytest

from cms.accounts.models import Membership, Role, User
from cms.common import clock
from cms.items.models import Attachment
from cms.items.services import collection_of, ensure_desk
from cms.media.models import PressDocument, PressImage
from cms.messages.models import JointMessage
from cms.releases.models import Release
from cms.releases.services import plan_release, release_now
from cms.sharing.enums import Kind
from cms.sharing.models import Share
from cms.sharing.services import Recipient, share_release
from tests.factories.cms_workshop import (
    Desk,
    entry_for,
    make_briefing,
    make_desk,
    make_message,
    make_tag,
    make_user,
    print_terms,
)
from tests.leaks.world import _picture

NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=dt.UTC)
AT = dt.datetime(2029, 3, 8, 8, 0, tzinfo=dt.UTC)
EMBARGO = "Får inte spridas förrän texten är publik."
JOURNALIST = Recipient("Åsa Öberg", "asa@tidningen.example", "Tidningen")
COLLEAGUE = Recipient("Kim Kollega", "kim@kommun.example", "Grannkommunen")
TITLE = "Hemlig titel om lyktor"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.set_to(NOW):
        yield


@dataclass
class Stage:
    """A planned release of a message with picture, attachment and tag, and a briefing with a figure."""

    desk: Desk
    officer: User
    message: JointMessage
    briefing: Any
    already_out: JointMessage
    release: Release
    tokens: dict[int, str] = field(default_factory=dict)

    def share(
        self, kind: Kind = Kind.PREVIEW, *recipients: Recipient, by: User | None = None, **more: Any
    ) -> Share:
        """Share with one person; return the share. Its token is in `token_of`."""
        given = recipients or ((JOURNALIST if kind == Kind.EARLY_ACCESS else COLLEAGUE),)
        mail.outbox.clear()
        with TestCase.captureOnCommitCallbacks(execute=True):
            shares = share_release(
                release=self.release,
                kind=kind,
                recipients=given,
                by=by or (self.officer if kind == Kind.EARLY_ACCESS else self.desk.editor),
                **({"expires_at": AT + dt.timedelta(days=1)} | more),
            )
        for share, letter in zip(shares, mail.outbox, strict=True):
            self.tokens[share.pk] = token_in(letter)
        return shares[0]

    def early(self, **more: Any) -> Share:
        """Give early access to the journalist."""
        return self.share(Kind.EARLY_ACCESS, **more)

    def token_of(self, share: Share) -> str:
        """Return what stands in the share's mail."""
        return self.tokens[share.pk]

    def url(self, share: Share, rest: str = "") -> str:
        """Return an address behind the share's link."""
        return f"/dela/{self.token_of(share)}/{rest}"

    def get(self, share: Share, rest: str = "", **more: Any) -> Any:
        """Open an address behind the link, as anybody with it would."""
        return Client().get(self.url(share, rest), **more)

    def accept(self, share: Share, name: str = "Åsa Öberg") -> Any:
        """Accept the terms as their page shows them."""
        page = self.get(share).content.decode()
        terms = re.search(r'name="terms" value="(\w+)"', page)
        assert terms, page
        return Client().post(self.url(share), {"name": name, "terms": terms[1]})


def token_in(letter: Any) -> str:
    """Return the token of the link in a mail."""
    match = re.search(r"http://testserver/dela/([\w-]{43})/", str(letter.body))
    assert match, letter.body
    return match[1]


def make_picture(desk: Desk, name: str = "bild.png") -> PressImage:
    return PressImage.objects.create(
        title="Lyktor i parken",
        alt_text="Lyktor",
        credit="Foto: Prov",
        collection=collection_of(desk.organisation),
        file=ContentFile(_picture(3), name),
    )


@pytest.fixture
def stage(db: None) -> Stage:
    desk = make_desk("jarva")
    ensure_desk(desk.organisation)
    officer = make_user("pernilla", first_name="Pernilla", last_name="Press")
    Membership.objects.create(
        user=officer, organisation=desk.organisation, role=Role.PRESS_OFFICER, may_release=False
    )
    tag = make_tag("lyktor", "Lyktor", en="Lanterns")
    print_terms(tag)
    out = make_message(desk, title="Redan ute om lyktor", tags=[tag])
    release_now(entries=[entry_for(out)], by=desk.editor)
    message = make_message(desk, title=TITLE, slug="hemlig-adress", image=make_picture(desk), tags=[tag])
    document = PressDocument.objects.create(
        title="Hemligt underlag",
        collection=collection_of(desk.organisation),
        file=ContentFile(b"Plats;Antal\r\nEnen;12\r\n", "hemligt-underlag.csv"),
    )
    message.attachments.add(Attachment(title="Hemlig bilaga", document=document, locale=message.locale))
    message.save()
    message.save_revision()
    briefing = make_briefing(desk, title="Hemlig lägesbild")
    release = plan_release(
        entries=[entry_for(message), entry_for(briefing)],
        by=desk.editor,
        at=AT,
        title="Vårsläppet",
        embargo_text=EMBARGO,
    )
    return Stage(desk, officer, message, briefing, out, release)
