"""Who has subscribed to which feed, and what strangers have asked the hub for and have not confirmed yet."""

from __future__ import annotations

from django.db import models

#: Longest topic and callback, in characters; both are in one index.
MOST_CHARACTERS = 500
#: WebSub, section 5.1: a secret must be less than 200 bytes.
MOST_SECRET = 199


class Mode(models.TextChoices):
    """What can be asked for."""

    SUBSCRIBE = "subscribe", "prenumerera"
    UNSUBSCRIBE = "unsubscribe", "avsluta"


class WebSubRequest(models.Model):
    """One row per request whose intent has not been verified. The public adds rows; the worker moves and deletes them.

    Anybody can ask in anybody's name, so a request changes nothing until its callback has confirmed it.
    """

    mode = models.CharField(max_length=12, choices=Mode.choices)
    topic = models.CharField(max_length=MOST_CHARACTERS)
    callback = models.CharField(max_length=MOST_CHARACTERS)
    host = models.CharField(max_length=255, help_text="Of the callback.")
    sealed_secret = models.TextField(
        blank=True, help_text="Opens with `SECRET_KEY` (sealed.py); empty: none."
    )
    lease_seconds = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["host"], name="websub_request_host"),
            models.Index(fields=["next_try_at"], name="websub_request_due"),
        ]

    def __str__(self) -> str:
        return f"{self.mode} {self.callback} to {self.topic}"


class WebSubSubscription(models.Model):
    """One row per callback and feed. `due_seq` is the newest edition that changed the feed, `sent_seq` what it got.

    Always true: its callback has confirmed it. It is due while `due_seq` is greater than `sent_seq`.
    """

    topic = models.CharField(max_length=MOST_CHARACTERS)
    callback = models.CharField(max_length=MOST_CHARACTERS)
    host = models.CharField(max_length=255, help_text="Of the callback.")
    sealed_secret = models.TextField(
        blank=True, help_text="Opens with `SECRET_KEY` (sealed.py); empty: none."
    )
    expires_at = models.DateTimeField()
    due_seq = models.BigIntegerField(default=0)
    sent_seq = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0, help_text="Failed in a row.")
    next_try_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "callback"], name="websub_subscribed_once")]
        indexes = [
            models.Index(fields=["topic", "host"], name="websub_topic_host"),
            models.Index(fields=["next_try_at"], name="websub_due"),
        ]

    def __str__(self) -> str:
        return f"{self.callback} to {self.topic}"


class WebSubDesk(models.Model):
    """One row per organisation: a digest of its press contacts as feeds last showed them. A change of them is news."""

    organisation = models.CharField(max_length=80, primary_key=True, help_text="Code.")
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.organisation
