"""Keys and signatures: the vectors of the standards, and everything that is none."""

from __future__ import annotations

import base64

import pytest

from cms.common import signing
from cms.common.signing import MalformedKeyError

# RFC 8037, appendix A: the key of RFC 8032's first test with its JWK thumbprint.
PRIVATE = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
PUBLIC = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
# RFC 8032, section 7.1, test 1: the signature of the empty message by that key.
OF_NOTHING = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)


def test_key_of_the_standard_has_its_public_half_and_its_name():
    signer = signing.read_private_key(PRIVATE)
    assert (signer.public_key, signer.key_id) == (PUBLIC, THUMBPRINT)


def test_signature_is_that_of_the_standard():
    signature = signing.read_private_key(PRIVATE).sign("")
    assert signing.decode(signature) == bytes.fromhex(OF_NOTHING)
    assert signing.is_signed("", signature=signature, public_key=PUBLIC)


def test_text_signature_and_key_must_all_be_right():
    signer, other = signing.read_private_key(PRIVATE), signing.read_private_key(signing.new_private_key())
    signature = signer.sign("Överenskommet")
    assert signing.is_signed("Överenskommet", signature=signature, public_key=PUBLIC)
    assert not signing.is_signed("Överenskommen", signature=signature, public_key=PUBLIC)
    assert not signing.is_signed("Överenskommet", signature=other.sign("Överenskommet"), public_key=PUBLIC)
    assert not signing.is_signed("Överenskommet", signature=signature, public_key=other.public_key)


@pytest.mark.parametrize("signature", ["", "A", "AAAA", "å" * 86, "=" * 86, "A" * 86, f"{'A' * 85} "])
def test_what_is_no_signature_verifies_nothing(signature):
    assert not signing.is_signed("text", signature=signature, public_key=PUBLIC)


@pytest.mark.parametrize("public_key", ["", "AAAA", "å" * 43, PUBLIC[:-1], f"{PUBLIC}A"])
def test_what_is_no_key_verifies_nothing(public_key):
    signature = signing.read_private_key(PRIVATE).sign("text")
    assert not signing.is_signed("text", signature=signature, public_key=public_key)


def test_every_new_key_is_another():
    keys = {signing.new_private_key() for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {43}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not 32 bytes"),
        ("hemligt", "not 32 bytes"),
        (PRIVATE[:-1], "not 32 bytes"),
        (f"{PRIVATE}=", "not 32 bytes"),
        (PRIVATE.replace("_", "/"), "not 32 bytes"),
        (PRIVATE[:-1] + "B", "not 32 bytes"),  # the same bytes, written in another way
        ("A" * 43, "too easy to guess"),
        (signing.encode(b"hemligthemligthemligthemligthemli"[:32]), "too easy to guess"),
    ],
)
def test_what_is_no_private_key_is_refused_without_repeating_it(text, reason):
    with pytest.raises(MalformedKeyError, match=reason) as refusal:
        signing.read_private_key(text)
    assert text == "" or text not in str(refusal.value)


def test_private_half_does_not_show():
    assert PRIVATE not in repr(signing.read_private_key(PRIVATE))


def test_only_one_way_of_writing_bytes_is_read():
    assert signing.decode("-_8") == base64.b64decode("+/8=")
    for other in ("+/8", "-_8=", "-_ 8", "-_9"):
        assert signing.decode(other) is None
