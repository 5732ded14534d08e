"""Signatures, read by the official library of Standard Webhooks and by plain cryptography."""

from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from cms.common import clock
from pressroom.webhooks.enums import Scheme
from pressroom.webhooks.signing import new_secret, sign

BODY = '{"type":"edition.published","data":{"title":"Överenskommet"}}'.encode()


def headers(*texts: str, message_id: str = "edition_1_abc", body: bytes = BODY) -> dict[str, str]:
    timestamp = int(clock.now().timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(texts, message_id=message_id, timestamp=timestamp, body=body),
    }


def test_official_example():
    """From the specification's reference libraries: the same secret, id, time and body give the same signature."""
    signature = sign(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_official_library_accepts_a_shared_secret():
    secret = new_secret(Scheme.SHARED)
    assert secret.text.startswith("whsec_")
    assert 24 <= len(base64.b64decode(secret.text.removeprefix("whsec_"))) <= 64
    assert Webhook(secret.text).verify(BODY, headers(secret.text))["type"] == "edition.published"


@pytest.mark.parametrize("changed", ["webhook-id", "webhook-timestamp", "body", "secret"])
def test_official_library_refuses_what_was_changed(changed):
    secret = new_secret(Scheme.SHARED)
    sent = headers(secret.text)
    changes = {
        "webhook-id": {"webhook-id": "edition_2_abc"},
        "webhook-timestamp": {"webhook-timestamp": str(int(sent["webhook-timestamp"]) - 1)},
    }
    reader = Webhook(new_secret(Scheme.SHARED).text if changed == "secret" else secret.text)
    body = BODY + b" " if changed == "body" else BODY
    with pytest.raises(WebhookVerificationError):
        reader.verify(body, sent | changes.get(changed, {}))


def test_both_secrets_of_a_rotation_are_accepted():
    new, former = new_secret(Scheme.SHARED), new_secret(Scheme.SHARED)
    sent = headers(new.text, former.text)
    assert len(sent["webhook-signature"].split(" ")) == 2
    for secret in (new, former):
        Webhook(secret.text).verify(BODY, sent)


def test_key_pair_is_verified_with_its_public_half_beside_a_shared_secret():
    pair, shared = new_secret(Scheme.KEY_PAIR), new_secret(Scheme.SHARED)
    sent = headers(shared.text, pair.text)
    Webhook(shared.text).verify(BODY, sent)
    [signature] = [part for part in sent["webhook-signature"].split(" ") if part.startswith("v1a,")]
    assert (pair.text[:5], pair.public_key[:5]) == ("whsk_", "whpk_")
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(pair.public_key.removeprefix("whpk_")))
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + BODY
    public.verify(base64.b64decode(signature.removeprefix("v1a,")), signed)
    with pytest.raises(InvalidSignature):
        public.verify(base64.b64decode(signature.removeprefix("v1a,")), signed + b" ")


def test_secret_does_not_show_in_logs():
    secret = new_secret(Scheme.SHARED)
    assert secret.text not in repr(secret)
