"""Synonyms in Wagtail's admin."""
