"""The script as hosts pin it: every version that was released is still what its name says."""

from __future__ import annotations

import base64
import gzip
import hashlib

from pressroom.snippets import script


def test_digest_and_integrity_are_those_of_the_bytes():
    now = script.current()
    assert now.body == script.SOURCE.read_bytes()
    assert now.digest == hashlib.sha256(now.body).hexdigest()[:16]
    assert now.integrity == f"sha384-{base64.b64encode(hashlib.sha384(now.body).digest()).decode()}"
    assert gzip.decompress(now.packed) == now.body


def test_released_versions_are_served_under_their_digest(tmp_path, monkeypatch):
    (tmp_path / "old.js").write_bytes(b"old();")
    monkeypatch.setattr(script, "RELEASED", tmp_path)
    script.versions.cache_clear()
    old = hashlib.sha256(b"old();").hexdigest()[:16]
    assert script.versions()[old].body == b"old();"
    assert set(script.versions()) == {old, script.current().digest}
    script.versions.cache_clear()


def test_the_script_needs_no_permission_that_a_strict_host_refuses():
    source = script.current().body.decode()
    forbidden = (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "new Function",
        "DOMParser",
        "cookie",
    )
    assert [word for word in forbidden if word in source] == []
