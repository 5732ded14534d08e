"""The public addresses that show a release, and whether an answer is from before it, from after it, or neither."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cms.ledger import addresses
from cms.ledger.models import CurrentEdition, Edition, LedgerHead, PublicFile
from tests.bench.worker import request

#: What tells when something was printed, or depends on it; two runs of one release differ in nothing else.
_TIMES = re.compile(
    rb"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?"
    rb"|\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})"
    rb"|(?:kl\. |at )?\d\d[.:]\d\d"
    rb"|\d{1,2} \w+ \d{4}"
    rb'|"chain":"[0-9a-f]{64}"'  # it covers the time
)
#: Everything that lists, feeds or counts; what an item or a file itself answers is added by `addresses_of`.
LISTS = (
    "/sv/",
    "/sv/nyheter/",
    "/sv/meddelanden/",
    "/sv/kalender/",
    "/sv/feed.rss",
    "/en/feed.rss",
    "/api/v1/items?language=sv",
    "/api/v1/items?language=en",
    "/api/v1/calendar?language=sv",
    "/sitemap-1.xml",
)


@dataclass(frozen=True)
class Surface:
    """One address, with the mark of its answer before and after the release."""

    path: str
    before: str
    after: str

    def judge(self, mark: str) -> str:
        """Return `before`, `after`, `same` (the release does not touch it) or `other`, which may never be."""
        if mark == self.before:
            return "same" if self.before == self.after else "before"
        return "after" if mark == self.after else "other"


def ask(path: str) -> str:
    """Return a mark of what is answered at `path` through the whole application: status and bytes, but for times."""
    status, body = request(path, {})
    return f"{status} {hashlib.sha256(_TIMES.sub(b'*', body)).hexdigest()[:24]}"


def addresses_of(release_key: object, before: int) -> list[str]:
    """Return the addresses that show a printed release: lists, changes since `before`, each item, some of its files."""
    paths = [*LISTS, f"/api/v1/changes?since={before}"]
    for edition in Edition.objects.filter(release_key=release_key).order_by("seq"):
        row = CurrentEdition.objects.get(item_key=edition.item_key, language=edition.language)
        where = {"item_type": row.item_type, "language": row.language, "public_id": row.public_id}
        paths += [addresses.item_path(**where, slug=row.slug), edition.path()]
        if row.item_type in addresses.NEWS_TYPES:
            paths.append(f"/api/v1/items/{row.public_id}?language={row.language}")
        for file in PublicFile.objects.filter(item_key=row.item_key, language=row.language).order_by("-pk")[
            :1
        ]:
            paths += [
                f"/filer/{file.asset}/{file.name}",
                f"/filer/{file.asset}/{file.sha256[:16]}/{file.name}",
            ]
    return list(dict.fromkeys(paths))


def head() -> int:
    return LedgerHead.objects.get().seq


def compare(before: Mapping[str, str], *runs: Mapping[str, str]) -> list[Surface]:
    """Return the surfaces; refuse if two runs of the same release do not answer the same."""
    first, *others = runs
    differing = [path for path in first for other in others if other[path] != first[path]]
    if differing:
        raise AssertionError(f"two runs of one release answer differently: {differing}")
    return [Surface(path, before[path], first[path]) for path in first]


def marks(paths: Sequence[str]) -> dict[str, str]:
    return {path: ask(path) for path in paths}
