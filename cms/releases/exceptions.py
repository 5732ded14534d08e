"""Why a release is refused. Each says in Swedish what to do; `code` is stable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cms.common.wording import in_words
from cms.ledger.registry import Missing


class ReleaseError(Exception):
    """Base of every refusal. `str()` is a sentence for the editor."""

    code = "release_error"


class NotAllowedError(ReleaseError):
    """The user lacks the right."""

    code = "not_allowed"


class JointApprovalNeededError(ReleaseError):
    """The item names other signatories, whose approval can't be had yet."""

    code = "joint_approval_needed"

    def __init__(self, title: str, organisations: Sequence[str]) -> None:
        names = ", ".join(organisations)
        super().__init__(
            _("”%(title)s” har fler undertecknare (%(names)s) och kan inte släppas av en organisation ensam.")
            % {"title": title, "names": names}
        )


class NamedNotAnsweredError(ReleaseError):
    """The text names organisations, and nobody has said whether they shall be asked."""

    code = "named_not_answered"

    def __init__(self, title: str, organisations: Sequence[str]) -> None:
        super().__init__(
            _("”%(title)s” nämner %(names)s. Välj för var och en om den ska läggas till som undertecknare.")
            % {"title": title, "names": ", ".join(organisations)}
        )


class DraftLockedError(ReleaseError):
    """The draft can't be changed now."""

    code = "draft_locked"

    def __init__(self, title: str) -> None:
        super().__init__(
            _("”%(title)s” är låst. Ta tillbaka begäran om godkännande, eller be den som låste att låsa upp.")
            % {"title": title}
        )


class ApprovalOutdatedError(ReleaseError):
    """The signatories approved another text than the draft of now."""

    code = "approval_outdated"

    def __init__(self, title: str, language: str) -> None:
        super().__init__(
            _(
                "”%(title)s” (%(language)s) är inte den text som undertecknarna godkände. Be om godkännande igen."
            )
            % {"title": title, "language": language}
        )


class ApprovedTimeDiffersError(ReleaseError):
    """The signatories approved another release time."""

    code = "approved_time_differs"

    def __init__(self, title: str, release_at: dt.datetime) -> None:
        super().__init__(
            _("Undertecknarna godkände att ”%(title)s” släpps %(when)s, ingen annan tid.")
            % {"title": title, "when": in_words(release_at)}
        )


class IncompleteError(ReleaseError):
    """Something is missing; `missing` says what."""

    code = "incomplete"

    def __init__(self, title: str, missing: Sequence[Missing]) -> None:
        self.missing = list(missing)
        reasons = " ".join(entry.message for entry in missing)
        super().__init__(
            _("”%(title)s” kan inte släppas än. %(reasons)s") % {"title": title, "reasons": reasons}
        )


class ContentChangedError(ReleaseError):
    """The draft is not what was agreed: its digest differs."""

    code = "content_changed"

    def __init__(self, title: str, language: str) -> None:
        super().__init__(
            _(
                "”%(title)s” (%(language)s) har ändrats sedan du granskade den. Läs den nya texten och släpp igen."
            )
            % {"title": title, "language": language}
        )


class DraftMovedError(ContentChangedError):
    """The draft has been saved since it was checked: what it says now must be looked at again."""


class RenamedTogetherError(ReleaseError):
    """A release would give a term a new name and print a text that names it: the text was agreed with the old one."""

    code = "renamed_together"

    def __init__(self, title: str, name: str) -> None:
        super().__init__(
            _(
                "”%(title)s” nämner det som får namnet ”%(name)s” i samma släpp. Släpp namnet för sig: texter som är "
                "ute följer med av sig själva."
            )
            % {"title": title, "name": name}
        )


class StillMentionedError(ReleaseError):
    """A term or an organisation would go away while readable texts lead to it."""

    code = "still_mentioned"
    _shown = 3

    def __init__(self, title: str, mentioned_by: Sequence[str]) -> None:
        shown = ", ".join(f"”{other}”" for other in mentioned_by[: self._shown])
        super().__init__(
            _(
                "”%(title)s” kan inte dras tillbaka: %(count)d publika texter leder dit (%(shown)s). "
                "Rätta dem först, så att de inte nämner den."
            )
            % {"title": title, "count": len(mentioned_by), "shown": shown}
        )


class NothingChangedError(ReleaseError):
    """A correction without a change."""

    code = "nothing_changed"

    def __init__(self, title: str, language: str) -> None:
        super().__init__(
            _("”%(title)s” (%(language)s) är likadan som den som redan är ute.")
            % {"title": title, "language": language}
        )


class NoteMissingError(ReleaseError):
    """A correction or withdrawal without its public note."""

    code = "note_missing"

    def __init__(self) -> None:
        super().__init__(_("Skriv för läsaren vad som rättas, eller varför texten dras tillbaka."))


class DraftGoneError(ReleaseError):
    """The draft can't be found."""

    code = "draft_gone"

    def __init__(self, title: str, language: str) -> None:
        super().__init__(
            _("Utkastet till ”%(title)s” (%(language)s) finns inte längre.")
            % {"title": title, "language": language}
        )


class NotPublicError(ReleaseError):
    """A correction or withdrawal of what is not public."""

    code = "not_public"

    def __init__(self, title: str, language: str) -> None:
        super().__init__(
            _("”%(title)s” (%(language)s) är inte publik.") % {"title": title, "language": language}
        )


class AlreadyPublicError(ReleaseError):
    """A first publication of what is public already."""

    code = "already_public"

    def __init__(self, title: str, language: str) -> None:
        super().__init__(
            _("”%(title)s” (%(language)s) är redan publik. Gör en rättelse.")
            % {"title": title, "language": language}
        )


class TooEarlyError(ReleaseError):
    """The database's clock has not reached the instant."""

    code = "too_early"

    def __init__(self) -> None:
        super().__init__(_("Tiden för släppet har inte kommit, enligt databasens klocka."))


class NotPrintableError(ReleaseError):
    """The release is released or cancelled already."""

    code = "not_printable"

    def __init__(self, status: str) -> None:
        super().__init__(_("Släppet är redan avgjort: %(status)s.") % {"status": status})


class BuildFailedError(ReleaseError):
    """A payload could not be built: a fault in the product or a file that can't be read."""

    code = "build_failed"

    def __init__(self, title: str, cause: Exception | str) -> None:
        super().__init__(
            _("”%(title)s” kunde inte tryckas: %(cause)s Inget har blivit publikt.")
            % {"title": title, "cause": cause}
        )


class SigningKeyMissingError(ReleaseError):
    """This process can't sign what it would print, and nothing goes out unsigned."""

    code = "signing_key_missing"

    def __init__(self) -> None:
        super().__init__(
            _("Servern saknar nyckeln som utgåvor signeras med. Be driften ordna den, och försök igen.")
        )


class AlreadyAnnouncedError(ReleaseError):
    """The release has an entry in the calendar."""

    code = "already_announced"

    def __init__(self) -> None:
        super().__init__(_("Släppet finns redan i kalendern."))


class NotAnnouncedError(ReleaseError):
    """The calendar entry promises nothing any more, or promises already."""

    code = "not_announced"

    def __init__(self, status: str) -> None:
        super().__init__(_("Det går inte: kalenderposten är %(status)s.") % {"status": status})


class StillAnnouncedError(ReleaseError):
    """A release that the public calendar speaks of can't just vanish."""

    code = "still_announced"

    def __init__(self) -> None:
        super().__init__(_("Släppet finns i den publika kalendern. Ställ in det på släppets egen sida."))


class CalendarTextMissingError(ReleaseError):
    """An announcement without its Swedish title."""

    code = "calendar_text_missing"

    def __init__(self) -> None:
        super().__init__(_("Skriv en rubrik för kalendern på svenska."))


class ReasonMissingError(ReleaseError):
    """A promised time is changed without saying why."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Tiden är bekräftad i kalendern. Skriv ett skäl, som visas för alla."))


class TimePassedError(ReleaseError):
    """The wanted instant is not ahead."""

    code = "time_passed"

    def __init__(self) -> None:
        super().__init__(_("Den tiden har redan varit. Välj en senare tid."))
