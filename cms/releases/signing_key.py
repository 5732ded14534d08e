"""Whether what is printed could be signed, asked before anything is printed."""

from __future__ import annotations

import logging

from cms.common.signing import MalformedKeyError
from cms.ledger.keys import find_signer
from cms.releases.exceptions import SigningKeyMissingError

logger = logging.getLogger(__name__)


def check_signing_key() -> None:
    """Refuse when this process could not sign an edition: nothing goes out unsigned.

    Raises:
        SigningKeyMissingError: it does not hold the key that signs (cms/ledger/keys.py), or can't read it.
    """
    try:
        signer = find_signer()
    except (MalformedKeyError, OSError) as error:  # its text names files: that is for the log
        logger.exception("The private key cannot be read")
        raise SigningKeyMissingError from error
    if signer is None:
        raise SigningKeyMissingError
