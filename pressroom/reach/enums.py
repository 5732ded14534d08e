"""Ways in which our words reach somebody. The codes stand in exports and in the API: never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """One way."""

    PAGE = "page", _("sida")
    FEED = "feed", _("flöde")
    API = "api", _("API")
    EMBED = "embed", _("inbäddning")
    DOWNLOAD = "download", _("nedladdning")
    WEBHOOK = "webhook", _("webhook")
