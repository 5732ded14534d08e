"""The command for keys: makes one, lists them, rotates; says what to do when it can't."""

from __future__ import annotations

from django.core.management import CommandError, call_command

import pytest

from cms.common.signing import new_private_key, read_private_key
from cms.ledger.published_keys import list_keys
from tests.factories.cms_ledger import make_payload, print_editions


def test_new_prints_what_the_environment_wants_and_needs_no_database(capsys):
    call_command("proof_keys", "new")
    said = capsys.readouterr()
    name, _, key = said.out.strip().partition("=")
    assert name == "PROOF_PRIVATE_KEYS"
    assert read_private_key(key).key_id in said.err


@pytest.mark.django_db
def test_rotate_lets_the_next_key_sign(capsys, settings):
    old, new = settings.PROOF_PRIVATE_KEYS[0], new_private_key()
    print_editions([make_payload()])
    settings.PROOF_PRIVATE_KEYS = [new, old]
    call_command("proof_keys", "list")
    assert f"{read_private_key(new).key_id}  not used yet  held here" in capsys.readouterr().out
    call_command("proof_keys", "rotate")
    assert f"{read_private_key(new).key_id} signs from now on" in capsys.readouterr().out
    assert [key.key_id for key in list_keys()] == [read_private_key(key).key_id for key in (new, old)]

    settings.PROOF_PRIVATE_KEYS = [new]
    call_command("proof_keys", "list")
    signs, retired = capsys.readouterr().out.splitlines()
    assert signs.endswith("signs now  held here")
    assert "  until " in retired
    assert retired.endswith("not held here")


@pytest.mark.django_db
def test_rotate_without_a_new_key_says_how_to_make_one():
    print_editions([make_payload()])
    with pytest.raises(CommandError, match="proof_keys new"):
        call_command("proof_keys", "rotate")
    assert len(list_keys()) == 1
