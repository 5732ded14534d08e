"""The embedded default's key file: made once, by one of many, readable by its owner alone."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cms.common.signing import read_private_key
from cms.ledger.key_file import add_key, read_keys


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "var" / "proof-key"


def test_is_made_when_it_is_first_read_and_kept(path):
    (key,) = read_keys(path)
    assert read_private_key(key).key_id
    assert read_keys(path) == [key]


def test_only_its_owner_may_read_it(path):
    read_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    add_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_many_at_once_get_the_same_key(path):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: tuple(read_keys(path)), range(24)))
    assert len(set(found)) == 1
    assert list(path.parent.iterdir()) == [path]


def test_new_key_comes_first(path):
    (first,) = read_keys(path)
    add_key(path)
    second, former = read_keys(path)
    assert (former, second != first) == (first, True)


def test_disk_that_is_full_leaves_the_file_as_it_was(path, monkeypatch):
    keys = read_keys(path)

    def full(handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        add_key(path)
    assert read_keys(path) == keys
    assert list(path.parent.iterdir()) == [path]


def test_whole_key_is_on_the_disk_before_it_takes_its_place(path, monkeypatch):
    written = []
    monkeypatch.setattr(os, "fsync", lambda handle: written.append((os.fstat(handle).st_size, path.exists())))
    (key,) = read_keys(path)
    assert written == [(len(key) + 1, False)]
