"""Registers the item types of this app."""
