"""What the engine's errors mean to us: one exception, with a sentence that an operator can act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, ConnectionTimeout, TransportError

from search.exceptions import BackendUnavailable

#: Statuses that a moment's waiting may mend: too many requests, a node that starts or leaves.
PASSING = frozenset({429, 502, 503, 504})

_ADVICE = {
    "cluster_block_exception": "the index takes no writes (disk nearly full, or set to read-only)",
    "index_not_found_exception": "the index is missing: run `manage.py search reindex`",
    "strict_dynamic_mapping_exception": "the index has another mapping than ours: run `manage.py search reindex`",
    "mapper_parsing_exception": "the index has another mapping than ours: run `manage.py search reindex`",
    "document_parsing_exception": "the index has another mapping than ours: run `manage.py search reindex`",
    "security_exception": "the engine refuses these credentials: see SEARCH_USER, SEARCH_PASSWORD, SEARCH_API_KEY",
}


@contextmanager
def told(doing: str) -> Iterator[None]:
    """Turn the client's errors into `BackendUnavailable`.

    Args:
        doing: what was being done, for the message: `searching`.
    """
    try:
        yield
    except ConnectionTimeout as error:
        raise BackendUnavailable(f"The engine did not answer in time while {doing}.") from error
    except ApiError as error:
        cause = _cause(error.body)
        raise BackendUnavailable(
            f"The engine refused while {doing}: {explain(cause, error.status_code)}."
        ) from error
    except TransportError as error:
        raise BackendUnavailable(f"The engine cannot be reached while {doing}: {error.message}") from error


def explain(cause: Mapping[str, Any], status: int) -> str:
    """Return what is wrong, and what to do where we know it.

    Args:
        cause: the engine's `error` object, of a request or of one document in it.
    """
    kind = str(cause.get("type", ""))
    if status in (401, 403) and kind not in _ADVICE:
        return f"{_ADVICE['security_exception']} (status {status})"
    reason = str(cause.get("reason", ""))[:300]
    return (
        f"{_ADVICE[kind]} ({reason})"
        if kind in _ADVICE
        else f"status {status}, {kind or 'no type'}: {reason}"
    )


def _cause(body: Any) -> Mapping[str, Any]:
    error = body.get("error") if isinstance(body, Mapping) else None
    return error if isinstance(error, Mapping) else {"reason": str(body)}
