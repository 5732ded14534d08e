"""What the desk is refused. The texts are shown on the page and say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _


class WebhookError(Exception):
    """Base. `code` is stable."""

    code = "webhook"


class MayNotManageWebhooksError(WebhookError):
    """The person does not run the partner desk."""

    code = "may_not_manage"

    def __init__(self) -> None:
        super().__init__(_("Du får inte ändra partners webhooks. Be en organisationsadministratör."))


class WebhookNotActiveError(WebhookError):
    """Only an active endpoint is sent to."""

    code = "not_active"

    def __init__(self) -> None:
        super().__init__(_("Webhooken är inte aktiv. Slå på den först."))


class PartnerDormantError(WebhookError):
    """The partner has been put to rest, and its endpoints with it."""

    code = "partner_dormant"

    def __init__(self) -> None:
        super().__init__(_("Partnern är vilande. Gör den aktiv först."))


class FiltersRefusedError(WebhookError):
    """A filter that nothing can pass, or with words that nobody knows."""

    code = "filters"

    def __init__(self, name: str, value: str) -> None:
        super().__init__(_("Urvalet %(name)s känner inte ”%(value)s”.") % {"name": name, "value": value})


class TooMuchToReplayError(WebhookError):
    """More than fits: a mirror that is so far behind is filled by the list of changes."""

    code = "too_much"

    def __init__(self, most: int) -> None:
        super().__init__(
            _(
                "Mer än %(most)s utgåvor. Välj ett senare löpnummer; mottagaren fyller på resten genom att fråga "
                "/api/v1/changes."
            )
            % {"most": most}
        )
