"""What can go wrong with searching."""


class BackendUnavailable(Exception):
    """A backend cannot answer or cannot take a write: down, too slow, read-only, or with a mapping that is not ours.

    Never shown to the public: the router asks the database instead. The text says what happened.
    """


class SavingRefused(Exception):
    """A search that is not saved. The text says why."""


class SearchUnavailable(Exception):
    """No backend could answer in time. Pages say so politely, with status 503."""
