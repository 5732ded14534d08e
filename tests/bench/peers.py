"""What the product is compared with, in the same process behind the same middleware.

Wagtail's API v2 is set up as its documentation shows, on real pages with the same content. Two things favour it: its
pages have no public address to work out, and no session or user is loaded for it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.fields import ImageRenditionField

from rest_framework.fields import Field

from cms.messages.models import JointMessage

RENDITIONS = ("width-480", "width-960", "width-1600")
FIELDS = (
    "summary", "is_example_data", "owner_organisation", "responsible", "signatories", "areas", "goals", "audiences",
    "tags", "places", "image_480", "image_960", "image_1600",
)  # fmt: skip


class OrganisationField(Field):
    """An organisation as our cards show it: code and names."""

    def to_representation(self, value: Any) -> dict[str, str]:
        """Return the representation; the names take the one query that they take anywhere."""
        text = value.text_in("sv")
        return {
            "type": "organisation",
            "id": value.code,
            "name": text.name if text else value.code,
            "short_name": text.short_name if text else value.code,
        }


class OrganisationsField(OrganisationField):
    """Several organisations."""

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        """Return the representations; the names of all are read at once."""
        organisation = super().to_representation
        return [organisation(entry) for entry in value.prefetch_related("texts")]


class TermsField(Field):
    """Terms as our cards show them: a list of code and name. One query, without Wagtail's nested serializers."""

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        """Return the representation."""
        return [
            {"type": type(term).__name__.lower(), "id": term.code, "name": term.name} for term in value.all()
        ]


class TagsField(Field):
    """Tags as code and name."""

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        """Return the representation."""
        return [{"type": "tag", "id": tag.slug, "name": tag.name} for tag in value.all()]


JointMessage.api_fields = [  # type: ignore[attr-defined]
    APIField("summary"),
    APIField("is_example_data"),
    APIField("owner_organisation", serializer=OrganisationField()),
    APIField("responsible", serializer=OrganisationField()),
    APIField("signatories", serializer=OrganisationsField()),
    *(APIField(name, serializer=TermsField()) for name in ("areas", "goals", "audiences", "places")),
    APIField("tags", serializer=TagsField()),
    *(
        APIField(f"image_{spec.rpartition('-')[2]}", serializer=ImageRenditionField(spec, source="image"))
        for spec in RENDITIONS
    ),
]
wagtail_api = WagtailAPIRouter("bench-wagtail")
wagtail_api.register_endpoint("pages", PagesAPIViewSet)


def bare_file(request: HttpRequest, name: str) -> HttpResponse:
    """Answer the bytes that `tests.bench.served` has saved from ours, with the same type and nothing else."""
    body, content_type = _saved(name)
    return HttpResponse(body, content_type=content_type)


def bare_not_modified(request: HttpRequest) -> HttpResponse:
    """Answer 304 without looking at anything."""
    return HttpResponseNotModified(headers={"ETag": '"bench"'})


@cache
def _saved(name: str) -> tuple[bytes, str]:
    content_type, _, body = (settings.SCRATCH / "bare" / name).read_bytes().partition(b"\n")
    return body, content_type.decode()
