"""The pages behind a delegate's personal link: read exactly what readers would, then approve or decline.

Not public: the token in the address is the only key. Opening a page decides nothing (RFC 9110, section 9.2.1: GET and
HEAD are safe), so a mail scanner that follows links cannot sign. No cookie is set; the POST is tied to the token, which
no other site knows, so there is no session for a forged request to ride on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from csp.constants import SELF
from csp.decorators import csp_update

from cms.approval import links, services
from cms.approval.exceptions import ApprovalError
from cms.approval.models import ApprovalLink, FrozenVersion
from cms.common import languages
from cms.common.wording import in_words
from cms.files.services import open_stored
from cms.ledger.payload import FileRef, files_of


def _by_link(view: Callable[..., HttpResponseBase]) -> Any:
    """Find the link by its token, keep the answer out of every cache and index, and speak Swedish.

    A token that was never given and one that no longer opens anything are answered alike.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        link = links.find_link(token)
        with translation.override(languages.DEFAULT):
            if link is None or not links.is_readable(link):
                response: HttpResponseBase = render(request, "cms/approval/gone.html", status=404)
            else:
                response = view(request, link, token=token, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@csrf_exempt
@csp_update({"frame-src": [SELF]})  # the page shows each language's rendering inside itself
@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def answer(request: HttpRequest, link: ApprovalLink, token: str) -> HttpResponseBase:
    """Show the version and the two answers; take the one that is posted."""
    problem = ""
    if request.method == "POST":
        try:
            _decide(request, link)
            return HttpResponseRedirect(reverse("approval_link", args=[token]))
        except ApprovalError as error:
            problem = str(error)
            link = links.find_link(token) or link
    elif request.method == "GET":
        links.mark_opened(link)
    return render(
        request,
        "cms/approval/answer.html",
        _context(link, token, request, problem),
        status=409 if problem else 200,
    )


@require_safe
@_by_link
def rendering(request: HttpRequest, link: ApprovalLink, token: str, language: str) -> HttpResponseBase:
    """Show the frozen version in one language with the public page's own renderer."""
    payload = _version(link, language).read_payload()

    def file_url(file: FileRef) -> str:
        return reverse("approval_link_file", args=[token, file["sha256"], file["name"]])

    response: HttpResponse = import_string(settings.PAYLOAD_RENDERER)(request, payload, file_url=file_url)
    return response


@require_safe
@_by_link
def file(request: HttpRequest, link: ApprovalLink, token: str, sha256: str, name: str) -> HttpResponseBase:
    """Serve a file that the frozen version carries; nothing else, whatever the digest."""
    for version in link.signature.request.versions.all():
        for carried in files_of(version.read_payload()):
            if carried["sha256"] == sha256 and carried["name"] == name:
                inline = carried["media_type"].startswith("image/")
                response = FileResponse(
                    open_stored(sha256),
                    as_attachment=not inline,
                    filename=name,
                    content_type=carried["media_type"],
                )
                response["X-Content-Type-Options"] = "nosniff"
                return response
    raise Http404


def _decide(request: HttpRequest, link: ApprovalLink) -> None:
    digest = request.POST.get("digest", "")
    if request.POST.get("decision") == "approve":
        services.approve_by_link(link=link, digest=digest)
    else:
        services.decline_by_link(
            link=link,
            digest=digest,
            reason=request.POST.get("reason", ""),
            proposed_wording=request.POST.get("proposed_wording", ""),
        )


def _context(link: ApprovalLink, token: str, request: HttpRequest, problem: str) -> dict[str, Any]:
    asked = link.signature.request
    return {
        "link": link,
        "asked": asked,
        "signature": link.signature,
        "can_answer": links.is_usable(link),
        "due": in_words(asked.due_at),
        "release_at": in_words(asked.release_at) if asked.release_at else "",
        "problem": problem,
        "dismissals": asked.dismissals.select_related("organisation"),
        "reason": request.POST.get("reason", ""),
        "proposed_wording": request.POST.get("proposed_wording", ""),
        "versions": [
            {
                "language": languages.LANGUAGES[version.language],
                "title": version.read_payload()["title"],
                "url": reverse("approval_link_rendering", args=[token, version.language]),
            }
            for version in asked.versions.all()
        ],
    }


def _version(link: ApprovalLink, language: str) -> FrozenVersion:
    version = link.signature.request.versions.filter(language=language).first()
    if version is None:
        raise Http404
    return version
