"""The part of `search.similar` that is a part of the workshop."""
