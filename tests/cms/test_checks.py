"""Start-up checks: each tells what it is for, and is silent otherwise."""

from __future__ import annotations

from pathlib import Path

from django.core.checks import run_checks

import pytest

from cms.checks import editions_can_be_signed


def test_the_product_as_it_is_has_no_error():
    assert [found for found in run_checks() if found.id.startswith("cms.")] == []


def test_process_that_releases_without_a_key_is_refused(settings):
    settings.PROOF_PRIVATE_KEYS = []
    (found,) = editions_can_be_signed(None)
    assert (found.id, found.is_serious()) == ("cms.E003", True)
    assert "proof_keys new" in found.hint


@pytest.mark.parametrize(
    "changed",
    [{"SURFACE": "public"}, {"PROOF_KEY_FILE": Path("/var/key")}, {"PROOF_PRIVATE_KEYS": ["x"]}],
)
def test_process_that_reads_or_has_a_key_is_fine(settings, changed):
    settings.PROOF_PRIVATE_KEYS = []
    for name, value in changed.items():
        setattr(settings, name, value)
    assert editions_can_be_signed(None) == []
