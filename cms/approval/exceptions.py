"""Why an approval is refused. Each says in Swedish what to do; `code` is stable."""

from __future__ import annotations

from django.utils.translation import gettext as _


class ApprovalError(Exception):
    """Base of every refusal. `str()` is a sentence for the person at the screen."""

    code = "approval_error"


class NotASignatoryError(ApprovalError):
    """The person may not answer for this organisation."""

    code = "not_a_signatory"

    def __init__(self) -> None:
        super().__init__(_("Du kan inte svara för den organisationen i den här begäran."))


class AlreadyDecidedError(ApprovalError):
    """The signatory has answered already."""

    code = "already_decided"

    def __init__(self, status: str) -> None:
        super().__init__(_("Organisationen har redan svarat: %(status)s.") % {"status": status})


class RequestClosedError(ApprovalError):
    """The request no longer stands."""

    code = "request_closed"

    def __init__(self, status: str) -> None:
        super().__init__(_("Begäran gäller inte längre: %(status)s.") % {"status": status})


class VersionChangedError(ApprovalError):
    """What the person read is not the version that the request froze."""

    code = "version_changed"

    def __init__(self) -> None:
        super().__init__(
            _("Texten har ändrats sedan du läste den. Ladda om sidan och läs den nya versionen.")
        )


class ReasonMissingError(ApprovalError):
    """A decline without its reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Skriv varför ni avböjer, så att redaktören vet vad som ska ändras."))


class OwnChangeError(ApprovalError):
    """Who wrote the last change signs it for the same organisation (four eyes)."""

    code = "own_change"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Du har skrivit den senaste ändringen. Någon annan i organisationen behöver godkänna den, "
                "eller åberopa nödläge."
            )
        )


class AlreadyAskedError(ApprovalError):
    """A request stands already."""

    code = "already_asked"

    def __init__(self) -> None:
        super().__init__(
            _("Undertecknarna är redan tillfrågade. Ta tillbaka begäran innan du frågar om något annat.")
        )


class NothingToApproveError(ApprovalError):
    """No language, or a language that can't be printed."""

    code = "nothing_to_approve"


class SecondPersonNeededError(ApprovalError):
    """An emergency is confirmed by the one who declared it, or was never declared."""

    code = "second_person_needed"

    def __init__(self) -> None:
        super().__init__(
            _("Ett nödläge behöver bekräftas av en annan person i organisationen än den som åberopade det.")
        )


class LinkNotUsableError(ApprovalError):
    """The personal link has expired, was used, or was revoked."""

    code = "link_not_usable"

    def __init__(self) -> None:
        super().__init__(_("Länken gäller inte längre. Be den som frågade om en ny."))
