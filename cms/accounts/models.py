"""Users and memberships."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail untyped pictures point here
    """A person who logs in to the workshop. Own model from day one, so that it can grow."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("användare")  # type: ignore[assignment]  # the parent's Meta is typed as plain text
        verbose_name_plural = _("användare")  # type: ignore[assignment]


class Role(models.TextChoices):
    """What a member does for an organisation."""

    EDITOR = "editor", _("redaktör")
    APPROVER = "approver", _("godkännare")
    PRESS_OFFICER = "press_officer", _("pressansvarig")
    ADMINISTRATOR = "administrator", _("organisationsadministratör")


#: Roles that write items for their organisation.
WRITING = frozenset({Role.EDITOR, Role.PRESS_OFFICER, Role.ADMINISTRATOR})


class Membership(models.Model):
    """One row per user, organisation and role."""

    user = models.ForeignKey(
        User, verbose_name=_("användare"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = ParentalKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(_("roll"), max_length=20, choices=Role.choices, default=Role.EDITOR)
    may_release = models.BooleanField(
        _("får släppa"),
        default=False,
        help_text=_("Får släppa, rätta och dra tillbaka det som organisationen ensam står för."),
    )
    is_deputy = models.BooleanField(
        _("ersättare"), default=False, help_text=_("Godkännare som frågas först när svaret är försenat.")
    )

    class Meta:
        verbose_name = _("medlem")
        verbose_name_plural = _("medlemmar")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="one_membership_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


class Delegate(models.Model):
    """One row per person who answers for an organisation by mail link, without an account.

    Named by the organisation itself: nobody else may decide who speaks for it.
    """

    organisation = ParentalKey(
        "cms.Organisation", verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="delegates"
    )
    name = models.CharField(_("namn"), max_length=160)
    email = models.EmailField(_("e-post"))
    is_deputy = models.BooleanField(
        _("ersättare"), default=False, help_text=_("Frågas först när svaret är försenat.")
    )

    class Meta:
        verbose_name = _("godkännare utan konto")
        verbose_name_plural = _("godkännare utan konto")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email"], name="one_delegate_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"
