"""Sharing in the workshop, under /admin/delning/."""
