"""Proofs and keys through HTTP: what is signed is what is served; what is gone shows no text."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from cms.common.digests import canonical_json, sha256_hex
from cms.common.signing import is_signed, new_private_key
from cms.ledger.keys import rotate
from cms.ledger.published_keys import list_keys
from tests.assertions.http import assert_conditional, assert_problem, count_queries
from tests.assertions.openapi import assert_fits
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_full_payload,
    make_payload,
    make_term,
    print_editions,
    withdraw,
)

pytestmark = pytest.mark.django_db

ITEMS, KEYS, JWKS = "/api/v1/items", "/api/v1/keys", "/.well-known/jwks.json"
AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)


def proof_path(payload, number: int | None = None, language: str = "sv") -> str:
    edition = f"/editions/{number}" if number is not None else ""
    return f"{ITEMS}/{payload['id']}{edition}/proof?language={language}"


@pytest.fixture
def payload():
    payload = make_full_payload(title="Sommaren i Järva")
    print_editions([payload], released_at=AT)
    return payload


class TestProof:
    def test_holds_text_digest_statement_and_signature_that_fit_together(self, client, payload):
        proof, (key,) = client.get(proof_path(payload)).json(), client.get(KEYS).json()["keys"]
        said = json.loads(proof["statement"])
        assert proof["payload"] == canonical_json(payload)
        assert proof["digest"] == said["digest"] == sha256_hex(proof["payload"].encode())
        assert proof["key_id"] == said["key_id"] == key["key_id"]
        assert is_signed(proof["statement"], signature=proof["signature"], public_key=key["public_key"])
        assert [agreed["organisation"] for agreed in said["agreed"]] == ["jarva", "polisen"]
        assert proof["keys_url"] == f"http://testserver{KEYS}"
        assert client.get(proof["url"]).status_code == 200

    def test_is_linked_from_the_item_and_says_the_same(self, client, payload):
        edition = client.get(f"{ITEMS}/{payload['id']}").json()["edition"]
        proof = client.get(edition["proof_url"]).json()
        assert proof == client.get(proof_path(payload)).json()
        assert edition["digest"] == proof["digest"]
        assert edition["agreed"] == json.loads(proof["statement"])["agreed"]

    def test_each_edition_and_language_has_its_own(self, client, payload):
        english = {**payload, "language": "en", "title": "Summer"}
        print_editions([correct(payload, "Fel.", title="Rättad"), english])
        first, second = (client.get(proof_path(payload, number)).json() for number in (1, 2))
        assert (json.loads(first["payload"])["title"], first["is_current"]) == ("Sommaren i Järva", False)
        assert (json.loads(second["payload"])["title"], second["is_current"]) == ("Rättad", True)
        assert second == client.get(proof_path(payload)).json()
        translated = client.get(proof_path(payload, language="en")).json()
        assert (translated["language"], json.loads(translated["payload"])["title"]) == ("en", "Summer")

    def test_fits_its_description(self, client, payload):
        gone = make_payload()
        print_editions([gone])
        print_editions([withdraw(gone)])
        for path in (proof_path(payload), proof_path(payload, 1), proof_path(gone)):
            assert_fits("Proof", client.get(path).json())
        assert_fits("KeyList", client.get(KEYS).json())

    def test_is_conditional_and_changes_with_the_ledger(self, client, payload):
        before = [assert_conditional(client, proof_path(payload, number)) for number in (None, 1)]
        print_editions([correct(payload)])
        after = [assert_conditional(client, proof_path(payload, number)) for number in (None, 1)]
        assert all(old != new for old, new in zip(before, after, strict=True))

    def test_costs_few_queries_and_one_when_it_is_finished(self, client, payload):
        gone = make_payload()
        print_editions([gone])
        print_editions([withdraw(gone)])
        for path in (proof_path(payload), proof_path(payload, 1), proof_path(gone)):
            assert count_queries(client, path) <= 4  # the head before and after, the item, the edition
            assert count_queries(client, path) == 1

    def test_what_is_not_there_is_the_problem_of_its_text(self, client, payload):
        assert_problem(client.get(f"{ITEMS}/0000000000/proof"), 404, "not_found")
        assert_problem(client.get(proof_path(payload, language="so")), 404, "not_in_language")
        for number in (0, 2, 10**30):
            assert_problem(client.get(proof_path(payload, number)), 404, "not_found")
        assert_problem(client.get(f"{proof_path(payload)}&colour=blue"), 400, "invalid_parameters")
        assert_problem(client.post(proof_path(payload)), 405, "method_not_allowed")

    def test_terms_have_none_here(self, client):
        print_editions([make_term("area", "trygghet", "Trygghet")])
        assert_problem(client.get(f"{ITEMS}/trygghet/proof"), 404, "not_found")
        assert client.get("/api/v1/areas/trygghet").json()["edition"]["proof_url"] is None


class TestGone:
    def test_withdrawal_is_proved_without_the_text(self, client, payload):
        print_editions([withdraw(payload, "Uppgiften stämde inte.")])
        for path in (proof_path(payload), proof_path(payload, 2)):
            response = client.get(path)
            proof = response.json()
            said = json.loads(proof["statement"])
            assert (said["kind"], proof["payload"], proof["number"]) == ("withdrawn", None, 2)
            assert is_signed(
                proof["statement"], signature=proof["signature"], public_key=list_keys()[0].public_key
            )
            assert "Sommaren" not in response.content.decode()
            assert client.get(proof["url"]).status_code == 410

    def test_what_was_withdrawn_is_not_proved_any_more(self, client, payload):
        print_editions([withdraw(payload)])
        assert_problem(client.get(proof_path(payload, 1)), 410, "withdrawn")
        assert_problem(client.get(proof_path(payload, 3)), 410, "withdrawn")

    def test_editions_from_before_a_withdrawal_stay_gone_when_the_item_returns(self, client, payload):
        print_editions([withdraw(payload)])
        print_editions([{**payload, "title": "Tillbaka"}])
        assert json.loads(client.get(proof_path(payload)).json()["payload"])["title"] == "Tillbaka"
        for number in (1, 2):
            assert_problem(client.get(proof_path(payload, number)), 410, "edition_gone")

    def test_deleted_is_gone_without_a_word(self, client, payload):
        print_editions([delete(payload)])
        for path in (proof_path(payload), proof_path(payload, 2)):
            assert_problem(client.get(path), 410, "deleted")

    def test_withdrawal_in_one_language_leaves_the_other(self, client, payload):
        print_editions([{**payload, "language": "en"}])
        print_editions([withdraw(payload)])
        assert client.get(proof_path(payload, language="en")).json()["payload"] is not None


class TestKeys:
    def test_empty_ledger_has_none(self, client):
        assert client.get(KEYS).json() == {"keys": [], "jwks_url": f"http://testserver{JWKS}"}
        assert client.get(JWKS).json() == {"keys": []}

    def test_rotation_shows_at_once_though_the_ledger_stands_still(self, client, payload, settings):
        before = assert_conditional(client, KEYS)
        settings.PROOF_PRIVATE_KEYS = [new_private_key(), *settings.PROOF_PRIVATE_KEYS]
        rotate()
        assert assert_conditional(client, KEYS) != before
        new, old = client.get(KEYS).json()["keys"]
        assert (new["retired_at"], new["last_seq"]) == (None, None)
        assert (old["retired_at"] is not None, old["last_seq"]) == (True, 1)

    def test_old_proofs_stay_verifiable(self, client, payload, settings):
        settings.PROOF_PRIVATE_KEYS = [new_private_key(), *settings.PROOF_PRIVATE_KEYS]
        rotate()
        proof = client.get(proof_path(payload)).json()
        (key,) = [key for key in client.get(KEYS).json()["keys"] if key["key_id"] == proof["key_id"]]
        assert is_signed(proof["statement"], signature=proof["signature"], public_key=key["public_key"])

    def test_key_set_is_that_of_the_standards(self, client, payload):
        response = client.get(JWKS)
        assert response.headers["Content-Type"] == "application/jwk-set+json"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        (key,) = list_keys()
        assert response.json() == {
            "keys": [{"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": key.key_id, "x": key.public_key}]
        }
        assert_conditional(client, JWKS)
        assert client.get(f"{JWKS}/").status_code == 404
        assert_problem(client.post(JWKS), 405, "method_not_allowed")

    def test_asking_costs_one_query(self, client, payload):
        etag = client.get(KEYS).headers["ETag"]
        assert count_queries(client, KEYS) == count_queries(client, KEYS, if_none_match=etag) == 1

    def test_private_keys_are_nowhere(self, client, payload, settings):
        for path in (KEYS, JWKS, proof_path(payload)):
            assert settings.PROOF_PRIVATE_KEYS[0] not in client.get(path).content.decode()

    def test_readers_need_no_private_key(self, client, payload, settings):
        settings.PROOF_PRIVATE_KEYS = []
        assert client.get(proof_path(payload)).status_code == 200
        assert len(client.get(KEYS).json()["keys"]) == 1
