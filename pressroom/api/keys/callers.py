"""Read a request's `Authorization`. A key is sent as `Bearer`; anything else there is refused, never overlooked."""

from __future__ import annotations

from django.http import HttpRequest

from pressroom.partners.enums import Refusal
from pressroom.partners.keys.checking import Holder, holder_of
from pressroom.partners.keys.exceptions import KeyRefused

#: What a client should do about each refusal.
ADVICE = {
    Refusal.INVALID: "Send the whole key: `Authorization: Bearer samverkan_...`. Without it you are anonymous.",
    Refusal.EXPIRED: "Use the key that replaced it, or ask the press room for a new one.",
    Refusal.REVOKED: "Ask the press room for a new one.",
    Refusal.PAUSED: "Ask the press room why.",
}
_LONGEST = 200


def carries_key(request: HttpRequest) -> bool:
    """Whether the request says who asks."""
    return "HTTP_AUTHORIZATION" in request.META


def caller_of(request: HttpRequest, *, remembered: bool = True) -> Holder | None:
    """Return whose key the request carries; None for nobody in particular.

    Args:
        remembered: as `holder_of`.

    Raises:
        KeyRefused: it carries something that is no valid key. It is not anonymous then.
    """
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is None:
        return None
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "bearer" or len(text) > _LONGEST:
        raise KeyRefused(Refusal.INVALID)
    return holder_of(text.strip(), remembered=remembered)
