"""Keep a copy: `python mirror.py ADDRESS DATABASE` keeps all that a press room publishes in one SQLite file.

ADDRESS is the press room's, like https://press.example. It needs Python 3.11 and nothing else. `--once` stops when the
copy is complete. It may be killed at any point and started again: what has been applied and how far that is are saved
in one transaction. Read the copy with any program:

    sqlite3 copy.sqlite3 "SELECT json_extract(document, '$.title') FROM documents WHERE language = 'sv'"
"""

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    type TEXT, id TEXT, language TEXT, seq INTEGER NOT NULL, document TEXT NOT NULL, is_old INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (type, id, language)
);
CREATE INDEX IF NOT EXISTS old_documents ON documents (is_old) WHERE is_old = 1;
CREATE TABLE IF NOT EXISTS position (
    one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, head INTEGER NOT NULL, chain TEXT NOT NULL
);
INSERT OR IGNORE INTO position VALUES (1, 0, 0, '');
"""


class Change(TypedDict):
    """One entry of the ledger, as far as a copy needs it."""

    seq: int
    kind: str
    type: str
    id: str
    language: str
    document: dict[str, Any] | None


class Page(TypedDict):
    """What /api/v1/changes answers."""

    changes: list[Change]
    next: int
    has_more: bool
    head: int
    chain: str


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, whatever its status. `retry_after` is in seconds."""

    status: int
    body: bytes
    retry_after: float = 0


@dataclass(frozen=True)
class Pulled:
    """What to do after a question: ask again at once, or after so many seconds at the earliest."""

    has_more: bool
    retry_after: float = 0


@dataclass(frozen=True)
class Position:
    """How far the copy has come: the last `seq` applied, and where the ledger ended then, with its chain there."""

    seq: int
    head: int
    chain: str


class NotAnsweredError(Exception):
    """The press room did not answer as it should. Ask again after `retry_after` seconds."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"status {answer.status}: {answer.body[:200]!r}")
        self.retry_after = answer.retry_after


Ask = Callable[[str], Answer]


def ask_at(address: str) -> Ask:
    """Return a function that asks a press room's API; it takes what follows after /api/v1/."""

    def ask(path: str) -> Answer:
        try:
            with urlopen(f"{address.rstrip('/')}/api/v1/{path}", timeout=60) as response:
                return Answer(response.status, response.read(), _seconds(response.headers["Retry-After"]))
        except HTTPError as error:
            with error:
                return Answer(error.code, error.read(), _seconds(error.headers["Retry-After"]))

    return ask


class Mirror:
    """A copy in a SQLite file. Every method may be interrupted at any statement."""

    def __init__(
        self, database: str | Path, ask: Ask, connect: Callable[..., sqlite3.Connection] = sqlite3.connect
    ) -> None:
        self._ask = ask
        self._db = connect(database, isolation_level=None, timeout=30)  # transactions begin where we say
        for statement in SCHEMA.split(";"):
            self._db.execute(statement)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def position(self) -> Position:
        """Return how far the copy has come."""
        return Position(*self._db.execute("SELECT seq, head, chain FROM position").fetchone())

    def documents(self) -> Iterator[dict[str, Any]]:
        """Yield every document of the copy."""
        for (text,) in self._db.execute("SELECT document FROM documents ORDER BY type, id, language"):
            yield json.loads(text)

    def pull(self, limit: int = 100, wait: int = 0) -> Pulled:
        """Ask once and apply the answer.

        Args:
            limit: changes to ask for.
            wait: seconds to wait for the answer if nothing is new.

        Raises:
            NotAnsweredError: no useful answer; the copy is as it was.
            OSError: no answer at all; the same.
        """
        before = self.position()
        known = {"since": before.seq, "head": before.head, "chain": before.chain} if before.head else {}
        answer = self._ask(f"changes?{urlencode({**known, 'limit': limit, 'wait': wait})}")
        if _is_another_ledger(answer):
            self._begin_anew(before)
            return Pulled(has_more=True)
        if answer.status != 200:
            raise NotAnsweredError(answer)
        page: Page = json.loads(answer.body)
        if [change["seq"] for change in page["changes"]] != list(range(before.seq + 1, page["next"] + 1)):
            raise NotAnsweredError(answer)  # never skip: what is missing could be a withdrawal
        self._apply(before, page)
        return Pulled(page["has_more"], answer.retry_after)

    def _apply(self, before: Position, page: Page) -> None:
        """Apply an answer and save how far it goes: both or neither."""
        with self._moving_from(before) as db:
            for change in page["changes"]:
                key = (change["type"], change["id"], change["language"])
                if change["kind"] in {"withdrawn", "deleted"}:
                    db.execute("DELETE FROM documents WHERE type = ? AND id = ? AND language = ?", key)
                elif change["document"] is not None:
                    text = json.dumps(change["document"], ensure_ascii=False)
                    db.execute(
                        "REPLACE INTO documents VALUES (?, ?, ?, ?, ?, 0)", (*key, change["seq"], text)
                    )
                # else: a later entry replaces or removes it
            if not page["has_more"]:
                db.execute("DELETE FROM documents WHERE is_old = 1")
            reached = (page["next"], page["head"], page["chain"])
            db.execute("UPDATE position SET seq = ?, head = ?, chain = ?", reached)

    def _begin_anew(self, before: Position) -> None:
        """Go back to the ledger's beginning. Readers keep what there is until the copy is complete again."""
        with self._moving_from(before) as db:
            db.execute("UPDATE documents SET is_old = 1")
            db.execute("UPDATE position SET seq = 0, head = 0, chain = ''")

    @contextmanager
    def _moving_from(self, before: Position) -> Iterator[sqlite3.Connection]:
        """Open a transaction; leave everything as it is if another process has moved the copy meanwhile."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if self.position() != before:
                raise NotAnsweredError(Answer(0, b"another process keeps this copy, too"))
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def follow(mirror: Mirror, *, once: bool, limit: int, wait: int, pause: float) -> None:
    """Pull until the copy is complete, and then, unless `once`, whenever something is new."""
    failures = 0
    while True:
        try:
            pulled = mirror.pull(limit, 0 if once else wait)
        except (NotAnsweredError, OSError, ValueError) as problem:
            failures += 1
            print("no answer:", problem, file=sys.stderr)
            time.sleep(max(getattr(problem, "retry_after", 0), min(2**failures, 300)))
            continue
        failures = 0
        if not pulled.has_more:
            if once:
                return
            time.sleep(max(pulled.retry_after, pause))


def _is_another_ledger(answer: Answer) -> bool:
    """Whether the position is none of this ledger: it has been restored from a backup, or is another one."""
    if answer.status != 400:
        return False
    faults = {(fault["parameter"], fault["code"]) for fault in json.loads(answer.body).get("errors", [])}
    return not faults.isdisjoint({("since", "out_of_range"), ("chain", "other_ledger")})


def _seconds(header: str | None) -> float:
    return float(header) if header and header.isdigit() else 0


def main() -> None:
    """Read the command line and follow."""
    parser = argparse.ArgumentParser(description="Keep a copy of what a press room publishes.")
    parser.add_argument("address", help="the press room's address, like https://press.example")
    parser.add_argument("database", type=Path, help="the SQLite file of the copy; made if there is none")
    parser.add_argument("--once", action="store_true", help="stop when the copy is complete")
    parser.add_argument("--limit", type=int, default=100, help="changes in one question (1 to 100)")
    parser.add_argument("--wait", type=int, default=25, help="seconds to wait for something new (0 to 25)")
    parser.add_argument("--pause", type=float, default=1, help="seconds between questions when all is there")
    given = parser.parse_args()
    mirror = Mirror(given.database, ask_at(given.address))
    try:
        follow(mirror, once=given.once, limit=given.limit, wait=given.wait, pause=given.pause)
    except KeyboardInterrupt:
        pass
    finally:
        mirror.close()


if __name__ == "__main__":
    main()
