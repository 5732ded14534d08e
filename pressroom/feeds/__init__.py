"""Feeds of the press room. The only package that knows feedgen. See docs/api.md."""
