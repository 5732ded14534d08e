"""How a page shows a text of ours, and why a page could not be read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CopyState(models.TextChoices):
    """How one text stands on one page. The order is that of need: the first is the worst."""

    GONE = "gone", _("visar en tillbakadragen text")
    ALTERED = "altered", _("visar en ändrad text")
    EARLIER = "earlier", _("visar en tidigare utgåva")
    MISSING = "missing", _("texten finns inte på sidan")
    CURRENT = "current", _("visar den gällande utgåvan")
    EMBED = "embed", _("bäddar in, alltid aktuell")
    LINK = "link", _("länkar hit")


#: What somebody should look at.
FLAGGED = (CopyState.GONE, CopyState.ALTERED, CopyState.EARLIER, CopyState.MISSING)


class Trouble(models.TextChoices):
    """Why a page was not read, beside what pressroom/outgoing/enums.py says of addresses and answers."""

    STATUS = "status", _("Servern svarade med ett fel.")
    ROBOTS = "robots", _("Webbplatsens robots.txt tillåter inte besöket.")
    REDIRECTS = "redirects", _("Sidan skickar vidare för många gånger.")
    NOT_HTML = "not_html", _("Svaret är ingen webbsida.")
    TOO_LARGE = "too_large", _("Sidan är för stor för att läsas.")
    FAULT = "fault", _("Ett fel hos oss. Det har loggats.")
