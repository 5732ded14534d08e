"""The addresses of proofs and public keys: who agreed to an edition, in a form that anybody can verify."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

import orjson
from ninja import Query

from cms.common import clock
from cms.common.signing import ALGORITHM
from cms.ledger import addresses, proofs, queries
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.published_keys import list_keys as list_published_keys
from pressroom.api.v1 import bodies, schemas
from pressroom.api.v1.filters import LanguageParameters
from pressroom.api.v1.lookups import bare_path, in_language, list_versions, pick_edition, pick_readable
from pressroom.api.v1.views import api

JWKS_PATH = "/.well-known/jwks.json"
JWKS_MEDIA_TYPE = "application/jwk-set+json"  # RFC 7517, section 8.5.2
#: Addresses whose answer may change without the ledger: they are made for each question.
NOT_FROM_LEDGER = frozenset({"list_keys"})


@api.get(
    "/items/{id}/proof",
    response={200: schemas.Proof, **schemas.NOT_THERE},
    tags=["proofs"],
    summary="Who agreed to an item, signed",
)
def get_proof(request: HttpRequest, id: str, parameters: Query[LanguageParameters]) -> HttpResponse:  # noqa: A002
    """The proof of the newest edition. A withdrawal has one, too: it proves the withdrawal, without the text."""
    return _answer(id, parameters.language, None)


@api.get(
    "/items/{id}/editions/{int:number}/proof",
    response={200: schemas.Proof, **schemas.NOT_THERE},
    tags=["proofs"],
    summary="Who agreed to one edition, signed",
)
def get_edition_proof(
    request: HttpRequest,
    id: str,  # noqa: A002
    number: int,
    parameters: Query[LanguageParameters],
) -> HttpResponse:
    """The proof of one edition, for as long as its text can be read."""
    return _answer(id, parameters.language, number)


@api.get("/keys", response={200: schemas.KeyList}, tags=["proofs"], summary="Public keys")
def list_keys(request: HttpRequest) -> HttpResponse:
    """The keys that proofs are verified with, retired ones too. Keep those you have verified with."""
    keys = [
        {
            "key_id": key.key_id,
            "algorithm": ALGORITHM,
            "public_key": key.public_key,
            "since": clock.isoformat(key.since),
            "retired_at": clock.isoformat(key.retired_at) if key.retired_at else None,
            "last_seq": key.last_seq,
        }
        for key in list_published_keys()
    ]
    return bodies.json_response(orjson.dumps({"keys": keys, "jwks_url": addresses.absolute(JWKS_PATH)}))


def jwks(request: HttpRequest) -> HttpResponse:
    """Serve the same keys as a JSON Web Key Set, for programs that look for one."""
    keys = [
        {"kty": "OKP", "crv": ALGORITHM, "use": "sig", "kid": key.key_id, "x": key.public_key}
        for key in list_published_keys()
    ]
    return HttpResponse(orjson.dumps({"keys": keys}), content_type=JWKS_MEDIA_TYPE)


def _answer(public_id: str, language: str, number: int | None) -> HttpResponse:
    """Answer with the proof of an edition, or of the newest; with the same problem as its text when that is gone."""
    versions = list_versions(item_types=NEWS_TYPES, public_id=public_id)
    found = pick_readable(versions, language)
    if isinstance(found, HttpResponse):
        return _withdrawal(in_language(versions, language), number) or found
    current, _versions = found
    edition = pick_edition(current, current.number if number is None else number)
    return edition if isinstance(edition, HttpResponse) else _proof(edition, current)


def _withdrawal(current: CurrentEdition | None, number: int | None) -> HttpResponse | None:
    """Return the proof of the withdrawal that an item ended with, if that is what was asked for."""
    if current is None or current.kind != EditionKind.WITHDRAWN or number not in {None, current.number}:
        return None
    edition = queries.find_edition(current, current.number)
    return _proof(edition, current) if edition else None


def _proof(edition: Edition, current: CurrentEdition) -> HttpResponse:
    is_readable = queries.is_readable(edition, current)
    body = {
        "type": edition.item_type,
        "id": edition.public_id,
        "language": edition.language,
        "number": edition.number,
        "is_current": edition.seq == current.seq,
        "payload": edition.payload if is_readable else None,
        "digest": edition.digest,
        "statement": edition.statement,
        "signature": edition.signature,
        "algorithm": ALGORITHM,
        "key_id": proofs.read_statement(edition)["key_id"],
        "keys_url": addresses.absolute(f"{bodies.PREFIX}/keys"),
        "url": addresses.absolute(edition.path() if is_readable else bare_path(current)),
    }
    return bodies.json_response(orjson.dumps(body))
