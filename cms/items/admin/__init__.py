"""What editors meet in Wagtail's admin: home, menu, the editor's buttons, and guards where Wagtail would mislead."""
