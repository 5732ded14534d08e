"""Which words are found, and how the engine's own language analysis takes part.

What answers a query is decided by our own stems (`search.analysis`), in the fields `stems.*`: the same on every engine
and on the database, so a switch of backend changes no list of hits. They are made before indexing, one word a stem,
in the order of the text; the engine only splits them at spaces.

What ranks is also the engine's own analysis: one field per language, `text.sv`, `text.en` and so on. For Somali and
Tigrinya no engine has one: `standard` splits words as Unicode says, and our stems carry what we know of their endings.
"""

from __future__ import annotations

from collections.abc import Iterable

from elasticsearch import BadRequestError, Elasticsearch

from cms.common.languages import LANGUAGES
from search.analysis.stemming import stem
from search.analysis.tokens import lower, normal, words
from search.engine.trouble import told

STANDARD = "standard"
#: Our languages, and those a district may add, for which engines have an analyzer of their own.
ANALYZERS = {
    "sv": "swedish", "en": "english", "ar": "arabic", "fa": "persian", "tr": "turkish", "fi": "finnish",
    "de": "german", "fr": "french", "es": "spanish", "ru": "russian", "ckb": "sorani",
}  # fmt: skip


def detect_analyzers(client: Elasticsearch) -> dict[str, str]:
    """Return the analyzer for each of our languages: the engine's own, or `standard` where it has none.

    Asked of the engine, since neither its version nor its list of plugins tells for certain.
    """
    found = {}
    for language in LANGUAGES:
        name = ANALYZERS.get(language, STANDARD)
        found[language] = name if name != STANDARD and _has(client, name) else STANDARD
    return found


def stemmed(text: str, language: str) -> str:
    """Return a text's stems in its order, for a field that is split at spaces."""
    return " ".join(stem(word, language) for word in words(text))


def spelled(text: str, language: str) -> str:
    """Return a text's words in lower case, each once: what a misspelt word is compared with."""
    return " ".join(dict.fromkeys(words(lower(text, language))))


def heading(text: str, language: str) -> str:
    """Return a title's words in the form in which beginnings are compared."""
    return " ".join(normal(word, language) for word in words(text))


def stemmed_set(texts: Iterable[str], language: str) -> str:
    """Return the stems of single words, each once."""
    return " ".join(dict.fromkeys(stem(word, language) for text in texts for word in words(text)))


def _has(client: Elasticsearch, analyzer: str) -> bool:
    with told("asking which languages it knows"):
        try:
            client.indices.analyze(analyzer=analyzer, text="a")
        except BadRequestError:
            return False
    return True
