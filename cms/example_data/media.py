"""Put the drawn pictures and the set documents into the workshop's library."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from django.core.files.base import ContentFile

from wagtail.models import Collection

from cms.example_data.content.documents import DOCUMENTS
from cms.example_data.pdf import write_pdf
from cms.example_data.pictures import CREDIT, SCENES, draw
from cms.example_data.streams import key_of
from cms.items.services import SHARED_COLLECTION
from cms.media.models import PressDocument, PressImage


def draw_pictures(names: Iterable[str]) -> dict[str, bytes]:
    """Return the pictures `names` as JPEG. About a third of a second each; needs no database.

    Two at a time: Pillow lets go of Python's lock while it scales and compresses.
    """
    wanted = sorted(set(names))
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(wanted, pool.map(draw, wanted), strict=True))


def load_images(pictures: dict[str, bytes]) -> dict[str, PressImage]:
    """Return the pictures in the library by name, where all organisations may choose them. What is there is kept."""
    shared = _shared_collection()
    return {name: _load_image(name, data, shared) for name, data in pictures.items()}


def _load_image(name: str, data: bytes, collection: Collection) -> PressImage:
    asset_key = key_of("image", name)
    known = PressImage.objects.filter(asset_key=asset_key).first()
    scene = SCENES[name]
    return known or PressImage.objects.create(
        asset_key=asset_key,
        title=scene.title,
        alt_text=scene.alt["sv"],
        credit=CREDIT,
        is_example_data=True,
        collection=collection,
        file=ContentFile(data, name=f"{name}.jpg"),
    )


def load_documents() -> dict[tuple[str, str], PressDocument]:
    """Return the documents in the library by name and language."""
    shared = _shared_collection()
    return {
        (name, language): _load_document(name, language, shared)
        for name, languages in DOCUMENTS.items()
        for language in languages
    }


def _load_document(name: str, language: str, collection: Collection) -> PressDocument:
    asset_key = key_of("document", name, language)
    known = PressDocument.objects.filter(asset_key=asset_key).first()
    document = DOCUMENTS[name][language]
    return known or PressDocument.objects.create(
        asset_key=asset_key,
        title=document.title,
        is_example_data=True,
        collection=collection,
        file=ContentFile(write_pdf(document, language), name=f"{name}-{language}.pdf"),
    )


def _shared_collection() -> Collection:
    """Return the collection from which every member may choose; `sync_access` has made it."""
    return Collection.objects.filter(name=SHARED_COLLECTION).first() or Collection.get_first_root_node()
