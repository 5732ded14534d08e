"""Mails about releases. A mail that can't be sent hides nothing and stops nothing: the cause stands on the release."""

from __future__ import annotations

import logging

from django.core.mail import send_mail

from cms.common.text import one_line
from cms.releases.models import Release

logger = logging.getLogger(__name__)


def tell_owner(release: Release, subject: str, text: str) -> None:
    """Mail whoever made the release. `subject` has a place for the release's title."""
    if release.created_by is None or not release.created_by.email:
        return
    headline = one_line(subject % {"title": release.title})
    try:
        send_mail(headline, text, None, [release.created_by.email])
    except OSError:
        logger.exception("The owner of release %s could not be told by mail", release.key)
