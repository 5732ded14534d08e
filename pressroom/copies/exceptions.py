"""What the desk of pages refuses. The texts are for the person at the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pressroom.partners.exceptions import PartnerError


class UnreadablePageError(PartnerError):
    """A line that is no address of a page, followed by texts of ours or nothing."""

    def __init__(self, line: str, reason: str) -> None:
        super().__init__(_("”%(line)s” kan inte besökas: %(reason)s") % {"line": line, "reason": reason})


class UnknownItemError(PartnerError):
    """Something behind an address that is no text of ours."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("”%(text)s” är ingen text i pressrummet. Klistra in adressen till textens sida.")
            % {"text": text}
        )


class TooManyPagesError(PartnerError):
    """More pages than anybody could look after."""

    def __init__(self, most: int) -> None:
        super().__init__(_("En partner har högst %(most)s sidor. Ta bort några först.") % {"most": most})


class NothingToAddError(PartnerError):
    """An empty form."""

    def __init__(self) -> None:
        super().__init__(_("Skriv minst en adress."))


class VisitedJustNowError(PartnerError):
    """Somebody presses the button again and again."""

    def __init__(self) -> None:
        super().__init__(_("Sidan besöktes alldeles nyss. Vänta en minut."))


class PartnerRestsError(PartnerError):
    """The pages of a resting partner are not visited."""

    def __init__(self) -> None:
        super().__init__(_("Partnern vilar, så dess sidor besöks inte. Gör den aktiv igen först."))
