"""Gathers the applets' admin modules: importing one registers it with Wagtail. No logic."""
