"""What each kind of cache is asked."""

from __future__ import annotations

import json

import pytest

from pressroom.purging.backends import CloudflareBackend, FastlyBackend, PurgeFailed
from tests.fakes.cache_server import fake_cache


def test_fastly_is_asked_by_key_with_the_token_of_the_service() -> None:
    with fake_cache() as cache:
        backend = FastlyBackend(
            {"ADDRESS": "fastly://hem%2Flig@SU1Z0isxPaozGVKXdv0eY", "API": f"http://{cache.address}"}
        )
        backend.purge_names(["list:sv", "ledger"])
        [(method, path, headers, _body)] = cache.asked
        assert (method, path) == ("POST", "/service/SU1Z0isxPaozGVKXdv0eY/purge")
        assert headers["Fastly-Key"] == "hem/lig"
        assert headers["Surrogate-Key"] == "list:sv ledger"


def test_cloudflare_is_asked_by_tag_thirty_at_a_time() -> None:
    with fake_cache() as cache:
        backend = CloudflareBackend(
            {"ADDRESS": "cloudflare://hemlig@023e105f", "API": f"http://{cache.address}"}
        )
        backend.purge_names([f"n{number}" for number in range(31)])
        assert cache.paths() == ["/zones/023e105f/purge_cache"] * 2
        assert cache.asked[0][2]["Authorization"] == "Bearer hemlig"
        assert [len(json.loads(body)["tags"]) for *_rest, body in cache.asked] == [30, 1]


@pytest.mark.parametrize("status", [301, 400, 403, 500])
def test_only_an_answer_that_says_done_is_one(status: int) -> None:
    with fake_cache() as cache:
        cache.status = status
        backend = FastlyBackend({"ADDRESS": "fastly://token@service", "API": f"http://{cache.address}"})
        with pytest.raises(PurgeFailed, match=f"answered {status}"):
            backend.purge_names(["ledger"])
        assert len(cache.asked) == 1
