"""Buttons that post the name of an act: done and said, refused and shown, or not there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.test import RequestFactory

import pytest

from cms.common.acting import ActingView


class Refused(Exception):
    """What an act raises for people to read."""


class Page(ActingView):
    """A page with one button of each sort."""

    refusals = (Refused,)
    said = ""

    def tell(self, said: str) -> None:
        self.said = said

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        return HttpResponse(context["problem"], **response_kwargs)

    def refuse(self) -> str:
        raise Refused("Inte nu.")

    acts = {"do": lambda _page: "Klart.", "show": lambda _page: HttpResponse("hemlighet"), "refuse": refuse}


def press(name: str) -> tuple[Page, HttpResponse]:
    page = Page()
    page.setup(RequestFactory().post("/admin/x/?sida=2", {"act": name}))
    return page, page.post(page.request)


def test_what_was_done_is_said_on_the_page_that_is_shown_again():
    page, response = press("do")
    assert (response.status_code, response["Location"], page.said) == (302, "/admin/x/?sida=2", "Klart.")


def test_an_answer_of_its_own_is_given_as_it_is():
    page, response = press("show")
    assert (response.status_code, response.content, page.said) == (200, b"hemlighet", "")


def test_what_is_refused_is_shown_and_nothing_said():
    page, response = press("refuse")
    assert (response.status_code, response.content.decode(), page.said) == (422, "Inte nu.", "")


def test_a_button_that_is_not_there_is_not_found():
    with pytest.raises(Http404):
        press("remove")
