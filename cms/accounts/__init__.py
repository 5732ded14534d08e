"""Users, and what they may do for which organisation. Plain Django."""
