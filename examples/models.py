"""Gathers the applets' models; no logic here."""

from examples.stories.models import GoodExample

__all__ = ["GoodExample"]
