import socket
import time

import pytest

from search.engine.client import Address, connect
from search.engine.trouble import told
from search.exceptions import BackendUnavailable
from tests.fakes.engine import fake_engine


def refusing(status, kind, reason="because"):
    return lambda _request: (status, {"error": {"type": kind, "reason": reason}, "status": status})


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (refusing(403, "cluster_block_exception"), "takes no writes"),
        (refusing(429, "cluster_block_exception"), "takes no writes"),
        (refusing(404, "index_not_found_exception"), "reindex"),
        (refusing(400, "strict_dynamic_mapping_exception"), "another mapping"),
        (refusing(401, "security_exception"), "SEARCH_API_KEY"),
        (refusing(403, "something"), "SEARCH_USER"),
        (refusing(500, "odd_exception", "the disk is on fire"), "odd_exception: the disk is on fire"),
        (lambda _request: (502, "bad gateway"), "status 502"),
    ],
)
def test_refusals_are_told_with_what_to_do(answer, said):
    with fake_engine(answer) as engine, pytest.raises(BackendUnavailable, match=said), told("searching"):
        connect(Address("elasticsearch", engine.url)).search(index="a")


def test_engine_that_is_not_there_is_told():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(BackendUnavailable, match="cannot be reached while searching"), told("searching"):
        connect(Address("elasticsearch", f"http://127.0.0.1:{port}")).search(index="a")


def test_engine_that_hangs_is_left_in_time():
    started = time.monotonic()
    with fake_engine(lambda _request: (time.sleep(1), (200, {}))[1]) as engine:
        client = connect(Address("elasticsearch", engine.url)).options(request_timeout=0.1)
        with pytest.raises(BackendUnavailable, match="did not answer in time"), told("searching"):
            client.search(index="a")
        assert time.monotonic() - started < 0.8


def test_something_else_at_the_address_is_told():
    with fake_engine(lambda _request: (200, {"hello": "world"})) as engine:
        engine.product = ""
        with pytest.raises(BackendUnavailable), told("searching"):
            connect(Address("elasticsearch", engine.url)).search(index="a")


def test_our_own_mistakes_are_not_hidden():
    with pytest.raises(ZeroDivisionError), told("searching"):
        raise ZeroDivisionError
