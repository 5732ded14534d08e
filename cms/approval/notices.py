"""Mails about approvals. Sent after the commit; a mail that can't be sent never undoes what was decided."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import Membership
from cms.approval.models import ApprovalLink, ApprovalRequest, Signature
from cms.approval.permissions import SIGNING
from cms.approval.queries import held_by_delegates
from cms.common.text import one_line
from cms.common.wording import in_words

logger = logging.getLogger(__name__)
_is_silenced: ContextVar[bool] = ContextVar("approval_notices_silenced", default=False)


@contextmanager
def silenced() -> Iterator[None]:
    """Send nothing about approvals inside the block. For example data, whose delegates have no mailbox."""
    token = _is_silenced.set(True)
    try:
        yield
    finally:
        _is_silenced.reset(token)


def asked(request: ApprovalRequest) -> None:
    """Tell every signatory's delegates that an answer is wanted, and by when."""
    due = in_words(request.due_at)
    text = _("Ni ombeds godkänna ”%(title)s” senast %(due)s.") % {"title": request.title, "due": due}
    text = "\n\n".join(filter(None, [text, request.message]))
    addresses = _member_addresses(list(request.signatures.all()), deputies=False)  # the others get their link
    _send(request, _("Godkännande behövs: %(title)s"), text, addresses)


def link_made(request: ApprovalRequest, link: ApprovalLink, token: str) -> None:
    """Send a delegate without account the personal link, once it has been committed; the token is nowhere else."""
    text = _(
        "%(name)s, ni ombeds godkänna ”%(title)s” för %(organisation)s senast %(due)s.\n\n"
        "Läs texten precis som den kommer att se ut, och svara, på den här personliga länken:\n\n%(link)s\n\n"
        "Länken är bara din. Vidarebefordra den inte: den som har den kan svara i ditt namn."
    ) % {
        "name": link.name,
        "title": request.title,
        "organisation": link.signature.organisation,
        "due": in_words(request.due_at),
        "link": f"{settings.PUBLIC_BASE_URL}/godkann/{token}/",
    }
    _later(_("Godkännande behövs: %(title)s") % {"title": request.title}, text, link.email, request)


def reminded(request: ApprovalRequest, signature: Signature) -> None:
    """Remind a signatory's delegates that an answer is soon due."""
    text = _("Påminnelse: svara om ”%(title)s” senast %(due)s.") % {
        "title": request.title,
        "due": in_words(request.due_at),
    }
    addresses = _member_addresses([signature], deputies=False)
    _send(request, _("Påminnelse: %(title)s"), text, addresses | _link_addresses([signature]))


def escalated(request: ApprovalRequest, signature: Signature) -> None:
    """Tell a late signatory's deputies, and the one who asked."""
    text = _("%(organisation)s har inte svarat om ”%(title)s” i tid. Ersättarna ombeds svara.") % {
        "organisation": signature.organisation,
        "title": request.title,
    }
    _send(request, _("Försenat: %(title)s"), text, _member_addresses([signature], deputies=True))
    _tell_asker(request, _("Försenat: %(title)s"), text)


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
    """Tell every signatory's delegates, also those without account who have been asked."""
    signatures = list(request.signatures.all())
    addresses = _member_addresses(signatures, deputies=False) | _link_addresses(signatures, used=True)
    _send(request, subject, text, addresses)


def _tell_asker(request: ApprovalRequest, subject: str, text: str) -> None:
    if request.asked_by and request.asked_by.email:
        _send(request, subject, text, [request.asked_by.email])


def _member_addresses(signatures: Iterable[Signature], *, deputies: bool) -> set[str]:
    """Return the mail addresses of the delegates with account, or of the deputies among them."""
    members = Membership.objects.filter(
        organisation__in=[signature.organisation_id for signature in signatures],
        role__in=SIGNING,
        is_deputy=deputies,
        user__is_active=True,
    )
    return set(members.exclude(user__email="").values_list("user__email", flat=True))


def _link_addresses(signatures: Collection[Signature], *, used: bool = False) -> set[str]:
    """Return the mail addresses of those who hold a link: not of one that was revoked, nor of who is no delegate now.

    Args:
        used: also those who have answered with it.
    """
    links = ApprovalLink.objects.filter(signature__in=signatures, revoked_at__isnull=True)
    if not used:
        links = links.filter(used_at__isnull=True)
    return set(held_by_delegates(links).values_list("email", flat=True))


def _send(request: ApprovalRequest, subject: str, text: str, addresses: Iterable[str]) -> None:
    """Send once the transaction has been committed, to each address by itself."""
    link = f"{settings.WAGTAILADMIN_BASE_URL}/admin/godkannanden/{request.key}/"
    headline, body = subject % {"title": request.title}, f"{text}\n\n{link}"
    for address in sorted(addresses):
        _later(headline, body, address, request)


def _later(subject: str, body: str, address: str, request: ApprovalRequest) -> None:
    """Send once the transaction has been committed."""
    if not _is_silenced.get():
        transaction.on_commit(partial(_mail, subject, body, address, request))


def _mail(subject: str, body: str, address: str, request: ApprovalRequest) -> None:
    try:
        send_mail(one_line(subject), body, None, [address])
    except OSError:
        logger.exception("A mail about request %s could not be sent", request.key)
