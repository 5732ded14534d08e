"""What keeps the product from starting is said in one sentence."""

import os
import shutil
import socket
from collections import namedtuple

import pytest

from cms.management.preflight import NotReady, check_directory, check_key, check_port

Usage = namedtuple("Usage", "total used free")


def test_taken_port_names_the_port_and_another_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(NotReady, match=rf"Port {port} is taken .*PORT={port + 1} make start"):
            check_port("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_impossible_port_is_refused(port):
    with pytest.raises(NotReady, match="no port number"):
        check_port("127.0.0.1", port)


def test_address_of_another_machine_is_refused():
    with pytest.raises(NotReady, match="HOST 192"):
        check_port("192.0.2.1", 8199)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_known_key_is_fine_on_this_machine(host):
    check_key(host, key_is_public=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "press.example.se"])
def test_known_key_is_refused_towards_other_machines(host):
    with pytest.raises(NotReady, match="SECRET_KEY"):
        check_key(host, key_is_public=True)
    check_key(host, key_is_public=False)


def test_directory_is_made(tmp_path):
    check_directory(tmp_path / "var", needed=1)
    assert (tmp_path / "var").is_dir()


def test_full_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 5 * 2**20))
    with pytest.raises(NotReady, match=r"full or nearly so \(5 MB free, 300 MB needed\)"):
        check_directory(tmp_path)


def test_directory_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "var").write_text("in the way")
    with pytest.raises(NotReady, match="cannot be written"):
        check_directory(tmp_path / "var")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_directory_without_the_right_to_write_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(NotReady, match="cannot be written"):
        check_directory(tmp_path)
