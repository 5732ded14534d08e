"""Who did what with an unreleased text, and when: an append-only, hash-chained log. See docs/features/audit.md."""
