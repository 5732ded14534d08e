"""Start-up checks of the press room."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register()
def check_senders(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn where a proxy's address would be taken for that of everybody behind it."""
    is_behind_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is not None
    if not is_behind_proxy or settings.FORWARDED_FOR_HOPS or not settings.API_LIMITS["anonymous"]:
        return []
    return [
        checks.Warning(
            "Everybody who calls the API without a key shares one limit: the proxy's address is all that is seen.",
            hint="Let the proxy append to X-Forwarded-For and set FORWARDED_FOR_HOPS to the number of proxies.",
            id="pressroom.W001",
        )
    ]
