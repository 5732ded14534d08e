"""What the registry refuses. The texts are for the person at the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _


class PartnerError(Exception):
    """Base: nothing has changed. The text says what to do."""


class MayNotManageError(PartnerError):
    """Somebody without the role."""

    def __init__(self) -> None:
        super().__init__(
            _("Partner hanteras av organisationernas administratörer och pressansvariga. Be en av dem.")
        )


class NameTakenError(PartnerError):
    """Two partners of one name could not be told apart."""

    def __init__(self, name: str) -> None:
        super().__init__(_("Det finns redan en partner som heter ”%(name)s”.") % {"name": name})


class UnreadableHostError(PartnerError):
    """A text that is no host name."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("”%(text)s” är inget värdnamn. Skriv till exempel www.exempel.se, utan sökväg.")
            % {"text": text}
        )


class HostTakenError(PartnerError):
    """A host that another partner has: what is shown there would be counted for both."""

    def __init__(self, host: str, name: str) -> None:
        super().__init__(
            _("%(host)s hör redan till %(name)s. Ta bort den där först.") % {"host": host, "name": name}
        )
