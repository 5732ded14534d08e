"""Look-ups: real ones of this machine's own name, and ones that hang."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from pressroom.outgoing import resolving
from pressroom.outgoing.enums import Failure
from pressroom.outgoing.exceptions import NotAnsweredError
from pressroom.outgoing.resolving import look_up


def test_name_is_looked_up():
    assert "127.0.0.1" in look_up("localhost", 443, within=5)


@pytest.mark.parametrize("name", ["a" * 64 + ".example", "a..example"])
def test_name_that_cannot_be_one(name):
    with pytest.raises(NotAnsweredError) as caught:
        look_up(name, 443, within=5)
    assert caught.value.failure == Failure.NAME


def test_name_that_nobody_has(monkeypatch):
    def unknown(*args, **more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotAnsweredError) as caught:
        look_up("nobody.example", 443, within=5)
    assert caught.value.failure == Failure.NAME


def test_look_up_that_hangs_is_left_alone_in_time(monkeypatch):
    hold = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: hold.wait(20) and [])
    began = time.monotonic()
    with pytest.raises(NotAnsweredError) as caught:
        look_up("slow.example", 443, within=0.1)
    hold.set()
    assert caught.value.failure == Failure.TIMEOUT
    assert time.monotonic() - began < 5


def test_look_ups_that_hang_take_no_more_than_their_places(monkeypatch):
    hold = threading.Event()
    monkeypatch.setattr(resolving, "_places", threading.BoundedSemaphore(2))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: hold.wait(20) and [])
    before = threading.active_count()
    for _turn in range(5):
        with pytest.raises(NotAnsweredError):
            look_up("slow.example", 443, within=0.05)
    assert threading.active_count() - before <= 2
    hold.set()
