"""What is refused at the desk of keys, and by the door of the API."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pressroom.partners.enums import Refusal
from pressroom.partners.exceptions import PartnerError


class BadKeyExpiryError(PartnerError):
    """A key must end, and not before it begins."""

    def __init__(self, days: int) -> None:
        super().__init__(_("En nyckel gäller minst 1 och högst %(days)s dagar.") % {"days": days})


class KeyEndedError(PartnerError):
    """A revoked or expired key is not rotated: there is nothing to overlap with."""

    def __init__(self) -> None:
        super().__init__(_("Nyckeln gäller inte längre. Ge ut en ny i stället."))


class TooManyKeysError(PartnerError):
    """More keys than anybody could look after."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("En partner har högst %(most)s gällande nycklar. Återkalla en först.") % {"most": most}
        )


class KeyRefused(Exception):
    """A key that opens nothing. `refusal` says why; the key itself is never repeated."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
