"""What a reader typed, taken apart. There is no query language to get wrong: whatever comes in means something.

Quotation marks of any kind hold a phrase, a minus before a word or phrase says what to do without; a mark that is
never closed holds nothing, and a lonely minus is a dash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from cms.common.text import one_line
from search.analysis import tokens
from search.analysis.stopwords import STOP_WORDS
from search.types import SearchQuery, Sort, Words

#: Characters of a query that are read.
MAX_TEXT = 200
#: Words and phrases that are looked for.
MAX_WORDS = 10
_MAX_PHRASE = 10

T = TypeVar("T")

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂‹›", '"'))
_MINUS = str.maketrans(dict.fromkeys("−–—﹣－", "-"))
_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


def tidy(text: str) -> str:
    """Return a query as it is shown and kept: one line, no control characters, at most `MAX_TEXT` characters."""
    return one_line(text[: 4 * MAX_TEXT])[:MAX_TEXT].strip()


def parse(text: str, *, language: str) -> Words:
    """Return what a query asks for.

    Args:
        language: the reader's; decides about capitals and stop words.

    >>> parse('trygghet i "Rinkeby torg" -kamera', language="sv")
    Words(words=('trygghet',), phrases=(('rinkeby', 'torg'),), without=('kamera',), without_phrases=())
    """
    text = tokens.lower(tidy(text).translate(_QUOTES).translate(_MINUS), language)
    if text.count('"') % 2:
        head, _, tail = text.rpartition('"')
        text = f"{head} {tail}"
    wanted: list[str] = []
    phrases: list[tuple[str, ...]] = []
    without: list[str] = []
    without_phrases: list[tuple[str, ...]] = []
    for piece in _PIECE.finditer(text):
        found = tuple(tokens.words(piece["phrase"] or piece["word"] or ""))[:_MAX_PHRASE]
        is_phrase = piece["phrase"] is not None and len(found) > 1
        if piece["minus"]:
            # "-e-tjänst" is one thing to do without, not two.
            if len(found) > 1:
                without_phrases.append(found)
            without += found if len(found) == 1 else ()
        elif is_phrase:
            phrases.append(found)
        else:
            wanted += found
    stop = STOP_WORDS.get(language, frozenset())
    kept = [word for word in wanted if word not in stop]
    if not kept and not phrases:
        kept = wanted
    return Words(
        words=_few(kept),
        phrases=_few(phrases),
        without=_few(without),
        without_phrases=_few(without_phrases),
    )


def make_query(
    text: str,
    *,
    language: str,
    facets: Mapping[str, tuple[str, ...]] | None = None,
    sort: Sort = Sort.RELEVANCE,
    page: int = 1,
    limit: int = 20,
    news_only: bool = False,
    with_facets: bool = True,
) -> SearchQuery:
    """Return a query as a reader of `language` asks it."""
    text = tidy(text)
    return SearchQuery(
        text=text,
        words=parse(text, language=language),
        facets=dict(facets or {}),
        sort=sort,
        limit=limit,
        page=page,
        language=language,
        news_only=news_only,
        with_facets=with_facets,
    )


def _few(values: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))[:MAX_WORDS]
