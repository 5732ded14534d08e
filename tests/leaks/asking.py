"""Ask an address, and look for secrets in everything that comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.test import Client

from tests.leaks.world import spellings

#: What Django makes anew for every answer.
_TOKENS = re.compile(r"[A-Za-z0-9]{64}|[A-Za-z0-9]{32}")


@dataclass(frozen=True)
class Answer:
    """What came back, all of it."""

    method: str
    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        """Everything that can be read in it, without what the question itself said."""
        told = "\n".join(f"{name}: {value}" for name, value in self.headers)
        whole = f"{told}\n{self.body.decode(errors='replace')}"
        for said in sorted({self.path, *self._said()}, key=len, reverse=True):
            whole = whole.replace(said, "")
        return whole

    def _said(self) -> list[str]:
        """Return the words of the question that are long enough to be a secret: an answer may repeat them."""
        words = re.split(r"[/?&=]", unquote(self.path))
        return [word for word in [unquote(self.path.split("?")[0]), *words] if len(word) > 7]

    def like(self, other: Answer) -> bool:
        """Whether nobody could tell it from `other`, but for the address that was asked."""
        return self._shape() == other._shape()

    def _shape(self) -> tuple[Any, ...]:
        body = self.body.decode(errors="replace")
        for word in sorted(set(self._said()), key=len, reverse=True):
            body = body.replace(word, "*")
        length_free = [(name, value) for name, value in self.headers if name != "Content-Length"]
        same_length = body if "*" in body else self.body
        return self.status, tuple(length_free), same_length


def ask(client: Client, path: str, method: str = "get", **headers: str) -> Answer:
    """Ask, and read the whole answer, also a file's."""
    response = getattr(client, method)(path, headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    cookies = tuple(("Set-Cookie", morsel.key) for morsel in response.cookies.values())
    # A sentence kept for the next page is part of this answer.
    kept = getattr(getattr(response.wsgi_request, "_messages", None), "_queued_messages", [])
    cookies += tuple(("Message", str(message)) for message in kept)
    return Answer(method, path, response.status_code, (*sorted(response.headers.items()), *cookies), body)


def find_secrets(answer: Answer, secrets: Mapping[str, str]) -> list[str]:
    """Return the names of the secrets that stand in an answer, whatever their case."""
    text = answer.text.casefold()
    return [
        name
        for name, mark in secrets.items()
        for spelling in spellings(mark.casefold())
        if (re.search(rf"(?<!\d){spelling}(?!\d)", text) if spelling.isdecimal() else spelling in text)
    ]


def leaks(client: Client, paths: Iterable[str], secrets: Mapping[str, str], method: str = "get") -> list[str]:
    """Ask every path; return one line per secret that came back."""
    found = []
    for path in paths:
        answer = ask(client, path, method)
        found += [f"{method} {path} -> {answer.status}: {name}" for name in find_secrets(answer, secrets)]
    return found


def without_tokens(answer: Answer) -> tuple[int, str]:
    """Return an answer of the workshop without what is random in it."""
    lines = [line for line in answer.text.splitlines() if not line.startswith("Expires: ")]
    return answer.status, _TOKENS.sub("", "\n".join(lines))
