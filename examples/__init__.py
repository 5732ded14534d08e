"""Good examples and their tags: stories of what collaboration made possible. See docs/architecture.md."""
