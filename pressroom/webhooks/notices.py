"""Mails to a partner about its webhooks. Sent after the commit."""

from __future__ import annotations

import logging
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from cms.common.text import one_line
from pressroom.webhooks.enums import Reason
from pressroom.webhooks.models import WebhookEndpoint

logger = logging.getLogger(__name__)


def disabled(endpoint: WebhookEndpoint) -> None:
    """Tell the partner's contact that nothing is sent any more, and how to go on."""
    if endpoint.partner.contact_email:
        transaction.on_commit(partial(_send, endpoint))


def _send(endpoint: WebhookEndpoint) -> None:
    if endpoint.reason == Reason.GONE:
        why = _("Mottagaren svarade 410 Gone, det vill säga att den inte vill ha fler meddelanden.")
    else:
        why = _("Mottagaren har inte tagit emot något på flera dagar.")
    parts = [
        _("Hej!"),
        _("Vi har slutat skicka meddelanden från %(room)s till er webhook ”%(name)s”:")
        % {"room": settings.PUBLIC_NAME, "name": endpoint.name},
        endpoint.url.split("?", maxsplit=1)[0],
        why,
        _(
            "När mottagaren fungerar igen: svara på det här mejlet, så slår vi på den och skickar det som ni har "
            "missat. Ni kan också fråga efter det själva: %(url)s"
        )
        % {"url": f"{settings.PUBLIC_BASE_URL}/api/v1/changes"},
    ]
    try:
        subject = one_line(_("Er webhook är avstängd"))
        send_mail(subject, "\n\n".join(parts), None, [endpoint.partner.contact_email])
    except OSError:
        logger.exception("The mail about webhook %s could not be sent", endpoint.key)
