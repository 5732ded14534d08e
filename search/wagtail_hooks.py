"""Gathers the applets' admin modules: importing one registers it with Wagtail. No logic."""

from search.synonyms.admin import registration as synonyms

__all__ = ["synonyms"]
