"""Copies of our texts on partners' pages: visits pages that the desk has named, and says how they stand.

See docs/features/copies.md.
"""
