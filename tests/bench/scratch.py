"""Fills a scratch database: `python -m tests.bench.scratch pages 1000`, then `... editions 100000`.

The editions go through the ledger's own `append`; the pages are real Wagtail pages with the same content as the newest
Swedish items, made live so that Wagtail's API shows them (the product itself never does that).
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterable, Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")

import django

BATCH = 1000


def main(what: str, count: int) -> None:
    """Make the schema with `count` pages, or print `count` editions, in the database that the settings name."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA synchronous=OFF"
            )  # while it is made; a power cut would cost a scratch file
    if what == "pages":
        call_command("migrate", verbosity=0, interactive=False)
        make_pages(count)
    else:
        make_editions(count)
    with connection.cursor() as cursor:
        # What a database that has run for a while has: statistics, and on SQLite an emptied write-ahead log.
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_editions(count: int) -> None:
    """Print `count` editions in releases of up to 1,000, terms first."""
    from django.db import transaction

    from cms.ledger.append import append
    from tests.bench import content

    terms = content.term_editions()
    for number, batch in enumerate([terms, *_batches(content.news_editions(count - len(terms)))]):
        released_at = content.FIRST_RELEASE + dt.timedelta(minutes=number)
        with transaction.atomic():
            append(batch, release_key=content.key_of(f"release-{number}"), released_at=released_at)


def _batches(entries: Iterable[tuple[int, object]]) -> Iterator[list]:
    """Yield batches that hold an item and language once at most; a second edition of one waits for the next batch."""
    batch: list = []
    keys: set[tuple[int, str]] = set()
    waiting: list = []
    for number, entry in entries:
        key = (number, entry.payload["language"])
        if key in keys:
            waiting.append(entry)
            continue
        keys.add(key)
        batch.append(entry)
        if len(batch) >= BATCH:
            yield batch
            batch, waiting, keys = waiting, [], set()
    yield from filter(None, (batch, waiting))


def make_pages(count: int) -> None:
    """Make `count` live pages with the content of the newest Swedish items, and what they refer to."""
    from django.db import transaction

    from wagtail.models import Locale, Page, Site
    from wagtail.signal_handlers import disable_reference_index_auto_update

    from cms.items.models import DeskPage
    from tests.bench import content

    if not count:
        return
    with transaction.atomic(), disable_reference_index_auto_update():
        locale = Locale.objects.get_or_create(language_code="sv")[0]
        root = Page.objects.filter(depth=1).first() or Page.add_root(title="Rot", locale=locale)
        terms = _make_terms(locale)
        desk = root.add_child(
            instance=DeskPage(
                title="Redaktion", slug="redaktion", organisation=terms["organisation-1"], locale=locale
            )
        )
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=desk, is_default_site=True)
        image = _make_image()
        for number in range(count):
            _make_page(desk, content.news(number, "sv"), terms, image, locale)


def _make_terms(locale: object) -> dict[str, object]:
    """Make the organisations, terms and tags; return them by code."""
    from cms.organisations.models import Organisation, OrganisationText, PressContact
    from cms.taxonomy import models
    from tests.bench.vocabulary import TERMS

    made: dict[str, object] = {}
    for code, name, english in TERMS["organisation"]:
        organisation = Organisation.objects.create(code=code)
        for language, text in (("sv", name), ("en", english)):
            OrganisationText.objects.create(
                organisation=organisation,
                language=language,
                name=text,
                short_name=code,
                answers_for="Frågor.",
            )
        PressContact.objects.create(organisation=organisation, name="Presstjänsten", phone="08-465 004 00")
        made[code] = organisation
    for model in (models.Area, models.Goal, models.Audience, models.Place):
        for code, name, _english in TERMS[model.item_type]:
            made[code] = model.objects.create(code=code, name=name, locale=locale)
    for code, name, _english in TERMS["tag"]:
        made[code] = models.Tag.objects.create(slug=code, name=name)
    return made


def _make_image() -> object:
    """Make one picture with its renditions ready; all pages share it."""
    from io import BytesIO

    from django.core.files.images import ImageFile

    from PIL import Image

    from cms.media.models import PressImage
    from tests.bench.peers import RENDITIONS

    data = BytesIO()
    Image.new("RGB", (1600, 900), (40, 90, 110)).save(data, "JPEG")
    image = PressImage.objects.create(
        title="Påhittad bild",
        alt_text="En påhittad bild",
        credit="Bild: påhittad",
        file=ImageFile(data, name="pahittad.jpg"),
    )
    for spec in RENDITIONS:
        image.get_rendition(spec)
    return image


def _make_page(desk, payload, terms, image, locale) -> None:  # type: ignore[no-untyped-def]
    from cms.messages.models import JointMessage

    sections = [block for block in payload["body"] if block["type"] == "text"]
    page = JointMessage(
        title=payload["title"],
        slug=payload["slug"],
        summary=payload["summary"],
        is_example_data=True,
        owner_organisation=terms[payload["owner"]["id"]],
        responsible=terms[payload["responsible"]["id"]],
        image=image,
        locale=locale,
        live=True,
        first_published_at=dt.datetime(2026, 1, 7, 8, 0, tzinfo=dt.UTC),
        body=[
            {"type": block["role"], "value": {"heading": block["heading"], "text": block["html"]}}
            for block in sections
        ],
    )
    desk.add_child(instance=page)
    for field in ("areas", "goals", "audiences", "places", "signatories", "tags"):
        getattr(page, field).set([terms[ref["id"]] for ref in payload[field]])
    page.save()


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], int(sys.argv[2]))
