"""One item in each state an item can be in, every word and file of it marked, and people who have no business there.

A mark is a word that stands nowhere else: `Titelmark` + the state's number. What readers may see of a state is in
`Story.public`; every other mark of it is a secret.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.core.files.base import ContentFile
from django.test import TestCase

from PIL import Image

from cms.accounts.models import Delegate, Role, User
from cms.approval import services as approvals
from cms.approval.models import ApprovalRequest
from cms.common import clock
from cms.common.wording import in_words
from cms.items.models import Attachment
from cms.items.services import collection_of, ensure_desk, sync_access
from cms.ledger.addresses import file_path, stable_file_path
from cms.ledger.models import PublicFile
from cms.ledger.payload import FileRef, Payload, files_of
from cms.media.models import PressDocument, PressImage
from cms.messages.models import JointMessage
from cms.releases import asking
from cms.releases.enums import Action
from cms.releases.models import Release
from cms.releases.preconditions import review
from cms.releases.services import plan_release, release_now
from cms.sharing.enums import Kind
from cms.sharing.services import Recipient, share_release
from tests.factories.cms_workshop import (
    Desk,
    entry_for,
    make_desk,
    make_member,
    make_message,
    make_tag,
    make_user,
    print_terms,
    stream,
)
from tests.factories.pressroom_copies import make_partner_page
from tests.factories.pressroom_partners import make_partner
from tests.factories.pressroom_webhooks import make_endpoint

#: Long after every other date of a test.
DUE = dt.datetime(2031, 5, 4, 10, 0, tzinfo=dt.UTC)
#: When another organisation's own request is due: nobody's secret.
OTHER_DUE = dt.datetime(2032, 6, 5, 10, 0, tzinfo=dt.UTC)
#: A word that every draft has in its title and that marks nothing: what a stranger would search for.
SEARCHED = "Gårdslykta"


@dataclass
class Story:
    """An item, how it came to its state, and what of it nobody may find."""

    state: str
    number: int
    page: JointMessage
    image: PressImage
    document: PressDocument
    payload: Payload | None = None
    marks: dict[str, str] = field(default_factory=dict)
    #: Names of marks that readers may see in this state.
    public: frozenset[str] = frozenset()
    requests: list[ApprovalRequest] = field(default_factory=list)
    release: Release | None = None
    #: The tokens of the links by which it was shared, by kind.
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> dict[str, str]:
        """What no stranger may find, by name."""
        return {f"{self.state}: {name}": mark for name, mark in self.marks.items() if name not in self.public}

    @property
    def files(self) -> list[FileRef]:
        """The files the newest draft would be printed with."""
        return list(files_of(self.payload)) if self.payload else []

    def would_be_files(self) -> list[str]:
        """Return where the draft's files would be found once printed, and where its sources might be guessed."""
        guesses = [
            f"/media/{self.image.file.name}",
            f"/documents/{self.document.pk}/{self.document.filename}",
            f"/filer/{self.image.file.name}",
        ]
        return [path for file in self.files for path in (file_path(file), stable_file_path(file))] + guesses


#: What an edition shows of an item.
SHOWN = frozenset(
    [
        "title",
        "slug",
        "summary",
        "body",
        "alt",
        "credit",
        "image_name",
        "image_title",
        "attachment",
        "document_name",
        "document_title",
        "id",
        "key",
        "digest",
    ]
)
#: What a withdrawal leaves, beside its own reason.
LEFT_OF_WITHDRAWN = frozenset({"title", "slug", "id", "key", "digest"})
LEFT_OF_DELETED = frozenset({"id", "key", "digest"})


class World:
    """Everything the leak tests look at. Made once; the tests roll back what they do to it."""

    def __init__(self) -> None:
        self.ours = self._desk("jarva")
        self.signatory = self._desk("polisen")
        self.other = self._desk("utomstaende")
        self.signer = make_member(self.signatory.organisation, role=Role.APPROVER)
        self.second = make_member(self.ours.organisation, role=Role.APPROVER)
        self.officer = make_member(self.ours.organisation, role=Role.PRESS_OFFICER)
        Delegate.objects.create(
            organisation=self.signatory.organisation, name="Delegatmark Dana", email="delegatmark@example.org"
        )
        self.outsider = make_user()
        self.partner = make_partner("Region", by=self.officer)
        self.webhook = make_endpoint(partner=self.partner, by=self.officer)
        self.partner_page = make_partner_page(partner=self.partner)
        self.seen = self._seen()
        #: A text that is asked about may only name what is public; so only the untouched draft has a secret tag.
        self.tags = {state: make_tag(f"prov-{number}") for number, state in enumerate(STATES) if number}
        print_terms(*self.tags.values(), languages=["sv"])
        self.stories: dict[str, Story] = {}
        #: Where the other organisation's delegate was asked about something that has nothing to do with us.
        self.foreign_token = self._foreign_token()

    def _desk(self, code: str) -> Desk:
        desk = make_desk(code)
        sync_access(desk.organisation)
        own = ensure_desk(desk.organisation)
        return Desk(desk.organisation, own, desk.editor, desk.area, desk.audience)

    def _seen(self) -> JointMessage:
        """A message that is out and stays out, so that every list has something in it."""
        page = make_message(self.ours, title=f"{SEARCHED} som alla ser")
        release_now(entries=[entry_for(page)], by=self.ours.editor)
        return page

    def _foreign_token(self) -> str:
        Delegate.objects.create(
            organisation=self.signatory.organisation, name="Omar", email="omar@example.org"
        )
        theirs = make_message(self.other, title="Utomstående text", signatories=[self.signatory.organisation])
        with TestCase.captureOnCommitCallbacks(execute=True):
            asking.ask_for_approval(
                item_type="message",
                item_key=theirs.translation_key,
                languages=["sv"],
                by=self.other.editor,
                due_at=OTHER_DUE,
            )
        [letter] = [letter for letter in mail.outbox if letter.to == ["omar@example.org"]]
        match = re.search(r"/godkann/([\w-]+)/", str(letter.body))
        assert match is not None
        return match[1]

    def make_stories(self, *, seen: bool) -> None:
        """Bring an item into each state of which something is public (`seen`), or of which nothing is."""
        for number, (state, bring) in enumerate(STATES.items(), start=1):
            if seen == (state not in UNSEEN):
                story = self._begin(state, number)
                bring(self, story)
                self._mark_made(story)
                self.stories[state] = story

    @property
    def secrets(self) -> dict[str, str]:
        """Every secret of every state, by name."""
        return {name: mark for story in self.stories.values() for name, mark in story.secrets.items()}

    # --- one item -------------------------------------------------------------------------------------------------

    def _begin(self, state: str, number: int) -> Story:
        n = f"{number}q"
        image = PressImage.objects.create(
            title=f"Bildmark{n}",
            alt_text=f"Altmark{n}",
            credit=f"Kreditmark{n}",
            collection=collection_of(self.ours.organisation),
            file=ContentFile(_picture(number), f"bildfilmark{n}.png"),
            uploaded_by_user=self.ours.editor,
        )
        document = PressDocument.objects.create(
            title=f"Dokumentmark{n}",
            collection=collection_of(self.ours.organisation),
            file=ContentFile(_table(number), f"dokumentfilmark{n}.csv"),
        )
        if state == "draft":
            self.tags[state] = make_tag(f"taggmark{n}", f"Taggnamnmark{n}")
        page = make_message(
            self.ours,
            title=f"{SEARCHED} Titelmark{n}",
            slug=f"adressmark{n}",
            summary=f"Ingressmark{n} om lyktor.",
            body=_body(f"Brodmark{n}"),
            image=image,
            signatories=[self.signatory.organisation],
            tags=[self.tags[state]],
        )
        attachment = Attachment(title=f"Bilagemark{n}", document=document, locale=page.locale)
        page.attachments.add(attachment)
        page.save()
        page.save_revision(user=self.ours.editor)
        story = Story(state, number, page, image, document)
        story.marks = {
            "title": f"Titelmark{n}",
            "slug": f"adressmark{n}",
            "summary": f"Ingressmark{n}",
            "body": f"Brodmark{n}",
            "alt": f"Altmark{n}",
            "credit": f"Kreditmark{n}",
            "image_title": f"Bildmark{n}",
            "image_name": f"bildmark{n}",
            "image_file": f"bildfilmark{n}",
            "attachment": f"Bilagemark{n}",
            "document_title": f"Dokumentmark{n}",
            "document_name": f"dokumentmark{n}",
            "document_file": f"dokumentfilmark{n}",
            **({"tag": f"taggmark{n}", "tag_name": f"Taggnamnmark{n}"} if state == "draft" else {}),
            "message": f"Meddelandemark{n}",
            "reason": f"Skalmark{n}",
            "release": f"Slappmark{n}",
            "image_source": image.get_file_hash(),
        }
        return story

    def _mark_made(self, story: Story) -> None:
        """Add what exists only once the item has been built: digests, ids, keys, times."""
        found = review("message", story.page.translation_key, "sv", printed_with=None)
        assert found.payload is not None, found.missing
        story.payload = found.payload
        story.marks |= {
            "id": found.payload["id"],
            "key": str(story.page.translation_key),
            "digest": found.digest,
        }
        for number, file in enumerate(story.files):
            kind = "share_card" if file["name"] == "dela.png" else "renditions"
            kind = "document_sha" if file["name"].endswith(".csv") else kind
            # Sixteen digits are what addresses carry; a size below five digits stands in too many places.
            story.marks[f"{kind}_{number}"] = file["sha256"][:16]
            if file["size"] >= 10_000:
                story.marks[f"{kind}_size_{number}"] = str(file["size"])
        for name, source in (("image", story.image.file), ("document", story.document.file)):
            if source.size >= 10_000:
                story.marks[f"{name}_source_size"] = str(source.size)
        out = {sha[:16] for sha in PublicFile.objects.values_list("sha256", flat=True)}
        out |= {str(size) for size in PublicFile.objects.values_list("size", flat=True)}
        story.public |= {name for name, mark in story.marks.items() if mark in out}
        for number, request in enumerate(story.requests):
            story.marks |= {f"request_{number}": str(request.key), f"request_digest_{number}": request.digest}
        if story.release:
            story.marks["release_key"] = str(story.release.key)

    def ask(self, story: Story, *, release_at: dt.datetime | None = None) -> ApprovalRequest:
        with TestCase.captureOnCommitCallbacks(execute=True):
            request = asking.ask_for_approval(
                item_type="message",
                item_key=story.page.translation_key,
                languages=["sv"],
                by=self.ours.editor,
                due_at=DUE,
                release_at=release_at,
                message=story.marks["message"],
            )
        story.requests.append(request)
        story.marks |= dates_of("due", DUE)
        return request

    def share(self, story: Story, kind: Kind) -> str:
        """Show a story's release to somebody; return the token of their link."""
        assert story.release is not None
        mail.outbox.clear()
        with TestCase.captureOnCommitCallbacks(execute=True):
            share_release(
                release=story.release,
                kind=kind,
                recipients=[Recipient(story.marks["recipient"], story.marks["recipient_mail"])],
                by=self.officer,
                expires_at=clock.now() + dt.timedelta(days=30),
            )
        [letter] = mail.outbox
        match = re.search(r"/dela/([\w-]+)/", str(letter.body))
        assert match is not None
        return match[1]

    def approve(self, story: Story, *, release_at: dt.datetime | None = None) -> None:
        request = self.ask(story, release_at=release_at)
        for organisation, who in ((self.signatory, self.signer), (self.ours, self.second)):
            signature = request.signatures.get(organisation=organisation.organisation)
            approvals.approve(signature=signature, by=who, digest=request.digest)

    def publish(self, story: Story) -> None:
        self.approve(story)
        story.release = release_now(
            entries=[entry_for(story.page)], by=self.ours.editor, title=story.marks["release"]
        )
        story.public = SHOWN

    def take_away(self, story: Story, action: Action) -> None:
        self.publish(story)
        note = "Stämde inte."
        release_now(entries=[entry_for(story.page, action=action, note=note)], by=self.ours.editor)
        story.public = LEFT_OF_WITHDRAWN if action == Action.WITHDRAW else LEFT_OF_DELETED


def _draft(world: World, story: Story) -> None:
    """A draft that nobody has been asked about."""


def _asked(world: World, story: Story) -> None:
    world.ask(story)


def _declined(world: World, story: Story) -> None:
    request = world.ask(story)
    signature = request.signatures.get(organisation=world.signatory.organisation)
    approvals.decline(
        signature=signature, by=world.signer, digest=request.digest, reason=story.marks["reason"]
    )


def _approved(world: World, story: Story) -> None:
    world.approve(story)


def _planned(world: World, story: Story) -> None:
    at = dt.datetime(2030, 7, 19, 4, 43, tzinfo=dt.UTC)
    world.approve(story, release_at=at)
    n = f"{story.number}q"
    story.marks |= {
        "embargo": f"Embargomark{n}",
        "recipient": f"Mottagarmark{n}",
        "recipient_mail": f"postmark{n}@x.example",
    }
    story.release = plan_release(
        entries=[entry_for(story.page)],
        by=world.ours.editor,
        at=at,
        title=story.marks["release"],
        embargo_text=story.marks["embargo"],
    )
    for kind in Kind:
        story.tokens[kind] = world.share(story, kind)
    story.marks |= dates_of("instant", at)


def dates_of(name: str, at: dt.datetime) -> dict[str, str]:
    """Return the ways in which an instant could stand in an answer: in texts, in JSON, in headers, as seconds."""
    return {
        name: at.date().isoformat(),
        f"{name}_in_words": in_words(at),
        f"{name}_day_in_words": in_words(at).split(" kl.")[0].partition(" ")[2],
        f"{name}_in_english": at.strftime("%-d %B %Y"),
        f"{name}_in_headers": at.strftime("%d %b %Y"),
        f"{name}_in_seconds": str(int(at.timestamp())),
    }


def _failed(world: World, story: Story) -> None:
    _planned(world, story)
    assert story.release is not None
    Release.objects.filter(pk=story.release.pk).update(status="failed", failure=story.marks["reason"])


def _released(world: World, story: Story) -> None:
    world.publish(story)


def _corrected_draft(world: World, story: Story) -> None:
    """What is out stays; a new text, picture and name wait on top of it."""
    world.publish(story)
    before = dict(story.marks)
    n = f"{story.number}r"
    draft = story.page.get_latest_revision_as_object()
    draft.title, draft.summary = f"{SEARCHED} Titelmark{n}", f"Ingressmark{n}"
    draft.body = stream(_body(f"Brodmark{n}"))
    draft.save_revision(user=world.ours.editor)
    story.image.alt_text = f"Altmark{n}"
    story.image.file = ContentFile(_picture(90), f"bildfilmark{n}.png")
    story.image.save()
    # The public text's own marks are nobody's secret; the draft's are.
    story.marks = {name: before[name] for name in ("message", "reason", "image_file", "document_file")}
    story.marks |= {
        "new_title": f"Titelmark{n}",
        "new_summary": f"Ingressmark{n}",
        "new_body": f"Brodmark{n}",
        "new_alt": f"Altmark{n}",
        "new_file": f"bildfilmark{n}",
    }
    story.public = frozenset({"id", "key"})


def _withdrawn(world: World, story: Story) -> None:
    world.take_away(story, Action.WITHDRAW)


def _deleted(world: World, story: Story) -> None:
    world.take_away(story, Action.DELETE)


def _taken_back(world: World, story: Story) -> None:
    """Asked about and taken back: what was frozen is still kept."""
    request = world.ask(story)
    asking.take_back(request=request, by=world.ours.editor, reason=story.marks["reason"])


STATES = {
    "draft": _draft,
    "asked": _asked,
    "declined": _declined,
    "taken back": _taken_back,
    "approved": _approved,
    "planned": _planned,
    "failed": _failed,
    "released": _released,
    "corrected draft": _corrected_draft,
    "withdrawn": _withdrawn,
    "deleted": _deleted,
}
#: States of which nothing at all is public.
UNSEEN = ("draft", "asked", "declined", "taken back", "approved", "planned", "failed")


def _picture(number: int) -> bytes:
    """A picture that nobody else has, with enough in it for a size of its own."""
    noise = random.Random(number).randbytes(300 * 400)
    image = Image.new("RGB", (700, 400), (number * 7 % 256, 20, 90))
    image.paste(Image.frombytes("L", (300, 400), noise), (0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _table(number: int) -> bytes:
    """Return a table larger than any page is long, so that no page's Content-Length is its size by chance."""
    return ("Plats;Antal\n" + f"Prov {number};{number}\n" * (13_000 + number)).encode()


def _body(mark: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("statement", {"heading": "", "text": f"<p>Texten {mark} om lyktor.</p>"}),
        ("residents", {"heading": "", "text": f"<p>Lamporna {mark} lyser.</p>"}),
    ]


def spellings(mark: str) -> Iterator[str]:
    """Yield the ways in which a mark could stand in an answer."""
    yield mark
    try:
        key = uuid.UUID(mark)
    except ValueError:
        return
    yield key.hex


def people(world: World) -> dict[str, User | None]:
    """Return who has no business with our drafts, by name."""
    return {
        "nobody logged in": None,
        "another organisation's editor": world.other.editor,
        "a user without membership": world.outsider,
    }
