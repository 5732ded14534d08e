"""Showing what is not out to named people: previews for colleagues and authorities, early access for the press."""
