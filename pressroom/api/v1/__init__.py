"""Version 1 of the public API. What it promises is in docs/api.md."""
