"""The organisation registry. Read live by public pages for one thing only: who answers now."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cms.common import languages
from cms.organisations.hours import HoursError, parse_hours
from cms.organisations.translations import TranslationsError, parse_translations


class Weekday(models.IntegerChoices):
    """ISO weekdays less one, as `datetime.weekday()` counts."""

    MONDAY = 0, _("måndag")
    TUESDAY = 1, _("tisdag")
    WEDNESDAY = 2, _("onsdag")
    THURSDAY = 3, _("torsdag")
    FRIDAY = 4, _("fredag")
    SATURDAY = 5, _("lördag")
    SUNDAY = 6, _("söndag")


class Organisation(ClusterableModel):
    """One row per organisation. Its identity has no language: members and signatures belong to it, not to a name."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(
        _("kod"), max_length=80, unique=True, help_text=_("Står i adresser och ändras aldrig.")
    )
    website = models.URLField(_("webbplats"), blank=True)
    logo = models.ForeignKey(
        "cms.StoredFile",
        verbose_name=_("logotyp"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    duty_phone = models.CharField(
        _("jourtelefon"), max_length=40, blank=True, help_text=_("Svarar utanför presskontakternas tider.")
    )
    sort_order = models.IntegerField(_("ordning"), default=0)
    is_example_data = models.BooleanField(_("exempeldata"), default=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.name_in(languages.DEFAULT)

    def text_in(self, language: str) -> OrganisationText | None:
        """Return the texts in `language`, else in Swedish, else None."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts.get(languages.DEFAULT)

    def name_in(self, language: str) -> str:
        """Return the name in `language`, else in Swedish, else the code."""
        text = self.text_in(language)
        return text.name if text else self.code


class OrganisationText(models.Model):
    """One row per organisation and language: its names and what it answers for."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(
        _("språk"),
        max_length=12,
        choices=[(language.code, language.own_name) for language in languages.LANGUAGES.values()],
        default=languages.DEFAULT,
    )
    name = models.CharField(_("namn"), max_length=160)
    short_name = models.CharField(_("kortnamn"), max_length=60)
    aliases = models.TextField(
        _("kallas också"),
        blank=True,
        help_text=_(
            "Ett namn per rad. Den som nämner organisationen så i en text får frågan om ni ska godkänna den."
        ),
    )
    answers_for = models.TextField(
        _("svarar för"), help_text=_("Vilka frågor organisationen har ansvar för.")
    )

    class Meta:
        verbose_name = _("namn och ansvar")
        verbose_name_plural = _("namn och ansvar per språk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language"], name="one_organisation_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class PressContact(models.Model):
    """One row per person or desk that answers journalists for an organisation. Public."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="press_contacts")
    name = models.CharField(_("namn"), max_length=120)
    role = models.CharField(_("roll"), max_length=120, blank=True)
    role_translations = models.TextField(
        _("roll på andra språk"),
        blank=True,
        help_text=_(
            "Ett språk per rad, till exempel: en: Press officer. Saknas ett språk visas rollen inte där."
        ),
    )
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    hours = models.CharField(
        _("tider"),
        max_length=200,
        default="mån-fre 08:00-17:00",
        help_text=_("Svensk tid, till exempel: mån-tor 08:00-17:00, fre 08:00-15:00. Röda dagar är stängt."),
    )
    sort_order = models.IntegerField(_("ordning"), default=0)
    is_example_data = models.BooleanField(_("exempeldata"), default=False)

    class Meta:
        verbose_name = _("presskontakt")
        verbose_name_plural = _("presskontakter")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse hours that cannot be read and a contact nobody can reach."""
        if not self.phone and not self.email:
            raise ValidationError(_("Ange telefon eller e-post, annars kan ingen nå presskontakten."))
        try:
            parse_hours(self.hours)
        except HoursError as error:
            raise ValidationError({"hours": str(error)}) from error
        try:
            parse_translations(self.role_translations)
        except TranslationsError as error:
            raise ValidationError({"role_translations": str(error)}) from error

    def role_in(self, language: str) -> str:
        """Return the role in `language`; empty if it has not been written in that one: texts are never mixed."""
        if language == languages.DEFAULT:
            return self.role
        return parse_translations(self.role_translations).get(language, "")
