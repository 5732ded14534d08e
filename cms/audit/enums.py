"""What can be recorded. The codes stand in exports and archives: they are never renamed and never given twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """One kind of act. The part before the dot is what the act was done with."""

    ITEM_VERSION_SAVED = "item.version_saved", _("version sparad")
    ITEM_WITHDRAWN = "item.withdrawn", _("text tillbakadragen")

    APPROVAL_REQUESTED = "approval.requested", _("godkännande begärt")
    APPROVAL_LINK_SENT = "approval.link_sent", _("personlig länk skickad")
    APPROVAL_LINK_OPENED = "approval.link_opened", _("personlig länk öppnad")
    APPROVAL_LINK_REVOKED = "approval.link_revoked", _("personlig länk återkallad")
    APPROVAL_READ = "approval.read", _("version läst")
    APPROVAL_CLAIMED = "approval.claimed", _("svaret taget om hand")
    APPROVAL_SIGNED = "approval.signed", _("version godkänd")
    APPROVAL_DECLINED = "approval.declined", _("version avböjd")
    APPROVAL_EMERGENCY_DECLARED = "approval.emergency_declared", _("nödläge åberopat")
    APPROVAL_VOIDED = "approval.voided", _("godkännanden ogiltiga, texten ändrad")
    APPROVAL_TAKEN_BACK = "approval.taken_back", _("begäran tillbakatagen")

    RELEASE_PLANNED = "release.planned", _("släpp planerat")
    RELEASE_MOVED = "release.moved", _("släpp flyttat")
    RELEASE_CANCELLED = "release.cancelled", _("släpp inställt")
    RELEASE_EMBARGO_CHANGED = "release.embargo_changed", _("embargotext ändrad")
    RELEASE_RELEASED = "release.released", _("släppt")
    RELEASE_FAILED = "release.failed", _("släpp misslyckat")
    RELEASE_RETRIED = "release.retried", _("nytt försök att släppa")

    SHARE_CREATED = "share.created", _("utkast delat")
    SHARE_OPENED = "share.opened", _("delat utkast öppnat")
    SHARE_DOWNLOADED = "share.downloaded", _("fil hämtad ur delat utkast")
    SHARE_EXTENDED = "share.extended", _("delning förlängd")
    SHARE_REVOKED = "share.revoked", _("delning återkallad")

    EARLY_ACCESS_GRANTED = "early_access.granted", _("förhandsläsning given")
    EARLY_ACCESS_TERMS_ACCEPTED = "early_access.terms_accepted", _("embargovillkor godtagna")
    EARLY_ACCESS_READ = "early_access.read", _("läst i förväg")
    EARLY_ACCESS_DOWNLOADED = "early_access.downloaded", _("hämtat i förväg")
    EARLY_ACCESS_FROZEN = "early_access.frozen", _("förhandsläsning stoppad")
    EARLY_ACCESS_UNFROZEN = "early_access.unfrozen", _("förhandsläsning öppnad igen")

    PROOF_KEY_ROTATED = "proof_key.rotated", _("signeringsnyckel bytt")
    PARTNER_REGISTERED = "partner.registered", _("partner registrerad")
    PARTNER_CHANGED = "partner.changed", _("partner ändrad")
    PARTNER_PAUSED = "partner.paused", _("partner vilande")
    PARTNER_RESUMED = "partner.resumed", _("partner aktiv igen")
    WEBHOOK_CREATED = "webhook.created", _("webhook skapad")
    WEBHOOK_CHANGED = "webhook.changed", _("webhook ändrad")
    WEBHOOK_PAUSED = "webhook.paused", _("webhook pausad")
    WEBHOOK_RESUMED = "webhook.resumed", _("webhook påslagen")
    WEBHOOK_DISABLED = "webhook.disabled", _("webhook avstängd")
    WEBHOOK_REMOVED = "webhook.removed", _("webhook borttagen")
    WEBHOOK_SECRET_ROTATED = "webhook.secret_rotated", _("ny hemlighet för webhook")
    WEBHOOK_TESTED = "webhook.tested", _("testmeddelande till webhook")
    WEBHOOK_REPLAYED = "webhook.replayed", _("skickat om till webhook")
    PARTNER_KEY_ISSUED = "partner.key_issued", _("nyckel utgiven")
    PARTNER_KEY_ROTATED = "partner.key_rotated", _("nyckel utbytt")
    PARTNER_KEY_REVOKED = "partner.key_revoked", _("nyckel återkallad")
    PARTNER_PAGES_ADDED = "partner.pages_added", _("sidor anmälda för kontroll")
    PARTNER_PAGE_REMOVED = "partner.page_removed", _("sida borttagen från kontroll")
