"""States of a request for approval and of one signatory's part in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", _("väntar på svar")
    APPROVED = "approved", _("godkänd av alla")
    RELEASED = "released", _("släppt")
    DECLINED = "declined", _("avböjd")
    VOID = "void", _("ogiltig: texten har ändrats")
    TAKEN_BACK = "taken_back", _("tillbakatagen")


#: A request that still binds its text: signatures are out, or all are in.
STANDING = frozenset({RequestStatus.OPEN, RequestStatus.APPROVED})


class SignatureStatus(models.TextChoices):
    """One signatory's move."""

    ASKED = "asked", _("tillfrågad")
    READ = "read", _("läst")
    APPROVED = "approved", _("godkänd")
    DECLINED = "declined", _("avböjd")
    VOID = "void", _("ogiltig")


#: The signatory has not decided.
WAITING = frozenset({SignatureStatus.ASKED, SignatureStatus.READ})
