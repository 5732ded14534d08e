"""Gathers the applets' admin modules: importing one registers it with Wagtail. No logic."""

from cms.audit.admin import registration as audit
from cms.items.admin import access, editor, home, lock_guard, menu, translating
from cms.organisations.admin import registry as organisations
from cms.releases.admin import approval_registration as approvals
from cms.releases.admin import registration as releases
from cms.sharing.admin import registration as sharing
from cms.taxonomy.admin import viewsets as taxonomy

__all__ = [
    "access", "approvals", "audit", "editor", "home", "lock_guard", "menu", "organisations", "releases", "sharing",
    "taxonomy", "translating",
]  # fmt: skip
