"""What can be wrong with the ledger."""


class LedgerError(Exception):
    """Base of the ledger's own errors."""


class NotInTransactionError(LedgerError):
    """Editions were to be appended outside a transaction, where half of them could become public."""


class ItemAlreadyGoneError(LedgerError):
    """A withdrawal of something that is not public."""


class AddressTakenError(LedgerError):
    """Another item already has this public id in this language."""


class NotSeenAheadError(LedgerError):
    """Something that other readers share was asked for while one reader looks at what is not out."""


class NoSigningKeyError(LedgerError):
    """This process does not hold the private key that editions are signed with."""


class NoNewKeyError(LedgerError):
    """There is no unused private key to rotate to. The text is for the operator."""
