"""What the log refuses."""


class NotInTransactionError(RuntimeError):
    """An act was recorded outside the transaction that does it, so one could come to be without the other."""
