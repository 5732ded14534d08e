"""What Wagtail lets people do with desks and items. Nothing here decides what is public: only a release does.

Publishing, unpublishing and scheduling are off for everybody, superusers too: in Wagtail they would change nothing
that a reader sees, so offering them would only mislead (docs/decisions/0001-ledger.md).
"""

from __future__ import annotations

from wagtail.models import PagePermissionTester

from cms.approval.queries import find_standing


class ItemPermissionTester(PagePermissionTester):
    """The right to write is Wagtail's; there is no right to publish. What signatures are out for stays where it is."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk)) and find_standing(self.page.translation_key) is None

    def can_lock(self) -> bool:
        return bool(super().can_lock()) and find_standing(self.page.translation_key) is None

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False


class TranslationPermissionTester(ItemPermissionTester):
    """The same in wagtail-localize's editor, whose "publishing" saves the draft here (admin/translating.py)."""

    def can_publish(self) -> bool:
        return bool(self.can_edit()) and find_standing(self.page.translation_key) is None


class DeskPermissionTester(ItemPermissionTester):
    """A desk belongs to the product: its members write on it, only a superuser changes it."""

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_edit(self) -> bool:
        return bool(self.user.is_active and self.user.is_superuser)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self.can_edit()

    def can_move(self) -> bool:
        return self.can_edit()

    def can_copy(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False
