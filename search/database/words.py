"""The words of the index: counted as documents come and go, and the nearest one to a word that nothing has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from django.db import connection
from django.db.models import Count

from search.analysis.stemming import stems
from search.analysis.tokens import with_word
from search.database.models import IndexedWord, WordGram
from search.types import SearchQuery, Words

_BATCH = 400
_CANDIDATES = 60
#: Shortest and longest word that is mended, and how far the nearest may be, by length.
_SHORTEST, _LONGEST = 4, 40
_NEAR = ((5, 1), (_LONGEST, 2))


def count_words(changes: Counter[tuple[str, str]], *, slot: int) -> None:
    """Add to the documents of each (word, language), or take away; a word that none has any more goes."""
    wanted = sorted(pair for pair, change in changes.items() if change)
    known: dict[tuple[str, str], IndexedWord] = {}
    for start in range(0, len(wanted), _BATCH):
        batch = {word for word, _language in wanted[start : start + _BATCH]}
        rows = IndexedWord.objects.filter(slot=slot, word__in=batch)
        known |= {(row.word, row.language): row for row in rows}
    new = [
        IndexedWord(slot=slot, word=word, language=language, documents=changes[word, language])
        for word, language in wanted
        if (word, language) not in known and changes[word, language] > 0
    ]
    IndexedWord.objects.bulk_create(new, batch_size=_BATCH)
    grams = [WordGram(word=row, gram=gram) for row in new for gram in grams_of(row.word)]
    WordGram.objects.bulk_create(grams, batch_size=2 * _BATCH)
    counts = [(row.documents + changes[pair], row.pk) for pair, row in known.items() if changes[pair]]
    table = connection.ops.quote_name(IndexedWord._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET documents = %s WHERE id = %s",  # noqa: S608  (our own table)
            [(count, pk) for count, pk in counts if count > 0],
        )
    IndexedWord.objects.filter(pk__in=[pk for count, pk in counts if count <= 0]).delete()


def mended(query: SearchQuery, *, slot: int) -> str:
    """Return the query's text with each word that no document has replaced by the nearest that one has, or empty.

    Two queries, and one more per unknown word.
    """
    words = _asked(query.words)
    known = set(IndexedWord.objects.filter(slot=slot, word__in=words).values_list("word", flat=True))
    text = query.text
    for word in words:
        if word in known or not _SHORTEST <= len(word) <= _LONGEST:
            continue
        nearest = _nearest(word, slot=slot, language=query.language)
        if nearest:
            text = with_word(text, word, nearest)
    return text if text != query.text else ""


def grams_of(word: str) -> list[str]:
    """Return the threes of letters of a word with its start and end, without repeats."""
    padded = f" {word} "
    return list(dict.fromkeys(padded[at : at + 3] for at in range(len(padded) - 2)))


def rare_words(
    words: Iterable[str], *, slot: int, language: str, most: int, own: Collection[str] = ()
) -> list[str]:
    """Return those of `words` that the index has, the rarest first.

    Args:
        own: words of a document that does not count; what only it has says nothing of others.
    """
    found: list[tuple[int, str]] = []
    wanted = sorted(set(words))
    for start in range(0, len(wanted), _BATCH):
        rows = IndexedWord.objects.filter(
            slot=slot, language=language, word__in=wanted[start : start + _BATCH]
        )
        counted = rows.values_list("documents", "word")
        found += [
            (documents - (word in own), word) for documents, word in counted if documents > (word in own)
        ]
    return [word for _documents, word in sorted(found)[:most]]


def distance(one: str, other: str, *, most: int) -> int:
    """Return how many letters must be added, dropped, changed or swapped with the next; `most + 1` for more.

    >>> distance("trygghet", "tryghet", most=2), distance("husby", "hubsy", most=2)
    (1, 1)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: Sequence[int] = []
    row: Sequence[int] = range(len(other) + 1)
    for at, letter in enumerate(one, 1):
        new = [at]
        for to, wanted in enumerate(other, 1):
            best = min(row[to] + 1, new[to - 1] + 1, row[to - 1] + (letter != wanted))
            if at > 1 < to and letter == other[to - 2] and one[at - 2] == wanted:
                best = min(best, before[to - 2] + 1)
            new.append(best)
        if min(new) > most:
            return most + 1
        before, row = row, new
    return min(row[-1], most + 1)


def _asked(words: Words) -> list[str]:
    return list(dict.fromkeys([*words.words, *(word for phrase in words.phrases for word in phrase)]))


def _nearest(word: str, *, slot: int, language: str) -> str:
    """Return the nearest word: fewest changes, then the reader's language, then the commonest."""
    most = next(far for length, far in _NEAR if len(word) <= length)
    grams = WordGram.objects.filter(word__slot=slot, gram__in=grams_of(word))
    shared = grams.values("word", "word__word", "word__language", "word__documents").annotate(n=Count("pk"))
    ranked = []
    own = set(stems(word))
    for row in shared.order_by("-n", "word__word")[:_CANDIDATES]:
        if not own.isdisjoint(stems(row["word__word"])):
            return ""  # it is there in another form
        far = distance(word, row["word__word"], most=most)
        if far <= most:
            ranked.append(
                (far, row["word__language"] != language, -row["word__documents"], row["word__word"])
            )
    return min(ranked)[-1] if ranked else ""
