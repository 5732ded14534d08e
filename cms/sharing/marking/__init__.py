"""Marks a file with the person it was given to, so that a copy on the loose can be traced. Start at `apply.py`."""
