"""The partner desk in Wagtail's admin, at /admin/partner/."""
