"""Mails about approvals. Sent after the commit; a mail that can't be sent never undoes what was decided."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.accounts.models import Membership
from cms.approval.models import ApprovalRequest, Signature
from cms.approval.permissions import SIGNING

logger = logging.getLogger(__name__)


def asked(request: ApprovalRequest) -> None:
    """Tell every signatory's delegates that an answer is wanted, and by when."""
    due = date_format(timezone.localtime(request.due_at), "j F Y H:i")
    text = _("Ni ombeds godkänna ”%(title)s” senast %(due)s.") % {"title": request.title, "due": due}
    _tell(request, _("Godkännande behövs: %(title)s"), "\n\n".join(filter(None, [text, request.message])))


def approved_by_all(request: ApprovalRequest) -> None:
    """Tell the one who asked that every signatory has approved."""
    _tell_asker(
        request,
        _("Alla har godkänt: %(title)s"),
        _("Alla undertecknare har godkänt texten. Den kan släppas."),
    )


def declined(request: ApprovalRequest, signature: Signature) -> None:
    """Tell the one who asked who declined, why, and which words they propose."""
    parts = [_("%(organisation)s har avböjt.") % {"organisation": signature.organisation}, signature.reason]
    if signature.proposed_wording:
        parts.append(_("Förslag: %(wording)s") % {"wording": signature.proposed_wording})
    _tell_asker(request, _("Avböjt: %(title)s"), "\n\n".join(parts))


def taken_back(request: ApprovalRequest) -> None:
    """Tell the signatories that they need not answer."""
    text = _("Begäran är tillbakatagen. Ni får en ny när texten är klar.")
    _tell(request, _("Tillbakatagen: %(title)s"), "\n\n".join(filter(None, [text, request.closed_because])))


def voided(request: ApprovalRequest) -> None:
    """Tell the signatories that the text changed, and where."""
    text = _("Texten har ändrats, så alla godkännanden är ogiltiga. Ändrat:")
    _tell(request, _("Ändrad: %(title)s"), f"{text}\n\n{request.closed_because}")
    _tell_asker(request, _("Ändrad: %(title)s"), f"{text}\n\n{request.closed_because}")


def _tell(request: ApprovalRequest, subject: str, text: str) -> None:
    delegates = Membership.objects.filter(
        organisation__in=request.signatures.values("organisation"), role__in=SIGNING, user__is_active=True
    )
    _send(
        request, subject, text, set(delegates.exclude(user__email="").values_list("user__email", flat=True))
    )


def _tell_asker(request: ApprovalRequest, subject: str, text: str) -> None:
    if request.asked_by and request.asked_by.email:
        _send(request, subject, text, [request.asked_by.email])


def _send(request: ApprovalRequest, subject: str, text: str, addresses: Iterable[str]) -> None:
    link = f"{settings.WAGTAILADMIN_BASE_URL}/admin/godkannanden/{request.key}/"
    body = f"{text}\n\n{link}"

    def send() -> None:
        for address in sorted(addresses):
            try:
                send_mail(subject % {"title": request.title}, body, None, [address])
            except OSError:
                logger.exception("A mail about request %s could not be sent", request.key)

    transaction.on_commit(send)
