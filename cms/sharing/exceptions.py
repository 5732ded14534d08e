"""Why something may not be shared or read. Each says in Swedish what to do; `code` is stable."""

from __future__ import annotations

from django.utils.translation import gettext as _


class SharingError(Exception):
    """Base of every refusal. `str()` is a sentence for the person."""

    code = "sharing_error"


class MayNotShareError(SharingError):
    """The person may not show all of it."""

    code = "may_not_share"

    def __init__(self) -> None:
        super().__init__(
            _("Du får bara visa det du själv får skriva eller släppa. Be någon med den rätten att dela.")
        )


class NotPressOfficerError(SharingError):
    """Early access is given by press officers only."""

    code = "not_press_officer"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Förhandsläsning ges av en pressansvarig i den organisation som äger texterna. "
                "Be organisationens pressansvariga."
            )
        )


class EmbargoTextMissingError(SharingError):
    """Nobody can accept terms that are not written."""

    code = "embargo_text_missing"

    def __init__(self) -> None:
        super().__init__(_("Släppet har ingen embargotext. Skriv den först, så att läsaren kan godta den."))


class NotShareableError(SharingError):
    """What was to be shared is decided already, or can't be built."""

    code = "not_shareable"

    def __init__(self, because: str) -> None:
        super().__init__(_("Det går inte att dela nu: %(because)s") % {"because": because})


class NobodyNamedError(SharingError):
    """A share has a named reader."""

    code = "nobody_named"

    def __init__(self) -> None:
        super().__init__(_("Skriv minst en person att dela med."))


class TooManyNamedError(SharingError):
    """So many at once is a publication, not a share."""

    code = "too_many_named"

    def __init__(self, most: int) -> None:
        super().__init__(_("Dela med högst %(most)s personer åt gången.") % {"most": most})


class BadExpiryError(SharingError):
    """A link must end, and not before it begins."""

    code = "bad_expiry"

    def __init__(self, days: int) -> None:
        super().__init__(
            _("Länken måste gälla till en tid framåt, högst %(days)s dagar bort.") % {"days": days}
        )


class FrozenError(SharingError):
    """Early access is stopped."""

    code = "frozen"

    def __init__(self) -> None:
        super().__init__(_("All förhandsläsning av släppet är fryst. Öppna den igen först."))


class NotFrozenError(SharingError):
    """There is nothing to open again."""

    code = "not_frozen"

    def __init__(self) -> None:
        super().__init__(_("Förhandsläsningen är inte fryst."))


class ShareRevokedError(SharingError):
    """A revoked link stays revoked."""

    code = "share_revoked"

    def __init__(self) -> None:
        super().__init__(_("Länken är återkallad. Dela på nytt i stället."))


class LinkClosedError(SharingError):
    """The link opens nothing any more. Said to nobody: the page is the same as for an unknown link."""

    code = "link_closed"

    def __init__(self) -> None:
        super().__init__(_("Länken gäller inte."))


class TermsChangedError(SharingError):
    """The page that was accepted shows other terms than those of now."""

    code = "terms_changed"

    def __init__(self) -> None:
        super().__init__(
            _("Villkoren eller tiden har ändrats sedan sidan öppnades. Läs dem och godta på nytt.")
        )


class NameMissingError(SharingError):
    """Terms are accepted by a person."""

    code = "name_missing"

    def __init__(self) -> None:
        super().__init__(_("Skriv ditt namn för att godta villkoren."))
