"""Learn words, and know them."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from search.analysis.stemming import stem
from search.lexicon.models import SeenWord

_BATCH = 500
_SHORTEST = 4
_LONGEST = 30


class Lexicon:
    """Stems of the words seen. Keeps what it has read and reads only what is new. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest = 0
        self._words: set[str] = set()
        self._stems: set[str] = set()

    def learn(self, words: Iterable[str]) -> None:
        """Add Swedish words in lower case: of letters only, neither very short nor long."""
        with self._lock:
            self._catch_up()
            new = {word for word in words if _SHORTEST <= len(word) <= _LONGEST and word.isalpha()}
            new -= self._words
            rows = [SeenWord(word=word) for word in sorted(new)]
            SeenWord.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
            self._know(new)

    def __contains__(self, found: object) -> bool:
        return found in self._stems

    def _catch_up(self) -> None:
        rows = list(SeenWord.objects.filter(pk__gt=self._newest).order_by("pk").values_list("pk", "word"))
        if rows:
            self._newest = rows[-1][0]
            self._know({word for _pk, word in rows})

    def _know(self, words: set[str]) -> None:
        self._words |= words
        self._stems.update(stem(word, "sv") for word in words)
