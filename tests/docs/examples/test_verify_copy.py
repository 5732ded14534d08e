"""The script that docs/api.md gives to partners, run as they would, against a live server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from cms.common.signing import new_private_key, read_private_key
from cms.ledger.keys import rotate
from tests.factories.cms_ledger import correct, make_full_payload, make_ref, print_editions, withdraw

SCRIPT = Path(__file__).parents[3] / "docs" / "examples" / "verify_copy.py"


def run(proof: Any, keys: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(proof), str(keys)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


def changed(text: str, place: int) -> str:
    """Return `text` with one character at `place` exchanged for another that is as possible there."""
    letter = "A" if text[place] != "A" else "B"
    return text[:place] + letter + text[place + 1 :]


@pytest.fixture
def payload():
    payload = make_full_payload(title="Sommaren i Järva")
    print_editions([payload])
    return payload


@pytest.fixture
def keys(live_server) -> str:
    return f"{live_server.url}/api/v1/keys"


@pytest.fixture
def saved(live_server, payload, tmp_path):
    """Return a function that saves the proof as a partner keeps it, with some members changed."""
    with urlopen(f"{live_server.url}/api/v1/items/{payload['id']}/proof") as answer:
        proof = json.loads(answer.read())

    def save(**members: Any) -> Path:
        path = tmp_path / "copy.json"
        path.write_text(json.dumps(proof | members), encoding="utf-8")
        return path

    save.proof = proof
    return save


@pytest.mark.django_db(transaction=True)
class TestVerifyCopy:
    def test_real_copy_is_verified_and_says_who_agreed(self, saved, keys):
        found = run(saved(), keys)
        assert (found.returncode, found.stderr) == (0, "")
        assert found.stdout.startswith("Verified: message ")
        assert "agreed: Järva stadsdelsförvaltning 2026-" in found.stdout
        assert "agreed: Lokalpolisområde Järva 2026-" in found.stdout

    def test_addresses_will_do_in_place_of_files(self, live_server, payload, keys):
        found = run(f"{live_server.url}/api/v1/items/{payload['id']}/proof?language=sv", keys)
        assert found.returncode == 0

    @pytest.mark.parametrize("member", ["payload", "statement", "signature"])
    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_one_changed_byte_is_told(self, saved, keys, member, share):
        text = saved.proof[member]
        found = run(saved(**{member: changed(text, int(len(text) * share))}), keys)
        assert found.returncode == 1
        assert found.stderr.startswith("NOT VERIFIED")
        assert found.stdout == ""

    def test_last_character_of_a_signature_counts(self, saved, keys):
        """Its lowest bits are no part of the 64 bytes, so a lenient reader would pass them over."""
        found = run(
            saved(signature=changed(saved.proof["signature"], len(saved.proof["signature"]) - 1)), keys
        )
        assert found.returncode == 1

    def test_text_that_is_left_out_is_told(self, saved, keys):
        assert run(saved(payload=None), keys).returncode == 1

    def test_another_key_is_told_even_under_the_same_name(self, saved, keys, tmp_path):
        with urlopen(keys) as answer:
            published = json.loads(answer.read())
        published["keys"][0]["public_key"] = read_private_key(new_private_key()).public_key
        other = tmp_path / "keys.json"
        other.write_text(json.dumps(published), encoding="utf-8")
        assert "InvalidSignature" in run(saved(), other).stderr
        published["keys"][0]["key_id"] = "another"
        other.write_text(json.dumps(published), encoding="utf-8")
        assert "KeyError" in run(saved(), other).stderr

    def test_old_proof_holds_after_a_rotation_and_the_old_key_signs_no_more(
        self, saved, keys, settings, payload, live_server
    ):
        settings.PROOF_PRIVATE_KEYS = [new_private_key(), *settings.PROOF_PRIVATE_KEYS]
        old = read_private_key(settings.PROOF_PRIVATE_KEYS[1])
        rotate()
        assert run(saved(), keys).returncode == 0
        print_editions([correct(payload, "Fel månad.")])
        new = f"{live_server.url}/api/v1/items/{payload['id']}/proof"
        assert run(new, keys).returncode == 0

        with urlopen(new) as answer:
            forged = json.loads(answer.read())
        said = json.loads(forged["statement"]) | {"key_id": old.key_id}
        statement = json.dumps(said)
        found = run(saved(**forged | {"statement": statement, "signature": old.sign(statement)}), keys)
        assert "had retired" in found.stderr

    def test_withdrawal_is_verified_without_the_text(self, payload, keys, live_server):
        print_editions([withdraw(payload, "Stämde inte.")])
        found = run(f"{live_server.url}/api/v1/items/{payload['id']}/proof", keys)
        assert found.returncode == 0
        assert " withdrawn " in found.stdout

    def test_names_of_any_script_survive(self, keys, live_server):
        names = [make_ref("organisation", "jarva", "إدارة 🏠 “Järva”")]
        payload = make_full_payload(language="ar", signatories=names)
        print_editions([payload])
        found = run(f"{live_server.url}/api/v1/items/{payload['id']}/proof?language=ar", keys)
        assert found.returncode == 0
        assert "إدارة 🏠 “Järva”" in found.stdout
