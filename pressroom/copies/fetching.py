"""Fetch one page as a polite visitor: named, bounded, after asking robots.txt, only what has changed. No database."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from pressroom.copies.enums import Trouble
from pressroom.copies.reading import Reading, read_page
from pressroom.outgoing.client import Answer, send
from pressroom.outgoing.exceptions import OutgoingError

logger = logging.getLogger(__name__)

#: Seconds and bytes for one page.
WITHIN, MOST_BYTES = 20.0, 3_000_000
_ROBOTS_WITHIN, _ROBOTS_BYTES = 10.0, 200_000
_MOST_REDIRECTS = 4
#: Seconds that a site's robots.txt is used for (RFC 9309, section 2.4: at most a day).
_ROBOTS_FOR = 24 * 3600
_MOST_SITES = 2_000
#: By this name robots.txt may speak to us.
AGENT = "samverkan-pressrum"
_HTML = ("text/html", "application/xhtml+xml")

Send = Callable[..., Answer]


@dataclass(frozen=True)
class Visit:
    """A page to be visited. With `etag` or `last_modified` only if it has changed."""

    page_id: int
    url: str
    etag: str = ""
    last_modified: str = ""

    @property
    def host(self) -> str:
        """The host, of which one page is visited at a time."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True)
class Outcome:
    """What came of a visit: a reading, or nothing new, or a trouble and the status it came with."""

    visit: Visit
    reading: Reading | None = field(default=None, repr=False)
    trouble: str = ""
    status: int | None = None
    etag: str = ""
    last_modified: str = ""

    @property
    def is_unchanged(self) -> bool:
        """Whether the page is as it was at the last visit."""
        return not self.trouble and self.reading is None


class _Stopped(Exception):
    def __init__(self, trouble: str, status: int | None = None) -> None:
        super().__init__(trouble)
        self.trouble, self.status = trouble, status


def visit_page(visit: Visit, *, ask: Send = send) -> Outcome:
    """Fetch a page and take it apart. Never raises: whatever goes wrong is the outcome's trouble."""
    try:
        return _visit(visit, ask)
    except _Stopped as stopped:
        return Outcome(visit, trouble=stopped.trouble, status=stopped.status)
    except OutgoingError as error:
        return Outcome(visit, trouble=error.code)
    except Exception:  # a fault of ours: the page must be tried again, and the others not wait
        logger.exception("A partner's page could not be read")
        return Outcome(visit, trouble=Trouble.FAULT)


def agent() -> str:
    """Return how we name ourselves to a site."""
    return f"{AGENT}/1.0 (+{settings.PUBLIC_BASE_URL}; visits registered pages)"


def forget_robots() -> None:
    """Ask every site for its robots.txt again. For tests."""
    _robots.clear()


def _visit(visit: Visit, ask: Send) -> Outcome:
    headers = {"User-Agent": agent(), "Accept": ", ".join(_HTML)}
    asked = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    headers |= {name: value for name, value in asked.items() if value}
    answer = _follow(visit.url, headers, ask)
    if answer.status == 304:
        return Outcome(visit, etag=visit.etag, last_modified=visit.last_modified)
    if not answer.is_success:
        raise _Stopped(Trouble.STATUS, answer.status)
    kind = answer.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() not in _HTML:
        raise _Stopped(Trouble.NOT_HTML)
    if answer.headers.get("content-encoding", "identity").lower() != "identity":
        raise _Stopped(Trouble.NOT_HTML)  # packed though we said that we do not unpack
    if answer.is_cut:
        raise _Stopped(Trouble.TOO_LARGE)
    return Outcome(
        visit,
        reading=read_page(answer.body, kind),
        status=answer.status,
        etag=_printable(answer.headers, "etag", 200),
        last_modified=_printable(answer.headers, "last-modified", 64),
    )


def _follow(url: str, headers: Mapping[str, str], ask: Send) -> Answer:
    """Ask for a page, and for where it has moved to; each address is judged anew (pressroom.outgoing)."""
    for _step in range(_MOST_REDIRECTS):
        if not _is_allowed(url, ask):
            raise _Stopped(Trouble.ROBOTS)
        answer = ask("GET", url, headers=headers, within=WITHIN, most=MOST_BYTES)
        target = answer.headers.get("location", "")
        if answer.status not in {301, 302, 303, 307, 308} or not target:
            return answer
        url = urljoin(url, target)
    raise _Stopped(Trouble.REDIRECTS)


def _printable(headers: Mapping[str, str], name: str, most: int) -> str:
    """Return a header to be sent back as it came, or nothing if it can't be."""
    value = headers.get(name, "")
    return value if value.isascii() and value.isprintable() and len(value) <= most else ""


def _is_allowed(url: str, ask: Send) -> bool:
    """Whether the site's robots.txt lets us visit. A site without one does (RFC 9309, section 2.3.1).

    Raises:
        OutgoingError, _Stopped: the site does not answer at all, so neither would the page.
    """
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    rules = _robots.get(site)
    if rules is None:
        answer = ask(
            "GET",
            f"{site}/robots.txt",
            headers={"User-Agent": agent()},
            within=_ROBOTS_WITHIN,
            most=_ROBOTS_BYTES,
        )
        if answer.status >= 500:
            raise _Stopped(Trouble.STATUS, answer.status)
        rules = RobotFileParser()
        rules.parse(answer.body.decode("utf-8", "replace").splitlines() if answer.is_success else [])
        rules.modified()
        _robots.put(site, rules)
    return rules.can_fetch(AGENT, url)


class _Robots:
    """Rules of the sites that this process has asked lately. Bounded; safe for threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[RobotFileParser, float]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, site: str) -> RobotFileParser | None:
        with self._lock:
            rules, until = self._known.get(site, (None, 0.0))
            return rules if time.monotonic() < until else None

    def put(self, site: str, rules: RobotFileParser) -> None:
        with self._lock:
            self._known[site] = (rules, time.monotonic() + _ROBOTS_FOR)
            self._known.move_to_end(site)
            while len(self._known) > _MOST_SITES:
                self._known.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._known.clear()


_robots = _Robots()
