"""Pictures and documents of the workshop: Wagtail's models over cleaned uploads, and their printed forms."""
