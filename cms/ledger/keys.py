"""The keys that editions are signed with: which one signs now, and how one follows another.

Private keys are this process's own (`settings.PROOF_PRIVATE_KEYS`, or `settings.PROOF_KEY_FILE` in the embedded
default). Which of them signs stands in the database: the one published key that has not retired. So all processes
sign with the same key in whatever order they were restarted, and one that does not hold it refuses.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cms.audit.enums import Act
from cms.audit.services import Subject, record
from cms.common import clock
from cms.common.signing import Signer, read_private_key
from cms.ledger.exceptions import NoNewKeyError, NoSigningKeyError
from cms.ledger.key_file import add_key, read_keys
from cms.ledger.models import LedgerHead, ProofKey, ProofKeyRetirement

#: What all entries of the log about these keys have in common.
_SUBJECT = Subject("proof_key", uuid.uuid5(uuid.NAMESPACE_URL, "urn:pressroom:proof-keys"), "")


def held_keys() -> list[Signer]:
    """Return the private keys that this process holds, in their order; none in a process that only reads.

    Raises:
        MalformedKeyError: one of them is no key.
    """
    texts = settings.PROOF_PRIVATE_KEYS
    if not texts and settings.PROOF_KEY_FILE:
        texts = read_keys(settings.PROOF_KEY_FILE)
    return [read_private_key(text) for text in texts]


def find_signer() -> Signer | None:
    """Return what the next edition would be signed with, or None if this process could not sign it."""
    held = held_keys()
    active = _active()
    if active is None:
        return held[0] if held else None
    return next((signer for signer in held if signer.key_id == active.key_id), None)


def signer_in_use(*, at: dt.datetime) -> Signer:
    """Return what to sign with now; the first key of a ledger is taken into use by that. Call with the head locked.

    Args:
        at: the instant, aware, as the database's clock says.

    Raises:
        NoSigningKeyError: this process does not hold the key that signs.
    """
    signer = find_signer()
    if signer is None:
        raise NoSigningKeyError(
            _("processen har inte den privata nyckel som utgåvor signeras med (manage.py proof_keys list).")
        )
    if not ProofKey.objects.exists():
        _publish(signer, at)
    return signer


def rotate() -> ProofKey:
    """Let the first private key that has never been used sign from now on, and retire the one that does now.

    The embedded default makes itself a new one. No release is printed meanwhile, so none is signed by a retired key.

    Raises:
        NoNewKeyError: every private key that this process holds has been used already.
    """
    with transaction.atomic():
        LedgerHead.objects.get_or_create(id=1)
        head = LedgerHead.objects.select_for_update().get(id=1)
        new = _unused()
        if new is None and not settings.PROOF_PRIVATE_KEYS and settings.PROOF_KEY_FILE:
            add_key(settings.PROOF_KEY_FILE)
            new = _unused()
        if new is None:
            raise NoNewKeyError(
                "No new key: make one with `manage.py proof_keys new`, put it first in PROOF_PRIVATE_KEYS, "
                "before the present one, and restart every process."
            )
        now = clock.database_now()
        former = _active()
        key = _publish(new, now)
        if former is not None:
            ProofKeyRetirement.objects.create(key=former, at=now, last_seq=head.seq)
        record(
            act=Act.PROOF_KEY_ROTATED,
            by=None,  # on the server's command line, where nobody is logged in
            subject=_SUBJECT,
            readers=(),
            facts={"key": key.key_id, "former": former.key_id if former else "", "last_seq": head.seq},
        )
    return key


def _active() -> ProofKey | None:
    return ProofKey.objects.filter(retirement__isnull=True).first()


def _unused() -> Signer | None:
    used = set(ProofKey.objects.values_list("key_id", flat=True))
    return next((signer for signer in held_keys() if signer.key_id not in used), None)


def _publish(signer: Signer, at: dt.datetime) -> ProofKey:
    return ProofKey.objects.create(key_id=signer.key_id, public_key=signer.public_key, since=at)
