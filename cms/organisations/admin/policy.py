"""Who may change an organisation's entry: its own administrators, and superusers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from wagtail.permission_policies import BasePermissionPolicy

from cms.accounts.permissions import administered_organisation_ids
from cms.organisations.models import Organisation


class OrganisationPolicy(BasePermissionPolicy):
    """Everybody in the workshop may look; administrators change their own; only superusers add and delete."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if not user.is_active:
            return False
        if user.is_superuser or action in {"view", "choose"}:
            return True
        return action == "change" and bool(administered_organisation_ids(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Organisation) -> bool:
        if not self.user_has_permission(user, action):
            return False
        if user.is_superuser or action in {"view", "choose"}:
            return True
        return instance.pk in administered_organisation_ids(user)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Organisation]:
        wanted = set(actions)
        if user.is_superuser or wanted & {"view", "choose"}:
            return Organisation.objects.all()
        if "change" in wanted:
            return Organisation.objects.filter(pk__in=administered_organisation_ids(user))
        return Organisation.objects.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        users = get_user_model().objects.filter(is_active=True)
        if set(actions) & {"view", "choose"}:
            return users
        administrators = Q(memberships__role="administrator") if "change" in set(actions) else Q(pk=None)
        return users.filter(Q(is_superuser=True) | administrators).distinct()
