"""What a request can end in beside an answer."""

from __future__ import annotations

from pressroom.outgoing.enums import Failure, Refusal


class OutgoingError(Exception):
    """No answer. `code` is stable and short enough for a log; the text is for the desk."""

    code: str


class AddressRefusedError(OutgoingError):
    """The address is not asked, whoever gave it. Asking again changes nothing but for `not_public`: names move."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal.label))
        self.refusal = refusal
        self.code = refusal.value


class NotAnsweredError(OutgoingError):
    """The address has been tried. Another time it may answer."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.label))
        self.failure = failure
        self.code = failure.value
