"""The pages behind a shared link: terms, overview, the pages as they will be, files.

Not public: the token in the address is the only key, and no cookie is set. Every answer says that it may not be kept,
indexed or told to other sites. A link is looked at before anything is shown and again before it is sent, so what ends
it (a freeze, a release, its time by the database's clock) holds from the next answer on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.common import languages
from cms.common.clock import now as local_now
from cms.common.wording import in_words
from cms.files.services import read_stored
from cms.organisations.queries import who_answers_now
from cms.sharing import links, reading
from cms.sharing.enums import Standing
from cms.sharing.exceptions import LinkClosedError, SharingError
from cms.sharing.marking.apply import mark_file
from cms.sharing.marking.mark import Marked
from cms.sharing.models import Share
from cms.sharing.rendering import find_file, mark_of, preview_of
from cms.sharing.standing import database_now, needs_acceptance, standing_of, terms_of

View = Callable[..., HttpResponseBase]


def _by_token(*, shows_terms: bool = False, public_path: Callable[..., str] = lambda **_kwargs: "/") -> Any:
    """Find the share by its token and answer by where it stands; `view` runs for an open link only.

    Args:
        shows_terms: whether the view is the one that shows the embargo's terms; all others send there first.
        public_path: gives the public address of the same thing, for the reader who comes after the release.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            with translation.override(languages.DEFAULT):
                found = _look(request, token, public_path(**kwargs))
                if not isinstance(found, Share):
                    return _private(found)
                if needs_acceptance(found) and not shows_terms:
                    return _private(HttpResponseRedirect(reverse("shared", args=[token])))
                try:
                    response = view(request, found, token=token, **kwargs)
                except LinkClosedError:
                    response = _gone(request)
                except Http404:
                    response = _missing(request, token)
                # What was made in the meantime is only sent if the link is still open; else the newest reason is.
                again = _look(request, token, public_path(**kwargs))
            return _private(response if isinstance(again, Share) else again)

        return guarded

    return decorate


@_by_token(shows_terms=True)
@require_http_methods(["GET", "HEAD", "POST"])
def landing(request: HttpRequest, share: Share, token: str) -> HttpResponseBase:
    """Show the terms until they are accepted, then what there is to look at."""
    if needs_acceptance(share):
        return _terms(request, share, token)
    if request.method == "POST":  # the same form sent twice
        return HttpResponseRedirect(reverse("shared", args=[token]))
    if request.method == "GET":
        reading.mark_opened(share)
        reading.record_read(share=share, path="/")
    preview = preview_of(share, token)
    release = share.content.release
    context = {
        "share": share,
        "groups": [_with_addresses(group, token) for group in preview.pages()],
        "release_at": in_words(release.scheduled_at) if release else "",
        "until": in_words(share.expires_at),
        "versions": share.content.versions.defer("payload"),
        "answer": _answer_of(share),
    }
    return render(request, "cms/sharing/overview.html", context)


def _public_path(path: str) -> str:
    """Return the path on our own site: what begins with two slashes would be another one."""
    return "/" + path.lstrip("/\\")


@_by_token(public_path=_public_path)
@require_safe
def page(request: HttpRequest, share: Share, token: str, path: str) -> HttpResponseBase:
    """Show what the public will find at `path`."""
    response = preview_of(share, token).render(f"/{path}", request.META.get("QUERY_STRING", ""))
    _record_page(request, share, f"/{path}")
    return response


@_by_token(public_path=lambda language: f"/{language}/feed.rss")
@require_safe
def feed(request: HttpRequest, share: Share, token: str, language: str) -> HttpResponseBase:
    """Show the feed of a language as a page."""
    response = preview_of(share, token).render_feed(language)
    _record_page(request, share, f"/{language}/feed.rss")
    return response


@_by_token()
@require_safe
def file(request: HttpRequest, share: Share, token: str, sha256: str, name: str) -> HttpResponseBase:
    """Give a file that a shared version carries; to the press with the reader's mark. Recorded before it is sent."""
    found = find_file(share, sha256, name)
    if found is None:
        raise Http404
    if request.method == "HEAD":  # a scanner's look is no download
        return HttpResponse(content_type=found["media_type"])
    data = read_stored(sha256)
    marked = Marked(data, name, found["media_type"])
    if share.is_early_access:
        marked = mark_file(data, name, found["media_type"], mark_of(share))
    inline = marked.media_type.startswith("image/")
    if share.is_early_access or not inline:  # a colleague who looks at a page takes nothing with them
        reading.record_download(share=share, file=found, marked=share.is_early_access)
    response = HttpResponse(marked.data, content_type=marked.media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, marked.name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _terms(request: HttpRequest, share: Share, token: str) -> HttpResponseBase:
    """Show the terms and nothing else, or take the acceptance that is posted."""
    release = share.content.release
    if release is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            reading.accept_terms(
                share=share, name=request.POST.get("name", ""), terms=request.POST.get("terms", "")
            )
            return HttpResponseRedirect(reverse("shared", args=[token]))
        except LinkClosedError:
            raise
        except SharingError as error:
            problem = str(error)
            release.refresh_from_db()
    elif request.method == "GET":
        reading.mark_opened(share)
    terms = terms_of(release)
    context = {
        "share": share,
        "terms": terms,
        "release_at": in_words(terms.release_at),
        "problem": problem,
        "typed": request.POST.get("name", ""),
        "answer": _answer_of(share),
        "is_renewed": bool(share.accepted_terms),
    }
    return render(request, "cms/sharing/terms.html", context, status=409 if problem else 200)


def _look(request: HttpRequest, token: str, public_path: str) -> Share | HttpResponseBase:
    """Return the share if its link is open, else what is answered instead."""
    now = database_now()
    share = links.find_share(token)
    standing = standing_of(share, now)
    if share is not None and standing is Standing.OPEN:
        return share
    if standing is Standing.RELEASED:
        return HttpResponseRedirect(public_path)
    if standing is Standing.CHANGED:
        return render(request, "cms/sharing/changed.html", status=410)
    return _gone(request)


def _missing(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "cms/sharing/missing.html", {"home": reverse("shared", args=[token])}, status=404)


def _gone(request: HttpRequest) -> HttpResponse:
    """Return the one answer for every link that opens nothing, whether it ever did or not."""
    return render(request, "cms/sharing/gone.html", status=404)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep an answer out of every cache, index and log line, and its address from other sites."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Django logs the address of an answer from 400 on; this one is a key. (LineFormatter would blank it as well.)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  (Django has no other switch)
    return response


def _record_page(request: HttpRequest, share: Share, path: str) -> None:
    if request.method == "GET":
        reading.mark_opened(share)
        reading.record_read(share=share, path=path)


def _answer_of(share: Share) -> Any:
    if share.answers is None:
        return None
    return who_answers_now(code=share.answers.code, language=languages.DEFAULT, at=local_now())


def _with_addresses(group: Any, token: str) -> dict[str, Any]:
    """Return a group of pages with their addresses inside the preview, for the template."""
    rows = [
        {
            "name": link.name,
            "language": languages.LANGUAGES[link.language],
            "url": reverse("shared_page", args=[token, link.path.removeprefix("/")]),
            "readable_url": reverse("shared_feed", args=[token, link.language]) if link.is_feed else "",
        }
        for link in group.links
    ]
    return {"heading": group.heading, "rows": rows}
