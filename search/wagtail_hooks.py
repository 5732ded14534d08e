"""Gathers the applets' admin modules: importing one registers it with Wagtail. No logic."""

from search.similar.admin import registration as similar
from search.synonyms.admin import registration as synonyms

__all__ = ["similar", "synonyms"]
