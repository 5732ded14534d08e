"""Mails with personal links. Sent after the commit; neither subject nor text says what the texts are about."""

from __future__ import annotations

import logging
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from cms.common.text import one_line
from cms.common.wording import in_words
from cms.sharing.models import Share

logger = logging.getLogger(__name__)


def link_made(share: Share, token: str) -> None:
    """Send the link once the transaction has been committed. The token is nowhere else."""
    transaction.on_commit(partial(_send, share, token))


def _send(share: Share, token: str) -> None:
    who = share.shared_by_name
    if share.answers is not None:
        who = _("%(name)s på %(organisation)s") % {"name": who, "organisation": share.answers}
    if share.is_early_access:
        subject = _("Förhandsläsning under embargo")
        text = _(
            "Hej %(name)s!\n\n%(who)s erbjuder dig att läsa något innan det är publikt. På länken står embargots "
            "villkor och tiden. Inget annat visas förrän du har godtagit dem:"
        )
        warning = _(
            "Länken är bara din. Vidarebefordra den inte: det du läser och hämtar är märkt med ditt namn och antecknas."
        )
    else:
        subject = _("Förhandsvisning av något som ska släppas")
        text = _(
            "Hej %(name)s!\n\n%(who)s visar dig hur något kommer att se ut när det släpps. Det är inte publikt än:"
        )
        warning = _("Länken är bara din. Vidarebefordra den inte: det som visas har ditt namn på sig.")
    parts = [
        text % {"name": share.name, "who": who},
        f"{settings.PUBLIC_BASE_URL}/dela/{token}/",
        share.message,
        warning,
        _("Den gäller till %(until)s, dock längst tills det är publikt.")
        % {"until": in_words(share.expires_at)},
    ]
    try:
        send_mail(one_line(subject), "\n\n".join(filter(None, parts)), None, [share.email])
    except OSError:
        logger.exception("The mail about share %s could not be sent", share.key)
