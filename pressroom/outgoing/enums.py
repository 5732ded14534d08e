"""Why nothing came of a request."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """Why an address is not asked at all."""

    MALFORMED = "malformed", _("Adressen går inte att läsa.")
    SCHEME = "scheme", _("Adressen måste börja med https://.")
    CREDENTIALS = "credentials", _("Adressen får inte innehålla användarnamn eller lösenord.")
    PORT = "port", _("Adressen har en port som inte är tillåten.")
    NOT_PUBLIC = "not_public", _("Adressen leder inte till en dator på det öppna nätet.")


class Failure(models.TextChoices):
    """Why an address that may be asked has not answered."""

    NAME = "name", _("Namnet går inte att slå upp.")
    CONNECT = "connect", _("Datorn svarar inte.")
    CERTIFICATE = "certificate", _("Certifikatet eller krypteringen godtas inte.")
    TIMEOUT = "timeout", _("Svaret dröjde för länge.")
    BROKEN = "broken", _("Svaret bröts eller går inte att läsa.")
