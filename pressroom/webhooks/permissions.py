"""Who runs partners' webhooks. Services and pages ask it."""

from __future__ import annotations

from cms.accounts.models import User
from pressroom.partners.permissions import may_manage
from pressroom.webhooks.exceptions import MayNotManageWebhooksError


def can_manage_webhooks(user: User) -> bool:
    """Whether `user` may make, change, pause and replay webhooks: who looks after the partners.

    Not everybody who may see partners: a secret is given out, and whoever could stop messages could keep a withdrawal
    back.
    """
    return may_manage(user)


def require_manager(user: User) -> None:
    """Raise `MayNotManageWebhooksError` unless `user` may manage webhooks."""
    if not can_manage_webhooks(user):
        raise MayNotManageWebhooksError
