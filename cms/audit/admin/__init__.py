"""The log in Wagtail's admin, at /admin/logg/."""
