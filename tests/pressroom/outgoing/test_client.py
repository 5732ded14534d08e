"""Requests to real servers on loopback, with planted answers of the resolver. Nothing leaves the machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence

import pytest

from pressroom.outgoing.client import Answer, send
from pressroom.outgoing.enums import Failure, Refusal
from pressroom.outgoing.exceptions import AddressRefusedError, NotAnsweredError, OutgoingError
from tests.fakes.authority import Authority
from tests.fakes.receiver import Receiver, Reply

NAME = "hook.example"
#: Stands for a partner's machine on the open net. No test gets there.
OUTSIDE = "93.184.216.34"


class Planted:
    """A resolver with one list of numbers for each time that it is asked; the last is given again and again."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, *, within: float) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def ask(url: str, *numbers: str, within: float = 5.0, most: int = 1_000, **more) -> Answer:
    return send("POST", url, within=within, most=most, body=b"{}", resolve=Planted(numbers), **more)


def failure(url: str, *numbers: str, **more) -> Failure:
    with pytest.raises(NotAnsweredError) as caught:
        ask(url, *numbers, **more)
    return caught.value.failure


@pytest.fixture
def _beside_us(settings):
    settings.OUTGOING_TO_THIS_MACHINE = True


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"],
        ["::1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["100.64.1.1"],
        ["0.0.0.0"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["fe80::1%lo"],
        ["224.0.0.1"],
        ["10.1.2.3", "192.168.0.1"],
    ],
)
def test_name_that_leads_inside_is_refused(numbers):
    with pytest.raises(AddressRefusedError) as caught:
        ask(f"https://{NAME}/", *numbers)
    assert caught.value.refusal == Refusal.NOT_PUBLIC


@pytest.fixture
def connected_to(monkeypatch) -> list[tuple]:
    """Let no connection come about; return where one was sought."""
    sought: list[tuple] = []

    def connect(self, address):
        sought.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return sought


def test_name_that_leads_outside_is_asked_there_by_its_number(connected_to):
    assert failure(f"https://{NAME}/", OUTSIDE) == Failure.CONNECT
    assert connected_to == [(OUTSIDE, 443)]


def test_number_inside_is_passed_over_for_one_outside(connected_to):
    assert failure(f"https://{NAME}:8443/", "127.0.0.1", OUTSIDE) == Failure.CONNECT
    assert connected_to == [(OUTSIDE, 8443)]


def test_number_of_version_six_is_asked_too(connected_to):
    assert failure(f"https://{NAME}/", "2606:4700:4700::1111") == Failure.CONNECT
    assert [address[:2] for address in connected_to] == [("2606:4700:4700::1111", 443)]


def test_three_numbers_of_a_name_are_tried_at_most(connected_to):
    assert failure(f"https://{NAME}/", *(f"93.184.216.{n}" for n in range(9))) == Failure.CONNECT
    assert len(connected_to) == 3


def test_odd_spelling_of_loopback_is_found_out_by_the_real_resolver():
    for spelling in ("2130706433", "0x7f.1", "127.1", "0177.0.0.1"):
        with pytest.raises(OutgoingError) as caught:
            send("GET", f"https://{spelling}/", within=5, most=10)
        assert caught.value.code in {Refusal.NOT_PUBLIC, Failure.NAME}


@pytest.mark.usefixtures("_beside_us")
class TestBesideUs:
    def test_request_arrives_whole_and_its_answer_comes_back(self):
        with Receiver(Reply(status=202, headers={"Retry-After": "3"}, body=b"tack")) as receiver:
            answer = ask(
                receiver.url("/a?b=c", host=NAME),
                "127.0.0.1",
                headers={"Content-Type": "application/json", "Host": "evil.example"},
            )
        assert (answer.status, answer.headers["retry-after"], answer.body) == (202, "3", b"tack")
        assert answer.is_success
        assert not answer.is_cut
        [request] = receiver.received
        assert (request.method, request.path, request.body) == ("POST", "/a?b=c", b"{}")
        assert request.headers["host"] == f"{NAME}:{receiver.port}"
        assert request.headers["content-type"] == "application/json"
        assert request.headers["user-agent"].startswith("samverkan-pressrum (+http")
        assert request.headers["accept-encoding"] == "identity"

    def test_name_is_looked_up_once_and_the_second_answer_is_never_asked_for(self):
        """DNS rebinding: the judged number is the one that is connected to."""
        planted = Planted(["127.0.0.2"], ["127.0.0.3"])
        with Receiver(host="127.0.0.2") as judged, Receiver(host="127.0.0.3", port=judged.port) as other:
            send("GET", judged.url(host=NAME), within=5, most=10, resolve=planted)
        assert (len(judged.received), len(other.received), planted.asked) == (1, 0, [NAME])

    def test_nothing_is_looked_up_by_name_while_connecting(self, monkeypatch):
        real = socket.getaddrinfo
        asked = []
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda host, *args, **more: asked.append(host) or real(host, *args, **more)
        )
        with Receiver() as receiver:
            ask(receiver.url(host=NAME), "127.0.0.1")
        assert asked == ["127.0.0.1"]

    def test_redirect_is_an_answer_like_another_and_not_followed(self):
        with Receiver() as inside, Receiver(Reply(302, {"Location": inside.url()})) as receiver:
            answer = ask(receiver.url(), "127.0.0.1")
        assert (answer.status, answer.is_success, inside.received) == (302, False, [])

    def test_proxy_of_the_environment_is_not_used(self, monkeypatch):
        with Receiver() as proxy, Receiver() as receiver:
            for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
                monkeypatch.setenv(name, proxy.url())
            ask(receiver.url(), "127.0.0.1")
        assert (len(receiver.received), proxy.received) == (1, [])

    def test_number_that_takes_no_connection_is_followed_by_the_next(self):
        with Receiver(host="127.0.0.2") as receiver:
            answer = ask(receiver.url(host=NAME), "127.0.0.3", "127.0.0.2")
        assert (answer.status, len(receiver.received)) == (204, 1)

    def test_request_that_was_sent_is_not_sent_to_the_next_number(self):
        broken = Reply(200, claims=100, body=b"half")
        with (
            Receiver(broken, host="127.0.0.2") as first,
            Receiver(host="127.0.0.3", port=first.port) as second,
        ):
            assert failure(first.url(host=NAME), "127.0.0.2", "127.0.0.3") == Failure.BROKEN
        assert (len(first.received), len(second.received)) == (1, 0)

    def test_nobody_listens(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{free.getsockname()[1]}/"
            assert failure(url, "127.0.0.1") == Failure.CONNECT

    def test_body_is_read_to_its_limit_only(self):
        with Receiver(Reply(200, body=b"x" * 5_000)) as receiver:
            cut = ask(receiver.url(), "127.0.0.1", most=4_999)
            whole = ask(receiver.url(), "127.0.0.1", most=5_000)
        assert (len(cut.body), cut.is_cut) == (4_999, True)
        assert (len(whole.body), whole.is_cut) == (5_000, False)

    def test_compressed_body_is_not_unpacked(self):
        with Receiver(Reply(200, {"Content-Encoding": "gzip"}, b"\x1f\x8bno gzip")) as receiver:
            assert ask(receiver.url(), "127.0.0.1").body == b"\x1f\x8bno gzip"

    @pytest.mark.parametrize(
        "reply",
        [
            Reply(after=30),
            Reply(drip=0.1, endless=True),
            Reply(200, body=b"x" * 1_000, drip=0.1),
            Reply(200, body=b"x" * 1_000, drip=0.1, claims=1_000),
        ],
        ids=["says nothing", "head without end", "body without length", "body with length"],
    )
    def test_whole_request_has_one_deadline(self, reply):
        """Each byte comes in time for a socket's timeout; all of it never does."""
        began = time.monotonic()
        with Receiver(reply) as receiver:
            assert failure(receiver.url(), "127.0.0.1", within=0.6) == Failure.TIMEOUT
            assert time.monotonic() - began < 3

    def test_no_thread_is_left_behind(self):
        before = threading.active_count()
        with Receiver() as receiver:
            for _turn in range(20):
                ask(receiver.url(), "127.0.0.1")
        deadline = time.monotonic() + 5
        while threading.active_count() > before and time.monotonic() < deadline:
            time.sleep(0.02)
        assert threading.active_count() <= before

    def test_what_is_no_answer_is_broken(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=_say, args=(server, b"SSH-2.0-OpenSSH_9.2\r\n"))
            thread.start()
            url = f"http://127.0.0.1:{server.getsockname()[1]}/"
            assert failure(url, "127.0.0.1") == Failure.BROKEN
            thread.join()


@pytest.mark.usefixtures("_beside_us")
class TestCertificates:
    def test_certificate_is_for_the_name_though_the_number_is_connected_to(self, tmp_path):
        authority = Authority(tmp_path)
        with Receiver(tls=authority.serve(NAME)) as receiver:
            answer = ask(receiver.url(host=NAME), "127.0.0.1", tls=authority.trust())
        assert (answer.status, receiver.received[0].headers["host"]) == (204, f"{NAME}:{receiver.port}")

    def test_certificate_for_a_number_is_for_that_number(self, tmp_path):
        authority = Authority(tmp_path)
        with Receiver(tls=authority.serve("127.0.0.1")) as receiver:
            assert ask(receiver.url(), "127.0.0.1", tls=authority.trust()).status == 204

    @pytest.mark.parametrize("named", ["other.example", "127.0.0.1"])
    def test_certificate_for_another_name_is_refused(self, tmp_path, named):
        authority = Authority(tmp_path)
        with Receiver(tls=authority.serve(named)) as receiver:
            found = failure(receiver.url(host=NAME), "127.0.0.1", tls=authority.trust())
        assert (found, receiver.received) == (Failure.CERTIFICATE, [])

    def test_certificate_that_nobody_vouches_for_is_refused(self, tmp_path):
        with Receiver(tls=Authority(tmp_path).serve(NAME)) as receiver:
            found = failure(receiver.url(host=NAME), "127.0.0.1")
        assert (found, receiver.received) == (Failure.CERTIFICATE, [])

    def test_handshake_that_drips_is_cut_too(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=_drip, args=(server, b"\x16\x03\x03\x40\x00" + b"\x02" * 200))
            thread.start()
            began = time.monotonic()
            url = f"https://{NAME}:{server.getsockname()[1]}/"
            assert failure(url, "127.0.0.1", within=0.6) == Failure.TIMEOUT
            assert time.monotonic() - began < 3
            thread.join()


def _say(server: socket.socket, data: bytes) -> None:
    connection, _address = server.accept()
    with connection:
        connection.recv(1_000)
        connection.sendall(data)


def _drip(server: socket.socket, data: bytes) -> None:
    connection, _address = server.accept()
    with connection:
        try:
            for byte in data:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
        except OSError:
            return
