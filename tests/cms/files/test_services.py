"""Bytes are stored whole and durably, or not at all. The operating system is made to fail at its edge."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

import pytest

from cms.files.exceptions import FileStoreError, StoredFileDamaged, StoredFileMissing
from cms.files.models import StoredFile
from cms.files.services import open_stored, read_stored, store, verify

pytestmark = pytest.mark.django_db

DATA = "Sommaren i Järva".encode()
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_FILES_ROOT = tmp_path / "printed"
    return tmp_path / "printed"


def files_under(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


class Fails:
    """Stands in for one call to the operating system: fails with `number` on the call counted by `on`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, number: int, *, on: int = 1) -> None:
        self.real, self.calls, self.on, self.number = getattr(os, name), 0, on, number
        monkeypatch.setattr(os, name, self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.calls == self.on:
            raise OSError(self.number, os.strerror(self.number))
        return self.real(*args, **kwargs)


class TestStore:
    def test_bytes_are_kept_under_their_digest(self, root: Path) -> None:
        stored = store(DATA, "text/plain")
        assert (stored.sha256, stored.size, stored.media_type) == (SHA, len(DATA), "text/plain")
        assert files_under(root) == [f"{SHA[:2]}/{SHA[2:4]}/{SHA}"]
        assert read_stored(SHA) == DATA
        assert str(stored).startswith(SHA[:16])

    def test_the_same_bytes_again_change_nothing(self, root: Path) -> None:
        first = store(DATA, "text/plain")
        file = root / SHA[:2] / SHA[2:4] / SHA
        before = file.stat()
        second = store(DATA, "text/csv")
        assert second == first
        assert second.media_type == "text/plain"
        assert file.stat().st_ino == before.st_ino
        assert StoredFile.objects.count() == 1

    def test_no_bytes_are_bytes_too(self) -> None:
        assert read_stored(store(b"", "text/plain").sha256) == b""

    def test_only_the_account_of_the_product_can_read(self, root: Path) -> None:
        store(DATA, "text/plain")
        for path in (root, root / SHA[:2], root / SHA[:2] / SHA[2:4]):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700
        assert stat.S_IMODE((root / SHA[:2] / SHA[2:4] / SHA).stat().st_mode) == 0o600

    def test_a_rolled_back_transaction_leaves_no_row_and_can_be_repeated(self) -> None:
        with transaction.atomic():
            store(DATA, "text/plain")
            transaction.set_rollback(True)
        assert not StoredFile.objects.exists()
        assert store(DATA, "text/plain").sha256 == SHA

    def test_a_negative_size_is_refused_by_the_database(self) -> None:
        stored = store(DATA, "text/plain")
        with pytest.raises(IntegrityError), transaction.atomic():
            StoredFile.objects.filter(pk=stored.pk).update(size=-1)


class TestFaults:
    @pytest.mark.parametrize("call", ["fsync", "replace"])
    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (errno.ENOSPC, "is full"),
            (errno.EDQUOT, "is full"),
            (errno.EACCES, "read and write access"),
            (errno.EROFS, "read and write access"),
            (errno.EIO, "Check the disk"),
        ],
    )
    def test_a_failing_disk_leaves_nothing_and_says_what_to_do(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
    ) -> None:
        store(b"something else", "text/plain")  # the folders exist, so that the failing call is on the file
        target = root / SHA[:2] / SHA[2:4]
        target.mkdir(parents=True)
        before = files_under(root)
        Fails(monkeypatch, call, number)
        with pytest.raises(FileStoreError) as caught:
            store(DATA, "text/plain")
        assert words in str(caught.value)
        assert str(root) in str(caught.value)
        assert "Nothing was stored" in str(caught.value)
        assert caught.value.errno == number
        assert files_under(root) == before
        assert not StoredFile.objects.filter(sha256=SHA).exists()
        monkeypatch.undo()

    def test_a_disk_that_fills_up_while_writing_leaves_nothing(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class FullFile:
            def __init__(self, handle: int) -> None:
                self.handle = handle

            def __enter__(self) -> FullFile:
                return self

            def __exit__(self, *error: object) -> None:
                os.close(self.handle)

            def write(self, data: bytes) -> int:
                os.write(self.handle, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fdopen", lambda handle, mode: FullFile(handle))
        with pytest.raises(FileStoreError, match="is full"):
            store(DATA, "text/plain")
        assert files_under(root) == []

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_folder_without_permission_is_named(self, root: Path) -> None:
        root.mkdir(mode=0o500)
        with pytest.raises(FileStoreError, match="read and write access"):
            store(DATA, "text/plain")

    def test_a_file_where_the_folder_should_be_is_told(self, root: Path) -> None:
        root.write_text("not a folder")
        with pytest.raises(FileStoreError, match="PRIVATE_FILES_ROOT"):
            store(DATA, "text/plain")

    @pytest.mark.parametrize("number", [1, 2, 3, 4])
    def test_a_process_killed_while_storing_leaves_nothing_to_read(self, root: Path, number: int) -> None:
        """A child is killed with SIGKILL at each flush and at the rename; afterwards the same bytes can be stored."""
        pid = os.fork()
        if pid == 0:
            _die_at_call(number)
        _, status = os.waitpid(pid, 0)
        killed = os.WIFSIGNALED(status)
        whole = (root / SHA[:2] / SHA[2:4] / SHA).exists()
        assert killed
        assert not whole or verify(SHA)
        if not whole:
            with pytest.raises(StoredFileMissing):
                read_stored(SHA)
        assert read_stored(store(DATA, "text/plain").sha256) == DATA

    def test_bytes_that_a_crash_left_too_short_are_replaced(self, root: Path) -> None:
        stored = store(DATA, "text/plain")
        file = root / SHA[:2] / SHA[2:4] / SHA
        file.write_bytes(DATA[:3])
        assert not verify(stored.sha256)
        store(DATA, "text/plain")
        assert verify(stored.sha256)


def _die_at_call(number: int) -> None:
    """Store in this process and kill it at the given call among fsync and replace. Never returns."""
    calls = 0

    def counted(real: Any) -> Any:
        def call(*args: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == number:
                os.kill(os.getpid(), 9)
            return real(*args)

        return call

    from cms.files.store import store_in_use

    os.fsync, os.replace = counted(os.fsync), counted(os.replace)
    store_in_use().write(SHA, DATA)
    os._exit(0)


class TestReading:
    def test_missing_bytes_are_told_with_what_to_do(self) -> None:
        with pytest.raises(StoredFileMissing, match="Restore it from the backup"):
            open_stored(SHA)
        assert not verify(SHA)

    @pytest.mark.parametrize("name", ["", "../../etc/passwd", SHA.upper(), SHA + "0", "é" * 64])
    def test_what_is_no_digest_opens_nothing(self, name: str) -> None:
        with pytest.raises(StoredFileMissing):
            open_stored(name)
        assert not verify(name)

    def test_changed_bytes_are_found(self, root: Path) -> None:
        store(DATA, "text/plain")
        (root / SHA[:2] / SHA[2:4] / SHA).write_bytes(DATA[:-1] + b"!")
        with pytest.raises(StoredFileDamaged, match="changed on disk"):
            read_stored(SHA)
        assert not verify(SHA)
        with open_stored(SHA) as file:
            assert file.read() == DATA[:-1] + b"!"

    def test_a_disk_that_can_not_be_read_is_not_taken_for_a_missing_file(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store(DATA, "text/plain")

        def fails(self: Path, *args: Any, **kwargs: Any) -> Any:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        monkeypatch.setattr(Path, "open", fails)
        with pytest.raises(FileStoreError) as caught:
            open_stored(SHA)
        assert not isinstance(caught.value, StoredFileMissing)
        monkeypatch.setattr(Path, "stat", fails)
        with pytest.raises(FileStoreError):
            store(DATA, "text/plain")
